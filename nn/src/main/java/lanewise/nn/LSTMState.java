package lanewise.nn;

import lanewise.autograd.Tensor;

/// The states of an [LSTM] or an [LSTMCell].
///
/// @param hidden what is shown
/// @param cell what is remembered
public record LSTMState(Tensor hidden, Tensor cell) {}

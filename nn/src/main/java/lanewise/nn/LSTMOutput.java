package lanewise.nn;

import lanewise.autograd.Tensor;

/// What an [LSTM] computes.
///
/// @param output the states of the last layer after each step, `[steps, batch, directions·out]`
/// @param state the states of all layers after the last step, `[layers·directions, batch, out]` and
///     `[layers·directions, batch, hidden]`
public record LSTMOutput(Tensor output, LSTMState state) {}

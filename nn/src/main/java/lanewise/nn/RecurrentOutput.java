package lanewise.nn;

import lanewise.autograd.Tensor;

/// What an [RNN] or a [GRU] computes.
///
/// @param output the states of the last layer after each step, `[steps, batch, directions·hidden]`
/// @param state the states of all layers after the last step, `[layers·directions, batch, hidden]`
public record RecurrentOutput(Tensor output, Tensor state) {}

package lanewise.nn.functional;

import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;

/// The result of a max pooling, and where its elements come from.
///
/// @param indices of the output's shape: each is an index into the elements of its channel of the input, row by row
public record Pooled(Tensor output, LongTensor indices) {}

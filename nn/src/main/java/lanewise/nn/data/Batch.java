package lanewise.nn.data;

/// Several examples: row `i` of the inputs belongs to row `i` of the targets.
///
/// @param inputs `[b, ...]`: a [lanewise.autograd.Tensor], a [lanewise.autograd.LongTensor] of tokens, or what
///     holds several tensors
/// @param targets `[b, ...]`: a [lanewise.autograd.Tensor] of numbers, a [lanewise.autograd.LongTensor] of labels,
///     or what holds several tensors
/// @param size the number of examples, `b`
/// @param <I> the inputs' type
/// @param <T> the targets' type
public record Batch<I, T>(I inputs, T targets, int size) {}

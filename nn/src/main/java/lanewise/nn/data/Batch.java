package lanewise.nn.data;

import lanewise.autograd.Tensor;

/// Several examples: row `i` of the inputs belongs to row `i` of the targets.
///
/// @param inputs `[b, ...]`
/// @param targets `[b, ...]`: a [Tensor] of numbers, or a [lanewise.autograd.LongTensor] of labels
/// @param <T> the targets' type
public record Batch<T>(Tensor inputs, T targets) {
    /// The number of examples, `b`.
    public int size() {
        return inputs.shape().dim(0);
    }
}

package lanewise.nn;

import lanewise.autograd.BoolTensor;
import lanewise.autograd.Tensor;
import lanewise.nn.functional.Attention;
import org.jspecify.annotations.Nullable;

/// What a query does not see, as numbers that are added to the scores: minus infinity hides a key.
///
/// @param attention for every query and key, `[queries, keys]`, or for every head of every example too,
///     `[batch·heads, queries, keys]`; null if there is none
/// @param keyPadding for every key of every example, `[batch, keys]`, or `[keys]` without a batch; null if there is
/// none
public record AttentionMasks(
        @Nullable Tensor attention, @Nullable Tensor keyPadding) {
    /// Everything is seen.
    public static AttentionMasks none() {
        return new AttentionMasks(null, null);
    }

    /// The same with numbers that are added to the scores of queries and keys.
    public AttentionMasks withAttention(@Nullable Tensor addend) {
        return new AttentionMasks(addend, keyPadding);
    }

    /// The same with keys that a query does not see: where it is true, as in PyTorch's module.
    public AttentionMasks withAttention(BoolTensor hidden) {
        return withAttention(Attention.additive(hidden));
    }

    /// The same with numbers that are added to the scores of keys.
    public AttentionMasks withKeyPadding(@Nullable Tensor addend) {
        return new AttentionMasks(attention, addend);
    }

    /// The same with keys that no query sees: where it is true.
    public AttentionMasks withKeyPadding(BoolTensor hidden) {
        return withKeyPadding(Attention.additive(hidden));
    }

    /// The upper triangle of `[steps, steps]` above the diagonal hidden: no step sees a later one. PyTorch's
    /// `Transformer.generate_square_subsequent_mask`.
    public static Tensor causal(int steps) {
        Tensor mask = Tensor.zeros(steps, steps);
        for (int i = 0; i < steps; i++) {
            for (int j = i + 1; j < steps; j++) {
                mask.array().set(Float.NEGATIVE_INFINITY, i, j);
            }
        }
        return mask;
    }
}

package lanewise.nn;

import org.jspecify.annotations.Nullable;

/// Options of [MultiheadAttention].
///
/// @param dropout the probability of dropout of the weights, while training
/// @param bias whether the projections have biases
/// @param addBiasKv whether a learned key and value come behind the others
/// @param addZeroAttn whether a key and a value of zeros come behind the others
/// @param kdim the width of the keys; null if it is that of the queries
/// @param vdim the width of the values; null if it is that of the queries
/// @param batchFirst whether input and output are `[batch, steps, ...]` instead of `[steps, batch, ...]`
public record AttentionOptions(
        double dropout,
        boolean bias,
        boolean addBiasKv,
        boolean addZeroAttn,
        @Nullable Integer kdim,
        @Nullable Integer vdim,
        boolean batchFirst) {
    /// With biases, and nothing else.
    public AttentionOptions() {
        this(0, true, false, false, null, null, false);
    }

    /// @throws IllegalArgumentException if `dropout` is not from 0 to 1
    public AttentionOptions {
        if (!(dropout >= 0 && dropout <= 1)) {
            throw new IllegalArgumentException("dropout must be from 0 to 1, not " + dropout);
        }
    }

    /// The same with dropout of the weights.
    public AttentionOptions withDropout(double dropout) {
        return new AttentionOptions(dropout, bias, addBiasKv, addZeroAttn, kdim, vdim, batchFirst);
    }

    /// The same with biases or without.
    public AttentionOptions withBias(boolean bias) {
        return new AttentionOptions(dropout, bias, addBiasKv, addZeroAttn, kdim, vdim, batchFirst);
    }

    /// The same with a learned key and value or without.
    public AttentionOptions withAddBiasKv(boolean addBiasKv) {
        return new AttentionOptions(dropout, bias, addBiasKv, addZeroAttn, kdim, vdim, batchFirst);
    }

    /// The same with a key and a value of zeros or without.
    public AttentionOptions withAddZeroAttn(boolean addZeroAttn) {
        return new AttentionOptions(dropout, bias, addBiasKv, addZeroAttn, kdim, vdim, batchFirst);
    }

    /// The same with keys and values of other widths.
    public AttentionOptions withWidths(int kdim, int vdim) {
        return new AttentionOptions(dropout, bias, addBiasKv, addZeroAttn, kdim, vdim, batchFirst);
    }

    /// The same with the batch as the first dimension, or the second.
    public AttentionOptions withBatchFirst(boolean batchFirst) {
        return new AttentionOptions(dropout, bias, addBiasKv, addZeroAttn, kdim, vdim, batchFirst);
    }
}

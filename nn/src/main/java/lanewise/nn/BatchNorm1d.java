package lanewise.nn;

/// Batch normalisation of `[n, c]` or `[n, c, l]`: each channel is brought to mean 0 and variance 1 over everything
/// else, then multiplied by `weight` and shifted by `bias`, which start as ones and zeros.
///
/// In training mode with the batch's own statistics, which the running ones follow; in evaluation mode with those.
/// See [lanewise.engine.op.BatchNorm].
public final class BatchNorm1d extends BatchNorm {
    /// For so many channels.
    ///
    /// @throws IllegalArgumentException if there is not at least one
    public BatchNorm1d(int numFeatures) {
        this(numFeatures, NormOptions.BATCH);
    }

    /// For so many channels, with all options.
    ///
    /// @throws IllegalArgumentException if there is not at least one channel
    public BatchNorm1d(int numFeatures, NormOptions options) {
        super(numFeatures, options, 2, 3);
    }
}

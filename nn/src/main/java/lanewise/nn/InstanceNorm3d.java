package lanewise.nn;

/// Instance normalisation of `[n, c, d, h, w]` or `[c, d, h, w]`: each channel of each example is brought to mean 0
/// and variance 1, then, if wanted, multiplied by `weight` and shifted by `bias`, which start as ones and zeros.
///
/// With running statistics, if wanted, evaluation mode normalises with those. See
/// [lanewise.engine.op.InstanceNorm].
public final class InstanceNorm3d extends InstanceNorm {
    /// For so many channels.
    ///
    /// @throws IllegalArgumentException if there is not at least one
    public InstanceNorm3d(int numFeatures) {
        this(numFeatures, NormOptions.INSTANCE);
    }

    /// For so many channels, with all options.
    ///
    /// @throws IllegalArgumentException if there is not at least one channel
    public InstanceNorm3d(int numFeatures, NormOptions options) {
        super(numFeatures, options, 5);
    }
}

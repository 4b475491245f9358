package lanewise.nn;

import org.jspecify.annotations.Nullable;

/// Options of the batch and instance normalisation layers. The defaults are [#BATCH] and [#INSTANCE].
///
/// @param eps added to the variance
/// @param momentum the share of the newest statistics in the running ones, or null: these are the mean of all so
/// far
/// @param affine whether each channel has a weight and a bias
/// @param trackRunningStats whether the layer carries running statistics, with which it normalises in evaluation
/// mode
public record NormOptions(double eps, @Nullable Double momentum, boolean affine, boolean trackRunningStats) {
    /// PyTorch's defaults for batch normalisation: everything.
    public static final NormOptions BATCH = new NormOptions(1e-5, 0.1, true, true);

    /// PyTorch's defaults for instance normalisation: neither weight and bias nor running statistics.
    public static final NormOptions INSTANCE = new NormOptions(1e-5, 0.1, false, false);

    /// The same with another number added to the variance.
    public NormOptions withEps(double eps) {
        return new NormOptions(eps, momentum, affine, trackRunningStats);
    }

    /// The same with another share of the newest statistics, or null.
    public NormOptions withMomentum(@Nullable Double momentum) {
        return new NormOptions(eps, momentum, affine, trackRunningStats);
    }

    /// The same with weight and bias or without.
    public NormOptions withAffine(boolean affine) {
        return new NormOptions(eps, momentum, affine, trackRunningStats);
    }

    /// The same with running statistics or without.
    public NormOptions withTrackRunningStats(boolean trackRunningStats) {
        return new NormOptions(eps, momentum, affine, trackRunningStats);
    }
}

package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.nn.functional.AvgPoolOptions;
import lanewise.nn.functional.Functional;

/// The mean of each window, over three dimensions: input `[n, c, d, h, w]` or `[c, d, h, w]`. For the formula see
/// [lanewise.engine.op.AveragePool].
public final class AvgPool3d extends AvgPoolLayer {
    /// With windows of this size side by side.
    ///
    /// @throws IllegalArgumentException if it is less than 1
    public AvgPool3d(int kernelSize) {
        this(new int[] {kernelSize}, new AvgPoolOptions());
    }

    /// With windows of this size at this distance.
    ///
    /// @throws IllegalArgumentException if one of the two is less than 1
    public AvgPool3d(int kernelSize, int stride) {
        this(new int[] {kernelSize}, new AvgPoolOptions().withStride(stride));
    }

    /// With all options.
    ///
    /// @param kernelSize one number for all dimensions, or one for each
    /// @throws IllegalArgumentException if an option is too small, or the padding more than half of the window
    public AvgPool3d(int[] kernelSize, AvgPoolOptions options) {
        super(3, kernelSize, options);
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.avgPool3d(input, kernelSize(), options());
    }
}

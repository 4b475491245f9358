package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.nn.functional.AvgPoolOptions;
import lanewise.nn.functional.Functional;

/// The mean of each window, over two dimensions: input `[n, c, h, w]` or `[c, h, w]`. For the formula see
/// [lanewise.engine.op.AveragePool].
public final class AvgPool2d extends AvgPoolLayer {
    /// With windows of this size side by side.
    ///
    /// @throws IllegalArgumentException if it is less than 1
    public AvgPool2d(int kernelSize) {
        this(new int[] {kernelSize}, new AvgPoolOptions());
    }

    /// With windows of this size at this distance.
    ///
    /// @throws IllegalArgumentException if one of the two is less than 1
    public AvgPool2d(int kernelSize, int stride) {
        this(new int[] {kernelSize}, new AvgPoolOptions().withStride(stride));
    }

    /// With all options.
    ///
    /// @param kernelSize one number for all dimensions, or one for each
    /// @throws IllegalArgumentException if an option is too small, or the padding more than half of the window
    public AvgPool2d(int[] kernelSize, AvgPoolOptions options) {
        super(2, kernelSize, options);
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.avgPool2d(input, kernelSize(), options());
    }
}

package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.nn.functional.Functional;
import lanewise.nn.functional.MaxPoolOptions;
import lanewise.nn.functional.Pooled;

/// The greatest element of each window, over one dimension: input `[n, c, l]` or `[c, l]`. For the formula see
/// [lanewise.engine.op.MaxPool].
public final class MaxPool1d extends MaxPoolLayer {
    /// With windows of this size side by side.
    ///
    /// @throws IllegalArgumentException if it is less than 1
    public MaxPool1d(int kernelSize) {
        this(new int[] {kernelSize}, new MaxPoolOptions());
    }

    /// With windows of this size at this distance.
    ///
    /// @throws IllegalArgumentException if one of the two is less than 1
    public MaxPool1d(int kernelSize, int stride) {
        this(new int[] {kernelSize}, new MaxPoolOptions().withStride(stride));
    }

    /// With all options.
    ///
    /// @param kernelSize one number for all dimensions, or one for each
    /// @throws IllegalArgumentException if an option is too small, or the padding more than half of the window
    public MaxPool1d(int[] kernelSize, MaxPoolOptions options) {
        super(1, kernelSize, options);
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.maxPool1d(input, kernelSize(), options());
    }

    /// The same with the indices, for [Functional#maxUnpool1d].
    public Pooled forwardWithIndices(Tensor input) {
        return Functional.maxPool1dWithIndices(input, kernelSize(), options());
    }
}

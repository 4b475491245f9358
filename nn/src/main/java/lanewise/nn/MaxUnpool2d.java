package lanewise.nn;

import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.nn.functional.Functional;
import lanewise.nn.functional.MaxPoolOptions;
import org.jspecify.annotations.Nullable;

/// The partial inverse of [MaxPool2d]: each element goes where its index says, and everything else is zero.
public final class MaxUnpool2d extends Module {
    private final int[] kernelSize;
    private final MaxPoolOptions options;

    /// Of windows of this size side by side.
    public MaxUnpool2d(int kernelSize) {
        this(new int[] {kernelSize}, new MaxPoolOptions());
    }

    /// Of a pooling with these options.
    ///
    /// @param kernelSize one number for all dimensions, or one for each
    public MaxUnpool2d(int[] kernelSize, MaxPoolOptions options) {
        this.kernelSize = Repr.each(kernelSize, 2);
        this.options = options;
    }

    /// The smallest output that the pooling could have come from.
    ///
    /// @param indices those of the pooling, of the input's shape
    /// @throws lanewise.engine.ShapeMismatchException if the shapes do not fit
    /// @throws IndexOutOfBoundsException if an index lies outside of the output
    public Tensor call(Tensor input, LongTensor indices) {
        return hooked(this, MaxUnpool2d::forward, input, indices, null);
    }

    /// An output of this size, of the last dimensions or of all.
    ///
    /// @param indices those of the pooling, of the input's shape
    /// @throws lanewise.engine.ShapeMismatchException if the shapes do not fit
    /// @throws IllegalArgumentException if the pooling could not have come from such a size
    /// @throws IndexOutOfBoundsException if an index lies outside of the output
    public Tensor call(Tensor input, LongTensor indices, int... outputSize) {
        return hooked(this, MaxUnpool2d::forward, input, indices, outputSize);
    }

    private Tensor forward(Tensor input, LongTensor indices, int @Nullable [] outputSize) {
        return Functional.maxUnpool2d(input, indices, kernelSize, options, outputSize);
    }

    @Override
    protected String extraRepr() {
        return "kernel_size=" + Repr.of(lanewise.engine.Shape.of(kernelSize)) + ", stride="
                + Repr.of(lanewise.engine.Shape.of(options.stride(kernelSize))) + ", padding="
                + Repr.of(lanewise.engine.Shape.of(options.padding(2)));
    }
}

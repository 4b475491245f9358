package lanewise.engine.op;

import java.util.Arrays;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.kernel.AveragePooling;
import lanewise.engine.kernel.AveragePooling.Divisor;

/// The mean of each window of the last 1 to 3 dimensions of `x [n, c, ...]` or `[c, ...]`. PyTorch's `avg_pool1d`,
/// `avg_pool2d` and `avg_pool3d`.
///
///     y[p] = Σ over k of x[p·stride − padding + k]/divisor,  dx[p·stride − padding + k] += dy[p]/divisor
///     out = (in + 2·padding − kernel)/stride + 1
///
/// The divisor is the number of the window's elements, with those of the padding or without, or a given number.
public final class AveragePool extends RegularPool {
    private final boolean countIncludePad;
    private final int divisorOverride;
    private Shape shape = Shape.SCALAR;

    /// One number of each option for each dimension; that of `kernel` says how many there are.
    ///
    /// @param ceilMode whether the number of windows is rounded up
    /// @param countIncludePad whether the elements of the padding count
    /// @param divisorOverride what sums are divided by, or 0: by the number of elements
    /// @throws IllegalArgumentException if a number is too small, or the padding more than half of the kernel
    public AveragePool(
            int[] kernel, int[] stride, int[] padding, boolean ceilMode, boolean countIncludePad, int divisorOverride) {
        super(kernel, stride, padding, ones(kernel.length), ceilMode);
        this.countIncludePad = countIncludePad;
        this.divisorOverride = divisorOverride;
    }

    private static int[] ones(int count) {
        int[] ones = new int[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    @Override
    public String name() {
        return "avgPool" + dimensions + "d";
    }

    /// @throws lanewise.engine.ShapeMismatchException if the shape does not fit, or no window does
    @Override
    public NDArray forward(NDArray... inputs) {
        check(only(inputs));
        shape = inputs[0].shape();
        int[] out = outputSizes(shape);
        NDArray x = inputs[0].contiguous();
        NDArray y = NDArray.empty(result(shape, out));
        AveragePooling.run(
                windows(spatial(shape), out),
                planes(shape),
                divisor(),
                divisorOverride,
                x.data(),
                x.offset(),
                y.data(),
                0);
        return y;
    }

    @Override
    public void backward(BackwardPass pass) {
        GradientSum dx = pass.gradient(0);
        if (dx == null) {
            return;
        }
        NDArray dy = pass.outputGradient();
        NDArray sum = dx.contributeToZeroed();
        AveragePooling.spread(
                windows(spatial(shape), spatial(dy.shape())),
                planes(shape),
                divisor(),
                divisorOverride,
                dy.data(),
                dy.offset(),
                sum.data(),
                sum.offset());
    }

    private Divisor divisor() {
        return divisorOverride != 0 ? Divisor.GIVEN : countIncludePad ? Divisor.WITH_PADDING : Divisor.ELEMENTS;
    }

    @Override
    protected boolean isLinearInEach() {
        return true;
    }
}

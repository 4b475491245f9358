package lanewise.engine.op;

import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.kernel.AveragePooling;
import lanewise.engine.kernel.AveragePooling.Divisor;

/// The means of `x [n, c, ...]` or `[c, ...]` by channels, in windows that divide the last 1 to 3 dimensions into a
/// given number of parts. PyTorch's `adaptive_avg_pool1d`, `2d` and `3d`; with sizes 1 the mean of each channel.
///
///     y[p] = mean(x[window p]),  dx[window p] += dy[p]/elements
public final class AdaptiveAveragePool extends AdaptivePool {
    private Shape shape = Shape.SCALAR;

    /// To these sizes, one for each dimension; -1 leaves the input's.
    ///
    /// @throws IllegalArgumentException if a size is below -1
    public AdaptiveAveragePool(int... sizes) {
        super(sizes);
    }

    @Override
    public String name() {
        return "adaptiveAvgPool" + dimensions + "d";
    }

    /// @throws lanewise.engine.ShapeMismatchException if the shape does not fit
    @Override
    public NDArray forward(NDArray... inputs) {
        check(only(inputs));
        shape = inputs[0].shape();
        int[] out = outputSizes(shape);
        NDArray x = inputs[0].contiguous();
        NDArray y = NDArray.empty(result(shape, out));
        AveragePooling.run(
                windows(spatial(shape), out), planes(shape), Divisor.ELEMENTS, 0, x.data(), x.offset(), y.data(), 0);
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
                Divisor.ELEMENTS,
                0,
                dy.data(),
                dy.offset(),
                sum.data(),
                sum.offset());
    }

    @Override
    protected boolean isLinearInEach() {
        return true;
    }
}

package lanewise.engine.op;

import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;

/// The greatest element of each window of the last 1 to 3 dimensions of `x [n, c, ...]` or `[c, ...]`: the first of
/// equal ones, or NaN if there is any. PyTorch's `max_pool1d`, `max_pool2d` and `max_pool3d`.
///
///     y[p] = max over k of x[p·stride − padding + k·dilation],  dx[index[p]] += dy[p]
///     out = (in + 2·padding − dilation·(kernel − 1) − 1)/stride + 1
///
/// What lies outside of x never is the greatest. An instance serves one forward pass, whose indices it holds.
public final class MaxPool extends RegularPool {
    private final PooledMaxima maxima = new PooledMaxima(this);

    /// One number of each option for each dimension; that of `kernel` says how many there are.
    ///
    /// @param ceilMode whether the number of windows is rounded up
    /// @throws IllegalArgumentException if a number is too small, or the padding more than half of the kernel
    public MaxPool(int[] kernel, int[] stride, int[] padding, int[] dilation, boolean ceilMode) {
        super(kernel, stride, padding, dilation, ceilMode);
    }

    @Override
    public String name() {
        return "maxPool" + dimensions + "d";
    }

    /// @throws lanewise.engine.ShapeMismatchException if the shape does not fit, or no window does
    @Override
    public NDArray forward(NDArray... inputs) {
        return maxima.forward(only(inputs));
    }

    @Override
    public void backward(BackwardPass pass) {
        maxima.backward(pass);
    }

    /// Where the greatest elements are, of the result's shape: indices into the elements of their channel; after
    /// [#forward].
    public LongArray indices() {
        return maxima.indices();
    }

    /// The shape of the result for such an input.
    public Shape outputShape(Shape x) {
        return result(x, outputSizes(x));
    }

    @Override
    public void gradient(Recorder recorder) {
        maxima.gradient(recorder);
    }
}

package lanewise.engine.op;

import lanewise.engine.LongArray;
import lanewise.engine.NDArray;

/// The greatest elements of `x [n, c, ...]` or `[c, ...]` by channels, in windows that divide the last 1 to 3
/// dimensions into a given number of parts. PyTorch's `adaptive_max_pool1d`, `2d` and `3d`.
///
/// An instance serves one forward pass, whose indices it holds; see [MaxPool].
public final class AdaptiveMaxPool extends AdaptivePool {
    private final PooledMaxima maxima = new PooledMaxima(this);

    /// To these sizes, one for each dimension; -1 leaves the input's.
    ///
    /// @throws IllegalArgumentException if a size is below -1
    public AdaptiveMaxPool(int... sizes) {
        super(sizes);
    }

    @Override
    public String name() {
        return "adaptiveMaxPool" + dimensions + "d";
    }

    /// @throws lanewise.engine.ShapeMismatchException if the shape does not fit
    @Override
    public NDArray forward(NDArray... inputs) {
        return maxima.forward(only(inputs));
    }

    @Override
    public void backward(BackwardPass pass) {
        maxima.backward(pass);
    }

    /// Where the greatest elements are; see [MaxPool#indices()].
    public LongArray indices() {
        return maxima.indices();
    }

    @Override
    public void gradient(Recorder recorder) {
        maxima.gradient(recorder);
    }
}

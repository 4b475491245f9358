package lanewise.engine.op;

import java.util.Arrays;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.kernel.Resampling;

/// `x [n, c, ...]` brought to other sizes in its last 1 to 3 dimensions, one after another. PyTorch's
/// `interpolate`.
///
///     y[o] = Σ over t of w[o, t]·x[i[o, t]],  dx[i[o, t]] += w[o, t]·dy[o]
///
/// where `i` and `w` are those of the [Interpolation] at the place of `o` in the input: `(o + ½)·in/out − ½`, and
/// with aligned corners `o·(in − 1)/(out − 1)`.
public final class Interpolate extends Operation {
    private final Interpolation interpolation;
    private final int[] sizes;
    private final double[] scales;
    private final boolean alignCorners;
    private Shape shape = Shape.SCALAR;

    /// To the given sizes.
    ///
    /// @param scales how many times larger each dimension is said to be, which decides where its elements are; 0:
    ///     as many times as the sizes say
    /// @param alignCorners whether the first and the last elements stay where they are
    public Interpolate(Interpolation interpolation, int[] sizes, double[] scales, boolean alignCorners) {
        this.interpolation = interpolation;
        this.sizes = sizes.clone();
        this.scales = scales.clone();
        this.alignCorners = alignCorners;
    }

    @Override
    public String name() {
        return "interpolate";
    }

    /// @throws ShapeMismatchException if the input has another number of dimensions, or there is nothing to
    ///     interpolate
    @Override
    public NDArray forward(NDArray... inputs) {
        Shape x = only(inputs).shape();
        if (x.rank() != sizes.length + 2) {
            throw new ShapeMismatchException(message("x is " + x + "; to the sizes " + Arrays.toString(sizes)
                    + " it must have " + (sizes.length + 2) + " dimensions, [n, c, ...]"));
        }
        for (int d = 0; d < sizes.length; d++) {
            if (x.dim(d + 2) < 1 || sizes[d] < 1) {
                throw new ShapeMismatchException(
                        message("from " + x + " to the sizes " + Arrays.toString(sizes) + ": all must be at least 1"));
            }
        }
        if (x.dim(1) == 0) {
            throw new ShapeMismatchException(message("x is " + x + "; it must have a channel"));
        }
        shape = x;
        NDArray value = inputs[0].contiguous();
        boolean moved = false;
        for (int d = sizes.length - 1; d >= 0; d--) {
            if (isChanged(d)) {
                value = resampled(value, d);
                moved = true;
            }
        }
        return moved ? value : value.copy();
    }

    @Override
    public void backward(BackwardPass pass) {
        GradientSum dx = pass.gradient(0);
        if (dx == null) {
            return;
        }
        NDArray gradient = pass.outputGradient();
        for (int d = 0; d < sizes.length; d++) {
            if (isChanged(d)) {
                gradient = back(gradient, d);
            }
        }
        Summation.contributeRepeated(dx, gradient);
    }

    @Override
    public boolean savesInput(int i) {
        return false;
    }

    private boolean isChanged(int d) {
        return sizes[d] != shape.dim(d + 2) || scales[d] > 0 && scales[d] != 1;
    }

    private ResampledDimension dimension(int d) {
        return new ResampledDimension(interpolation, shape.dim(d + 2), sizes[d], scales[d], alignCorners);
    }

    private NDArray resampled(NDArray x, int d) {
        ResampledDimension to = dimension(d);
        NDArray y = NDArray.empty(x.shape().with(d + 2, to.size));
        int inner = inner(x.shape(), d + 2);
        int outer = x.elements() / inner / x.shape().dim(d + 2);
        Resampling.run(
                outer, x.shape().dim(d + 2), to.size, inner, to.indices, to.weights, x.data(), x.offset(), y.data(), 0);
        return y;
    }

    private NDArray back(NDArray dy, int d) {
        ResampledDimension to = dimension(d);
        NDArray dx = NDArray.zeros(dy.shape().with(d + 2, shape.dim(d + 2)));
        int inner = inner(dy.shape(), d + 2);
        int outer = dy.elements() / inner / to.size;
        Resampling.back(
                outer, shape.dim(d + 2), to.size, inner, to.indices, to.weights, dy.data(), dy.offset(), dx.data(), 0);
        return dx;
    }

    /// The product of the sizes after a dimension.
    private static int inner(Shape shape, int d) {
        int inner = 1;
        for (int i = d + 1; i < shape.rank(); i++) {
            inner *= shape.dim(i);
        }
        return inner;
    }

    @Override
    protected boolean isLinearInEach() {
        return true;
    }
}

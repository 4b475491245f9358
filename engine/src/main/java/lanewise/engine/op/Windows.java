package lanewise.engine.op;

import java.util.Arrays;
import lanewise.engine.Layout;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;

/// The windows of a dimension, each `step` further than the one before: `y[..., i, ..., k] = x[..., i·step + k,
/// ...]`, PyTorch's `Tensor.unfold`. A view, in which windows overlap where the step is less than their size.
///
///     dx[..., i·step + k, ...] += dy[..., i, ..., k]
public final class Windows extends ViewOperation {
    private final int dimension;
    private final int size;
    private final int step;

    /// Windows of `size` elements of `dimension`.
    ///
    /// @throws IllegalArgumentException if the size is negative or the step is not positive
    public Windows(int dimension, int size, int step) {
        if (size < 0 || step <= 0) {
            throw new IllegalArgumentException("unfold: size is " + size + " and step is " + step
                    + "; the size must not be negative, and the step positive");
        }
        this.dimension = dimension;
        this.size = size;
        this.step = step;
    }

    @Override
    public String name() {
        return "unfold";
    }

    /// A single number counts as having one dimension.
    @Override
    protected Layout view(Layout input) {
        Shape shape = Positions.atLeastOne(input.shape());
        int axis = shape.axis(dimension);
        if (size > shape.dim(axis)) {
            throw new IllegalArgumentException(message("size is " + size + ", and dimension " + dimension + " of "
                    + input.shape() + " has " + shape.dim(axis)));
        }
        int rank = input.shape().rank();
        if (rank == 0) {
            return Layout.strided(Shape.of(size), new int[] {1}, input.offset());
        }
        int[] given = input.strides();
        int[] strides = Arrays.copyOf(given, rank + 1);
        strides[rank] = given[axis];
        int count = (shape.dim(axis) - size) / step + 1;
        strides[axis] = count > 1 ? Math.multiplyExact(given[axis], step) : given[axis];
        return Layout.strided(shape.with(axis, count).inserted(rank, size), strides, input.offset());
    }

    /// Windows overlap, so that only elements of the same place in each are added together.
    @Override
    public void backward(BackwardPass pass) {
        GradientSum dx = pass.gradient(0);
        if (dx == null) {
            return;
        }
        NDArray sum = dx.contributeToZeroed();
        NDArray dy = pass.outputGradient();
        Layout windows = view(sum.layout());
        for (int k = 0; k < size; k++) {
            InPlace.add(sum.view(windows.select(-1, k)), dy.view(dy.layout().select(-1, k)), 1f);
        }
    }
}

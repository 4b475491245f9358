package lanewise.engine.op;

import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;

/// Elements named by their index in one dimension: `y[i, j] = x[index[i, j], j]` for dimension 0, `y[i, j] = x[i,
/// index[i, j]]` for dimension 1, and so on. The result has the index's shape, which is at most that of `x` in
/// every other dimension. A single number `[]` counts as having one dimension.
///
///     dx[index[i, j], j] += dy[i, j]
public final class Gather extends Operation {
    private final int dimension;
    private final LongArray index;

    /// The elements that `index` names in `dimension`; the index must not change until the backward pass.
    public Gather(int dimension, LongArray index) {
        this.dimension = dimension;
        this.index = index.contiguous();
    }

    @Override
    public String name() {
        return "gather";
    }

    /// @throws ShapeMismatchException if the index has another rank, or is larger in another dimension
    /// @throws IndexOutOfBoundsException if an index is negative or not below the size of the dimension
    @Override
    public NDArray forward(NDArray... inputs) {
        NDArray x = only(inputs);
        int axis = checkedAxis(x.shape());
        NDArray y = NDArray.empty(index.shape());
        Walk walk = new Walk(x, axis);
        float[] from = x.data();
        float[] to = y.data();
        for (int i = 0; i < y.elements(); i++) {
            to[i] = from[walk.next(index.data()[index.offset() + i])];
        }
        return y;
    }

    @Override
    public void backward(BackwardPass pass) {
        GradientSum sum = pass.gradient(0);
        if (sum == null) {
            return;
        }
        NDArray dx = sum.contributeToZeroed();
        NDArray dy = pass.outputGradient();
        Walk walk = new Walk(dx, dx.shape().rank() == 0 ? 0 : dx.shape().axis(dimension));
        float[] from = dy.data();
        float[] to = dx.data();
        for (int i = 0; i < dy.elements(); i++) {
            to[walk.next(index.data()[index.offset() + i])] += from[dy.offset() + i];
        }
    }

    @Override
    public boolean savesInput(int i) {
        return false;
    }

    private int checkedAxis(Shape shape) {
        if (shape.rank() != index.shape().rank()) {
            throw new ShapeMismatchException(
                    message("an array " + shape + " and an index " + index.shape() + " must have the same rank"));
        }
        if (shape.rank() == 0) {
            IndexSelect.checkIndices(name(), index, 0, Shape.of(1));
            return 0;
        }
        int axis = shape.axis(dimension);
        for (int d = 0; d < shape.rank(); d++) {
            if (d != axis && index.shape().dim(d) > shape.dim(d)) {
                throw new ShapeMismatchException(message("an index " + index.shape() + " for an array " + shape
                        + " is larger in dimension " + d + ", " + index.shape().dim(d) + " > " + shape.dim(d)));
            }
        }
        IndexSelect.checkIndices(name(), index, axis, shape);
        return axis;
    }

    /// Goes through the index row-major, and says where in the array the element lies that it names.
    private final class Walk {
        private final int[] position = new int[index.shape().rank()];
        private final int[] sizes = index.shape().toArray();
        private final int[] strides;
        private final int axisStride;
        private int at;

        Walk(NDArray array, int axis) {
            strides = array.layout().strides();
            axisStride = strides.length == 0 ? 0 : strides[axis];
            if (strides.length > 0) {
                strides[axis] = 0;
            }
            at = array.offset();
        }

        int next(long named) {
            int current = at + (int) named * axisStride;
            for (int d = position.length - 1; d >= 0; d--) {
                if (++position[d] < sizes[d]) {
                    at += strides[d];
                    break;
                }
                at -= (sizes[d] - 1) * strides[d];
                position[d] = 0;
            }
            return current;
        }
    }
}

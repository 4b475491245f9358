package lanewise.engine.op;

import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.kernel.IndexedRows;

/// The given indices of a dimension, in the given order: `y[..., j, ...] = x[..., index[j], ...]`.
///
///     dx[..., index[j], ...] += dy[..., j, ...]
public final class IndexSelect extends Operation {
    private final int dimension;
    private final LongArray index;

    /// The elements of `index`, `[k]` or `[]`, of `dimension`; the index must not change until the backward pass.
    public IndexSelect(int dimension, LongArray index) {
        if (index.shape().rank() > 1) {
            throw new ShapeMismatchException("indexSelect: an index " + index.shape() + " must have one dimension");
        }
        this.dimension = dimension;
        this.index = index.contiguous();
    }

    @Override
    public String name() {
        return "indexSelect";
    }

    /// @throws IndexOutOfBoundsException if an index is negative or not below the size of the dimension
    @Override
    public NDArray forward(NDArray... inputs) {
        NDArray x = only(inputs).contiguous();
        check(x.shape());
        if (x.shape().rank() == 0) {
            return x.copy();
        }
        int axis = x.shape().axis(dimension);
        NDArray y = NDArray.empty(x.shape().with(axis, index.elements()));
        if (y.elements() > 0) {
            IndexedRows.take(
                    x.data(),
                    x.offset(),
                    outer(x.shape(), axis),
                    x.shape().dim(axis),
                    inner(x.shape(), axis),
                    index.data(),
                    index.offset(),
                    index.elements(),
                    y.data(),
                    y.offset());
        }
        return y;
    }

    /// Checks the index for arrays of this shape. A single number counts as having one dimension of size 1, from
    /// which one element can be chosen.
    ///
    /// @throws ShapeMismatchException if another number of elements of a single number is named
    /// @throws IndexOutOfBoundsException if an index is negative or not below the size of the dimension
    void check(Shape x) {
        Shape shape = Positions.atLeastOne(x);
        checkIndices(name(), index, shape.axis(dimension), shape);
        if (x.rank() == 0 && index.elements() != 1) {
            throw new ShapeMismatchException(
                    message("an index " + index.shape() + " for a single number must have one element"));
        }
    }

    @Override
    public void backward(BackwardPass pass) {
        GradientSum sum = pass.gradient(0);
        if (sum == null) {
            return;
        }
        if (sum.shape().rank() == 0) {
            Reshape.backwardReshaped(pass);
            return;
        }
        NDArray dx = sum.contributeToZeroed();
        NDArray dy = pass.outputGradient();
        int axis = dx.shape().axis(dimension);
        if (dy.elements() > 0) {
            IndexedRows.add(
                    dy.data(),
                    dy.offset(),
                    outer(dx.shape(), axis),
                    dx.shape().dim(axis),
                    inner(dx.shape(), axis),
                    index.data(),
                    index.offset(),
                    index.elements(),
                    dx.data(),
                    dx.offset());
        }
    }

    @Override
    public boolean savesInput(int i) {
        return false;
    }

    /// @throws IndexOutOfBoundsException if an index is negative or not below the size of dimension `axis`
    static void checkIndices(String operation, LongArray index, int axis, Shape shape) {
        int size = shape.dim(axis);
        for (int i = 0; i < index.elements(); i++) {
            long value = index.data()[index.offset() + i];
            if (value < 0 || value >= size) {
                throw new IndexOutOfBoundsException(operation + ": index " + value + " at position " + i
                        + " is outside dimension " + axis + " of " + shape + ", which has " + size);
            }
        }
    }

    static int outer(Shape shape, int axis) {
        int product = 1;
        for (int d = 0; d < axis; d++) {
            product *= shape.dim(d);
        }
        return product;
    }

    static int inner(Shape shape, int axis) {
        int product = 1;
        for (int d = axis + 1; d < shape.rank(); d++) {
            product *= shape.dim(d);
        }
        return product;
    }

    @Override
    protected boolean isLinearInEach() {
        return true;
    }
}

package lanewise.engine.op;

import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.kernel.IndexedRows;

/// What the operations have in common that bring slices of a source to the indices of a dimension that a list
/// names: `source[..., j, ...]` to `y[..., index[j], ...]`, where `y` is a copy of `x`. The source has the array's
/// size in every other dimension. A single number `[]` counts as having one dimension.
public abstract class IndexedRowsOperation extends Operation {
    private final int dimension;
    private final LongArray index;

    /// @param index `[k]` or `[]`; must not change until the backward pass
    IndexedRowsOperation(int dimension, LongArray index) {
        if (index.shape().rank() > 1) {
            throw new ShapeMismatchException(message("an index " + index.shape() + " must have one dimension"));
        }
        this.dimension = dimension;
        this.index = index.contiguous();
    }

    /// @throws ShapeMismatchException if the source does not fit the array and the index
    /// @throws IndexOutOfBoundsException if an index is negative or not below the size of the dimension
    @Override
    public final NDArray forward(NDArray... inputs) {
        NDArray x = inputs[0];
        Shape shape = Positions.atLeastOne(x.shape());
        int axis = shape.axis(dimension);
        checkSource(x.shape(), inputs[1].shape());
        IndexSelect.checkIndices(name(), index, axis, shape);
        NDArray source = inputs[1].contiguous();
        NDArray y = x.copy();
        if (source.elements() > 0) {
            write(new Rows(shape, axis), source, y);
        }
        return y;
    }

    /// Writes the source's rows to `y`, both row-major.
    abstract void write(Rows rows, NDArray source, NDArray y);

    @Override
    public final boolean savesInput(int i) {
        return false;
    }

    /// The shape of a source for an array of this one.
    final Shape sourceShape(Shape array) {
        Shape shape = Positions.atLeastOne(array);
        return shape.with(shape.axis(dimension), index.elements());
    }

    private void checkSource(Shape array, Shape source) {
        Shape expected = sourceShape(array);
        if (!Positions.atLeastOne(source).equals(expected)) {
            throw new ShapeMismatchException(message("a source " + source + " for an array " + array + " and "
                    + index.elements() + " indices of dimension " + dimension + " must be " + expected));
        }
    }

    /// The gradient of the source: the named rows of the output's.
    final void backwardSource(BackwardPass pass) {
        GradientSum sum = pass.gradient(1);
        if (sum != null) {
            NDArray dy = pass.outputGradient();
            NDArray part = NDArray.empty(sum.shape());
            if (part.elements() > 0) {
                rows(dy.shape()).take(dy, part);
            }
            Positions.contribute(sum, part);
        }
    }

    final Rows rows(Shape array) {
        Shape shape = Positions.atLeastOne(array);
        return new Rows(shape, shape.axis(dimension));
    }

    /// The array as `[outer, n, inner]`, of whose rows the index names some.
    final class Rows {
        private final int outer;
        private final int n;
        private final int inner;

        Rows(Shape shape, int axis) {
            this.outer = IndexSelect.outer(shape, axis);
            this.n = shape.dim(axis);
            this.inner = IndexSelect.inner(shape, axis);
        }

        void take(NDArray x, NDArray y) {
            IndexedRows.take(
                    x.data(),
                    x.offset(),
                    outer,
                    n,
                    inner,
                    index.data(),
                    index.offset(),
                    index.elements(),
                    y.data(),
                    y.offset());
        }

        void put(NDArray y, NDArray x) {
            IndexedRows.put(
                    y.data(),
                    y.offset(),
                    outer,
                    n,
                    inner,
                    index.data(),
                    index.offset(),
                    index.elements(),
                    x.data(),
                    x.offset());
        }

        void add(NDArray y, NDArray x) {
            IndexedRows.add(
                    y.data(),
                    y.offset(),
                    outer,
                    n,
                    inner,
                    index.data(),
                    index.offset(),
                    index.elements(),
                    x.data(),
                    x.offset());
        }

        void fill(float value, NDArray x) {
            IndexedRows.fill(
                    value, outer, n, inner, index.data(), index.offset(), index.elements(), x.data(), x.offset());
        }
    }

    /// As [#backwardSource], by other operations.
    final void gradientOfSource(Recorder recorder) {
        if (recorder.wants(1)) {
            Variable dy = recorder.outputGradient();
            Variable rows = dy.reshape(Positions.atLeastOne(dy.shape())).apply(new IndexSelect(dimension, index));
            recorder.contribute(1, rows.reshape(recorder.shape(1)));
        }
    }
}

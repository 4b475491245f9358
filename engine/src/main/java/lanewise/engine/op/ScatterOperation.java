package lanewise.engine.op;

import lanewise.engine.Layout;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.kernel.IndexedElements;

/// What the operations have in common that bring elements of a source to places of an array, each named by its
/// index in one dimension: to `y[index[i, j], j]` for dimension 0, to `y[i, index[i, j]]` for dimension 1, and so
/// on, where `y` is a copy of `x`. The index is at most of the source's size in every dimension, and at most of the
/// array's in every other one. A single number `[]` counts as having one dimension.
public abstract class ScatterOperation extends Operation {
    private final int dimension;
    private final LongArray index;

    /// @param index must not change until the backward pass
    ScatterOperation(int dimension, LongArray index) {
        this.dimension = dimension;
        this.index = index.contiguous();
    }

    /// @throws ShapeMismatchException if the index or the source has another rank or does not fit in a dimension
    /// @throws IndexOutOfBoundsException if an index is negative or not below the size of the dimension
    @Override
    public NDArray forward(NDArray... inputs) {
        NDArray x = inputs[0];
        int[] positions = positions(x.shape());
        NDArray source = inputs.length == 1 ? null : source(inputs[1]);
        NDArray y = x.copy();
        if (positions.length > 0) {
            write(positions, source == null ? x : source, y);
        }
        return y;
    }

    /// Writes to `y`, row-major. `source` is contiguous and of the index's shape.
    abstract void write(int[] positions, NDArray source, NDArray y);

    @Override
    public boolean savesInput(int i) {
        return false;
    }

    /// The positions in a row-major array of this shape.
    final int[] positions(Shape shape) {
        return Positions.along(name(), Layout.rowMajor(shape), dimension, index);
    }

    /// The part of the source that the index is for.
    final NDArray source(NDArray source) {
        return source.view(Positions.part(name(), source.layout(), index.shape()))
                .contiguous();
    }

    /// The elements of `array`, contiguous, at these positions.
    final NDArray taken(NDArray array, int[] positions) {
        NDArray taken = NDArray.empty(index.shape());
        IndexedElements.take(array.data(), array.offset(), positions, taken.data(), taken.offset());
        return taken;
    }

    /// A copy of `array` with zeros at these positions.
    static NDArray cleared(NDArray array, int[] positions) {
        NDArray copy = array.copy();
        IndexedElements.fill(0f, positions, copy.data(), copy.offset());
        return copy;
    }

    /// `dy` with zeros at the named places.
    final Variable withoutPlaces(Variable dy) {
        return dy.apply(new ScatterFill(dimension, index, 0f));
    }

    /// The elements of `x` at the named places, of the index's shape.
    final Variable atPlaces(Variable x) {
        return x.apply(new Gather(dimension, index));
    }

    /// Contributes the gradient of that part of the source that the index is for.
    final void contributeToSource(Recorder recorder, Variable gradient) {
        if (recorder.wants(1)) {
            Shape source = recorder.shape(1);
            int rank = source.rank();
            int[] padding = new int[2 * rank]; // before and after, of the last dimension first
            for (int d = 0; d < rank; d++) {
                padding[2 * (rank - 1 - d) + 1] = source.dim(d)
                        - (index.shape().rank() == 0 ? 1 : index.shape().dim(d));
            }
            boolean all = source.elements() == index.elements();
            recorder.contribute(
                    1,
                    all
                            ? gradient.reshape(source)
                            : gradient.reshape(Positions.atLeastOne(index.shape()))
                                    .apply(new ConstantPad(0f, padding)));
        }
    }
}

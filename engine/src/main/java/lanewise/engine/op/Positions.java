package lanewise.engine.op;

import java.util.Arrays;
import lanewise.engine.BoolArray;
import lanewise.engine.Layout;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;

/// Where in an array's memory the elements lie that an index or a mask names, counted from its first element on.
final class Positions {
    private Positions() {}

    /// For each element of `index`, row-major, the position of the one that it names in a dimension: of `x[index[i,
    /// j], j]` for dimension 0, of `x[i, index[i, j]]` for dimension 1, and so on. A single number counts as having
    /// one dimension. An index without elements fits any array.
    ///
    /// @param index contiguous
    /// @throws ShapeMismatchException if the index has another rank, or is larger in another dimension
    /// @throws IndexOutOfBoundsException if an index is negative or not below the size of the dimension
    static int[] along(String operation, Layout array, int dimension, LongArray index) {
        Shape shape = atLeastOne(array.shape());
        Shape indexed = atLeastOne(index.shape());
        int axis = shape.axis(dimension);
        int[] positions = new int[index.elements()];
        if (positions.length == 0) {
            return positions;
        }
        check(operation, array.shape(), shape, axis, index.shape(), indexed);
        IndexSelect.checkIndices(operation, index, axis, shape);
        int[] strides = array.shape().rank() == 0 ? new int[] {1} : array.strides();
        int axisStride = strides[axis];
        strides[axis] = 0;
        int row = indexed.dim(-1);
        int step = strides[strides.length - 1];
        int[] at = new int[strides.length];
        int base = 0;
        long[] named = index.data();
        for (int i = 0; i < positions.length; i += row) {
            for (int j = 0; j < row; j++) {
                positions[i + j] = base + j * step + (int) named[index.offset() + i + j] * axisStride;
            }
            base = nextRow(base, at, indexed, strides);
        }
        return positions;
    }

    private static int nextRow(int base, int[] at, Shape shape, int[] strides) {
        int next = base;
        for (int d = at.length - 2; d >= 0; d--) {
            if (++at[d] < shape.dim(d)) {
                return next + strides[d];
            }
            next -= (shape.dim(d) - 1) * strides[d];
            at[d] = 0;
        }
        return next;
    }

    private static void check(String operation, Shape array, Shape shape, int axis, Shape index, Shape indexed) {
        if (shape.rank() != indexed.rank()) {
            throw new ShapeMismatchException(
                    operation + ": an array " + array + " and an index " + index + " must have the same rank");
        }
        for (int d = 0; d < shape.rank(); d++) {
            if (d != axis && indexed.dim(d) > shape.dim(d)) {
                throw new ShapeMismatchException(operation + ": an index " + index + " for an array " + array
                        + " is larger in dimension " + d + ", " + indexed.dim(d) + " > " + shape.dim(d));
            }
        }
    }

    /// A single number counts as having one dimension.
    static Shape atLeastOne(Shape shape) {
        return shape.rank() == 0 ? Shape.of(1) : shape;
    }

    /// The positions of the true elements of a mask, row-major.
    static int[] ofTrue(BoolArray mask) {
        BoolArray m = mask.contiguous();
        boolean[] data = m.data();
        int[] positions = new int[m.elements()];
        int count = 0;
        for (int i = 0; i < positions.length; i++) {
            positions[count] = i;
            count += data[m.offset() + i] ? 1 : 0;
        }
        return Arrays.copyOf(positions, count);
    }

    /// The positions of all elements, row-major.
    static int[] all(Layout layout) {
        int[] positions = {0};
        for (int d = 0; d < layout.shape().rank(); d++) {
            int size = layout.shape().dim(d);
            int[] more = new int[positions.length * size];
            for (int i = 0; i < more.length; i++) {
                more[i] = positions[i / size] + i % size * layout.stride(d);
            }
            positions = more;
        }
        return positions;
    }

    /// The first elements of `source` in each dimension, as many as an index of `shape` names.
    ///
    /// @throws ShapeMismatchException if it has too few, or another rank
    static Layout part(String operation, Layout source, Shape shape) {
        if (shape.elements() == 0) {
            return Layout.rowMajor(shape);
        }
        boolean fits = atLeastOne(source.shape()).rank() == atLeastOne(shape).rank();
        for (int d = 0; fits && d < shape.rank() && source.shape().rank() > 0; d++) {
            fits = source.shape().dim(d) >= shape.dim(d);
        }
        if (!fits || source.shape().rank() == 0 && shape.elements() > 1) {
            throw new ShapeMismatchException(operation + ": a source " + source.shape() + " for an index " + shape
                    + " must have its rank, and in no dimension fewer elements");
        }
        Layout part = source;
        for (int d = 0; d < source.shape().rank(); d++) {
            part = part.narrow(d, 0, atLeastOne(shape).dim(d));
        }
        return part;
    }

    /// Contributes `gradient`, contiguous and of the index's shape, to that of the source, of which [#part] was
    /// used.
    static void contributePart(String operation, GradientSum sum, NDArray gradient) {
        if (gradient.elements() == 0) {
            sum.contributeToZeroed();
        } else if (!sum.lend(gradient)) {
            NDArray all = sum.contributeToZeroed();
            Layout part = part(operation, all.layout(), gradient.shape());
            InPlace.add(all.view(part), Reshape.reshaped(gradient, part.shape().toArray()), 1f);
        }
    }

    /// Contributes a contiguous array of the sum's shape.
    static void contribute(GradientSum sum, NDArray gradient) {
        if (!sum.lend(gradient)) {
            Summation.contributeRepeated(sum, gradient);
        }
    }
}

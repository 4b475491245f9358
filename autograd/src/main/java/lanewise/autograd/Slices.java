package lanewise.autograd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import lanewise.engine.BoolArray;
import lanewise.engine.LongArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.op.IndexedPlaces;
import org.jspecify.annotations.Nullable;

/// Which elements the indices of a dimension name.
final class Slices {
    private Slices() {}

    /// True at the named indices of a dimension, for all others of size 1.
    static BoolTensor mask(Shape shape, int dim, LongTensor index) {
        Shape pattern = shape.rank() == 0 ? Shape.of(1) : shape;
        int axis = pattern.axis(dim);
        if (index.rank() > 1) {
            throw new ShapeMismatchException("indexFill: an index " + index.shape() + " must have one dimension");
        }
        int n = pattern.dim(axis);
        BoolArray mask = BoolArray.zeros(Shape.of(n));
        for (long at : index.toArray()) {
            if (at < -n || at >= n) {
                throw new IndexOutOfBoundsException("indexFill: index " + at + " is outside dimension " + axis + " of "
                        + shape + ", which has " + n);
            }
            mask.data()[(int) (at < 0 ? at + n : at)] = true;
        }
        if (shape.rank() == 0) {
            return BoolTensor.full(Shape.SCALAR, mask.data()[0]);
        }
        int[] sizes = new int[shape.rank()];
        Arrays.fill(sizes, 1);
        sizes[axis] = n;
        return BoolTensor.of(mask).reshape(sizes);
    }

    /// The index of slices as one of elements, of the source's shape.
    static LongTensor index(String operation, Shape shape, int dim, LongTensor index, Shape source) {
        int axis = shape.axis(dim);
        Shape expected = shape.with(axis, index.elements());
        if (index.rank() > 1 || !source.equals(expected)) {
            throw new ShapeMismatchException(operation + ": a source " + source + " for a tensor " + shape
                    + " and an index " + index.shape() + " must be " + expected);
        }
        int[] sizes = new int[shape.rank()];
        Arrays.fill(sizes, 1);
        sizes[axis] = index.elements();
        return index.reshape(sizes).expand(source.toArray());
    }

    static IndexedPlaces places(Shape shape, List<@Nullable LongTensor> indices) {
        List<@Nullable LongArray> arrays = new ArrayList<>();
        for (LongTensor index : indices) {
            arrays.add(index == null ? null : index.array());
        }
        return new IndexedPlaces(shape, arrays);
    }

    /// The dimensions over which a sum has these sizes.
    static int[] summed(Shape shape, int... sizes) {
        Shape target = Shape.of(sizes);
        if (!target.broadcastsTo(shape)) {
            throw new ShapeMismatchException(
                    "sumToSize: " + shape + " cannot be summed to " + target + ", which does not broadcast to it");
        }
        int extra = shape.rank() - sizes.length;
        return IntStream.range(0, shape.rank())
                .filter(d -> d < extra || sizes[d - extra] == 1)
                .toArray();
    }

    static void checkAsMany(String operation, Shape index, Shape source) {
        if (index.elements() != source.elements()) {
            throw new ShapeMismatchException(
                    operation + ": an index " + index + " and a source " + source + " must have as many elements");
        }
    }
}

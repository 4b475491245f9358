package lanewise.engine.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lanewise.engine.BoolArray;
import lanewise.engine.Layout;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.kernel.IndexedBlocks;
import org.jspecify.annotations.Nullable;

/// What `x[a, :, b]` names, where tensors of positions stand for some dimensions of an array and the others are
/// whole: the tensors broadcast to one shape and are taken together, element by element. That shape stands in the
/// result in place of the dimensions, if they are neighbours, otherwise in front.
///
/// For two indices: `result[k..., j...] = x[a[k...], j..., b[k...]]`.
public final class IndexedPlaces {
    private final Shape shape;
    private final int[] dimensions;
    private final int[][] positions;
    private final Shape named;

    /// @param shape of the array
    /// @param indices one a dimension, null where it is whole, at least one of them not null; a negative position
    ///     counts from the end. Dimensions at the end may be left out.
    /// @throws ShapeMismatchException if the indices do not broadcast
    /// @throws IndexOutOfBoundsException if there are more indices than dimensions, or a position lies outside
    public IndexedPlaces(Shape shape, List<@Nullable LongArray> indices) {
        if (indices.size() > shape.rank()) {
            throw new IndexOutOfBoundsException(
                    "an index of " + indices.size() + " dimensions into " + shape + ", which has " + shape.rank());
        }
        this.shape = shape;
        List<Integer> indexed = new ArrayList<>();
        Shape common = Shape.SCALAR;
        for (int d = 0; d < indices.size(); d++) {
            LongArray index = indices.get(d);
            if (index != null) {
                common = broadcast(common, index.shape());
                indexed.add(d);
            }
        }
        this.named = common;
        this.dimensions = indexed.stream().mapToInt(Integer::intValue).toArray();
        this.positions = new int[dimensions.length][];
        for (int i = 0; i < dimensions.length; i++) {
            LongArray index = indices.get(dimensions[i]);
            if (index != null) {
                positions[i] = checked(index, dimensions[i]);
            }
        }
    }

    /// The positions of a mask's true elements, one list a dimension.
    public static List<LongArray> ofTrue(BoolArray mask) {
        int[] flat = Positions.ofTrue(mask);
        Shape shape = mask.shape();
        List<LongArray> positions = new ArrayList<>();
        int divisor = shape.elements();
        for (int d = 0; d < shape.rank(); d++) {
            divisor /= Math.max(shape.dim(d), 1);
            LongArray inDimension = LongArray.empty(Shape.of(flat.length));
            for (int i = 0; i < flat.length; i++) {
                inDimension.data()[i] = flat[i] / divisor % shape.dim(d);
            }
            positions.add(inDimension);
        }
        return positions;
    }

    private Shape broadcast(Shape a, Shape b) {
        try {
            return Shape.broadcast("get", a, b);
        } catch (ShapeMismatchException problem) {
            throw new ShapeMismatchException(
                    "index tensors " + a + " and " + b + " into a tensor " + shape + " do not broadcast");
        }
    }

    private int[] checked(LongArray index, int dimension) {
        int size = shape.dim(dimension);
        long[] given = index.view(index.layout().expand(index.elements() == 1 ? index.shape() : named))
                .toArray();
        int[] valid = new int[named.elements()];
        for (int i = 0; i < given.length; i++) {
            long at = given[i] < 0 ? given[i] + size : given[i];
            if (at < 0 || at >= size) {
                throw new IndexOutOfBoundsException(
                        "index " + given[i] + " is outside a dimension of " + size + ", indexing a tensor " + shape);
            }
            if (valid.length > 0) {
                valid[i] = (int) at;
            }
        }
        if (index.elements() == 1 && valid.length > 0) {
            Arrays.fill(valid, valid[0]);
        }
        return valid;
    }

    /// The shape of the array.
    public Shape shape() {
        return shape;
    }

    /// The shape of the result.
    public Shape result() {
        List<Integer> sizes = new ArrayList<>();
        int front = front();
        for (int d = 0; d <= shape.rank(); d++) {
            if (d == front) {
                for (int size : named.toArray()) {
                    sizes.add(size);
                }
            }
            if (d < shape.rank() && Arrays.binarySearch(dimensions, d) < 0) {
                sizes.add(shape.dim(d));
            }
        }
        return Shape.of(sizes.stream().mapToInt(Integer::intValue).toArray());
    }

    /// Where the indexed dimensions stand in the result.
    private int front() {
        int first = dimensions[0];
        return dimensions[dimensions.length - 1] - first == dimensions.length - 1 ? first : 0;
    }

    /// Writes to the places of `target`, which may be any view of this shape without repeated elements:
    /// `target[...] = value`, or `+=`. Of several values for one place the last stays.
    ///
    /// @throws ShapeMismatchException if `value` does not broadcast to what is indexed
    /// @throws IllegalArgumentException if `target` repeats elements, as after expand
    public void write(NDArray target, NDArray value, Write write) {
        NDArray values = expanded(value, "set");
        Overlap.checkWritable("set", target.layout());
        target.storage().touch();
        if (values.elements() > 0) {
            IndexedBlocks blocks = in(target.layout());
            if (write == Write.ADD) {
                blocks.add(values.data(), values.offset(), target.data(), target.offset());
            } else {
                blocks.put(values.data(), values.offset(), target.data(), target.offset());
            }
        }
    }

    /// `value` broadcast to the result's shape.
    ///
    /// @throws ShapeMismatchException if it does not broadcast to it
    Layout expanded(Layout value, String operation) {
        Shape result = result();
        if (!value.shape().broadcastsTo(result)) {
            throw new ShapeMismatchException(operation + ": a value " + value.shape() + " does not broadcast to "
                    + result + ", what is indexed of " + shape);
        }
        return value.expand(result);
    }

    /// `value` broadcast to the result's shape, contiguous.
    private NDArray expanded(NDArray value, String operation) {
        return value.view(expanded(value.layout(), operation)).contiguous();
    }

    /// The places in an array of this layout.
    IndexedBlocks in(Layout layout) {
        int[] offsets = new int[named.elements()];
        for (int i = 0; i < dimensions.length; i++) {
            int stride = layout.stride(dimensions[i]);
            for (int k = 0; k < offsets.length; k++) {
                offsets[k] += positions[i][k] * stride;
            }
        }
        int front = front();
        return new IndexedBlocks(whole(layout, 0, front), offsets, whole(layout, front, shape.rank()));
    }

    /// The offsets of all indices of the whole dimensions in a range, row-major.
    private int[] whole(Layout layout, int from, int to) {
        int[] offsets = {0};
        for (int d = from; d < to; d++) {
            if (Arrays.binarySearch(dimensions, d) < 0) {
                int size = shape.dim(d);
                int[] more = new int[offsets.length * size];
                for (int i = 0; i < more.length; i++) {
                    more[i] = offsets[i / size] + i % size * layout.stride(d);
                }
                offsets = more;
            }
        }
        return offsets;
    }
}

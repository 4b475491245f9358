package lanewise.engine.op;

import java.util.Arrays;
import lanewise.engine.AnyArray;
import lanewise.engine.BoolArray;
import lanewise.engine.Layout;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.kernel.IndexedElements;

/// Elements of arrays of any type taken and written by their indices and by masks. No gradient flows: floats that
/// may have one go through the operations that are named here.
public final class Elements {
    private Elements() {}

    /// New memory of the type of `x`, whose content is undefined.
    public static AnyArray empty(AnyArray x, Shape shape) {
        return switch (x) {
            case NDArray _ -> NDArray.empty(shape);
            case LongArray _ -> LongArray.empty(shape);
            case BoolArray _ -> BoolArray.empty(shape);
        };
    }

    /// Zeros, or false, of the type of `x`.
    public static AnyArray zeros(AnyArray x, Shape shape) {
        return switch (x) {
            case NDArray _ -> NDArray.zeros(shape);
            case LongArray _ -> LongArray.zeros(shape);
            case BoolArray _ -> BoolArray.zeros(shape);
        };
    }

    /// See [Gather].
    public static AnyArray gather(AnyArray x, int dimension, LongArray index) {
        int[] positions = Positions.along("gather", x.layout(), dimension, index.contiguous());
        return take(x, positions, index.shape());
    }

    /// See [IndexSelect].
    ///
    /// @throws ShapeMismatchException if the index has more than one dimension, or for a single number not one
    ///     element
    /// @throws IndexOutOfBoundsException if an index is negative or not below the size of the dimension
    public static AnyArray indexSelect(AnyArray x, int dimension, LongArray index) {
        new IndexSelect(dimension, index).check(x.shape());
        Shape shape = Positions.atLeastOne(x.shape());
        int axis = shape.axis(dimension);
        int[] sizes = new int[shape.rank()];
        Arrays.fill(sizes, 1);
        sizes[axis] = index.elements();
        LongArray alone = LongArray.of(Shape.of(sizes), index.toArray());
        Layout everywhere = alone.layout().expand(shape.with(axis, index.elements()));
        AnyArray y = gather(x, dimension, alone.view(everywhere));
        return x.shape().rank() == 0 ? y.view(y.layout().select(0, 0)) : y;
    }

    /// See [MaskedSelect].
    public static AnyArray maskedSelect(AnyArray x, BoolArray mask) {
        Shape shape = Shape.broadcast("maskedSelect", x.shape(), mask.shape());
        int[] positions = Positions.ofTrue(mask.view(mask.layout().expand(shape)));
        return take(x.view(x.layout().expand(shape)).contiguous(), positions, Shape.of(positions.length));
    }

    /// See [IndexGet].
    public static AnyArray get(AnyArray x, IndexedPlaces places) {
        Shape result = places.result();
        return take(
                x, result.elements() == 0 ? new int[0] : places.in(x.layout()).positions(), result);
    }

    /// `x[...] = value`, which broadcasts to what is named; of several for one place the last stays.
    ///
    /// @throws ShapeMismatchException if it does not broadcast
    /// @throws IllegalArgumentException if `x` repeats elements, as after expand
    public static void set(AnyArray x, IndexedPlaces places, AnyArray value) {
        AnyArray values = value.view(places.expanded(value.layout(), "set"));
        if (values.elements() > 0) {
            put("set", x, places.in(x.layout()).positions(), values);
        }
    }

    /// `x = value`, which broadcasts.
    ///
    /// @throws ShapeMismatchException if it does not broadcast
    /// @throws IllegalArgumentException if `x` repeats elements, as after expand
    public static void copy(AnyArray x, AnyArray value) {
        if (!value.shape().broadcastsTo(x.shape())) {
            throw new ShapeMismatchException(
                    "copy_: a tensor " + value.shape() + " does not broadcast to " + x.shape());
        }
        AnyArray all = value.view(value.layout().expand(x.shape()));
        if (x.elements() > 0 && x.layout().isContiguous() && all.layout().isContiguous()) {
            x.storage().touch();
            System.arraycopy(memory(all), all.offset(), memory(x), x.offset(), x.elements());
        } else if (x.elements() > 0) {
            put("copy_", x, Positions.all(x.layout()), all);
        }
    }

    private static Object memory(AnyArray x) {
        return switch (x) {
            case NDArray floats -> floats.data();
            case LongArray longs -> longs.data();
            case BoolArray bools -> bools.data();
        };
    }

    /// `x` changed as [Scatter] says.
    ///
    /// @throws ShapeMismatchException if the index or the source has another rank or does not fit in a dimension
    /// @throws IndexOutOfBoundsException if an index is negative or not below the size of the dimension
    /// @throws IllegalArgumentException if `x` repeats elements, as after expand
    public static void scatter(AnyArray x, int dimension, LongArray index, AnyArray source) {
        int[] positions = Positions.along("scatter", x.layout(), dimension, index.contiguous());
        put("scatter", x, positions, source.view(Positions.part("scatter", source.layout(), index.shape())));
    }

    /// See [Placement]: `whole`, a single number, everywhere else.
    public static AnyArray place(AnyArray x, Placement placement, AnyArray whole) {
        AnyArray y =
                whole.view(whole.layout().expand(placement.result(x.shape()))).copy();
        copy(y.view(placement.place(y.layout(), x.shape())), x);
        return y;
    }

    /// See [Tril], [Triu].
    ///
    /// @throws ShapeMismatchException if there are fewer than two dimensions
    public static AnyArray triangle(AnyArray x, TriangularPart part) {
        Shape shape = x.shape();
        AnyArray y = x.copy();
        int[] cleared = part.outside(shape);
        put(part.name(), y, cleared, zeros(x, Shape.of(cleared.length)));
        return y;
    }

    /// See [Concat]; all are of one type.
    ///
    /// @throws ShapeMismatchException if they differ in another dimension
    public static AnyArray cat(int dimension, AnyArray... arrays) {
        Shape pattern = Concat.pattern(arrays);
        int axis = pattern.axis(dimension);
        int size = 0;
        for (AnyArray array : arrays) {
            size = Math.addExact(size, Concat.size(array.shape(), pattern, axis));
        }
        AnyArray y = empty(arrays[0], pattern.with(axis, size));
        int start = 0;
        for (AnyArray array : arrays) {
            int length = Concat.size(array.shape(), pattern, axis);
            if (length > 0) {
                copy(y.view(y.layout().narrow(axis, start, length)), array);
            }
            start += length;
        }
        return y;
    }

    private static AnyArray take(AnyArray x, int[] positions, Shape shape) {
        AnyArray y = empty(x, shape);
        switch (x) {
            case NDArray floats -> IndexedElements.take(floats.data(), x.offset(), positions, ((NDArray) y).data(), 0);
            case LongArray longs ->
                IndexedElements.take(longs.data(), x.offset(), positions, ((LongArray) y).data(), 0);
            case BoolArray bools ->
                IndexedElements.take(bools.data(), x.offset(), positions, ((BoolArray) y).data(), 0);
        }
        return y;
    }

    /// Reads the source first where it lies in the same memory.
    private static void put(String operation, AnyArray x, int[] positions, AnyArray source) {
        Overlap.checkWritable(operation, x.layout());
        AnyArray values = source.storage() == x.storage() ? source.copy() : source.contiguous();
        x.storage().touch();
        int at = values.offset();
        switch (x) {
            case NDArray floats ->
                IndexedElements.put(((NDArray) values).data(), at, positions, floats.data(), x.offset());
            case LongArray longs ->
                IndexedElements.put(((LongArray) values).data(), at, positions, longs.data(), x.offset());
            case BoolArray bools ->
                IndexedElements.put(((BoolArray) values).data(), at, positions, bools.data(), x.offset());
        }
    }
}

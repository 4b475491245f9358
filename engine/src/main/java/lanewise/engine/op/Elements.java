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
    public static AnyArray indexSelect(AnyArray x, int dimension, LongArray index) {
        if (index.shape().rank() > 1) {
            throw new ShapeMismatchException("indexSelect: an index " + index.shape() + " must have one dimension");
        }
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
    public static void set(AnyArray x, IndexedPlaces places, AnyArray value) {
        AnyArray values = value.view(places.expanded(value.layout(), "set"));
        if (values.elements() > 0) {
            put(x, places.in(x.layout()).positions(), values);
        }
    }

    /// `x = value`, which broadcasts.
    ///
    /// @throws ShapeMismatchException if it does not broadcast
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
            put(x, Positions.all(x.layout()), all);
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
    public static void scatter(AnyArray x, int dimension, LongArray index, AnyArray source) {
        int[] positions = Positions.along("scatter", x.layout(), dimension, index.contiguous());
        put(x, positions, source.view(Positions.part("scatter", source.layout(), index.shape())));
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
        put(y, cleared, zeros(x, Shape.of(cleared.length)));
        return y;
    }

    /// See [Concat]; all are of one type.
    ///
    /// @throws ShapeMismatchException if they differ in another dimension
    public static AnyArray cat(int dimension, AnyArray... arrays) {
        if (arrays.length == 0) {
            throw new IllegalArgumentException("cat: at least one array is needed");
        }
        Shape pattern = arrays[0].shape();
        int axis = pattern.axis(dimension);
        int size = 0;
        for (AnyArray array : arrays) {
            Shape shape = array.shape();
            if (shape.rank() != pattern.rank()
                    || !shape.with(axis, pattern.dim(axis)).equals(pattern)) {
                throw new ShapeMismatchException(
                        "cat: arrays " + pattern + " and " + shape + " must agree in every dimension but " + axis);
            }
            size = Math.addExact(size, shape.dim(axis));
        }
        AnyArray y = empty(arrays[0], pattern.with(axis, size));
        int start = 0;
        for (AnyArray array : arrays) {
            int length = array.shape().dim(axis);
            copy(y.view(y.layout().narrow(axis, start, length)), array);
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
    private static void put(AnyArray x, int[] positions, AnyArray source) {
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

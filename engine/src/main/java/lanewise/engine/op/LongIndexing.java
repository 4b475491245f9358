package lanewise.engine.op;

import java.util.Arrays;
import lanewise.engine.BoolArray;
import lanewise.engine.Layout;
import lanewise.engine.LongArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;

/// Elements of int64 arrays by their indices, by masks, and in order, as the operations of these names take floats:
/// [Gather], [IndexSelect], [MaskedFill], [Sort], [Concat].
public final class LongIndexing {
    private LongIndexing() {}

    /// See [Gather].
    public static LongArray gather(LongArray x, int dimension, LongArray index) {
        LongArray named = index.contiguous();
        int[] positions = Positions.along("gather", x.layout(), dimension, named);
        LongArray y = LongArray.empty(index.shape());
        for (int i = 0; i < positions.length; i++) {
            y.data()[i] = x.data()[x.offset() + positions[i]];
        }
        return y;
    }

    /// See [IndexSelect].
    public static LongArray indexSelect(LongArray x, int dimension, LongArray index) {
        if (index.shape().rank() > 1) {
            throw new ShapeMismatchException("indexSelect: an index " + index.shape() + " must have one dimension");
        }
        Shape shape = Positions.atLeastOne(x.shape());
        int axis = shape.axis(dimension);
        int[] sizes = new int[shape.rank()];
        Arrays.fill(sizes, 1);
        sizes[axis] = index.elements();
        Layout places =
                LongArray.of(Shape.of(sizes), index.toArray()).layout().expand(shape.with(axis, index.elements()));
        LongArray y = gather(
                x, dimension, LongArray.of(Shape.of(sizes), index.toArray()).view(places));
        return x.shape().rank() == 0 ? LongArray.of(Shape.SCALAR, y.toArray()) : y;
    }

    /// See [MaskedFill]; both broadcast.
    public static LongArray maskedFill(LongArray x, BoolArray mask, long value) {
        Shape shape = Shape.broadcast("maskedFill", x.shape(), mask.shape());
        LongArray y = x.view(x.layout().expand(shape)).copy();
        for (int position : Positions.ofTrue(mask.view(mask.layout().expand(shape)))) {
            y.data()[y.offset() + position] = value;
        }
        return y;
    }

    /// The places of [Sort], from which [#gather] takes the elements.
    public static LongArray argsort(LongArray x, int dimension, boolean descending) {
        Shape shape = Positions.atLeastOne(x.shape());
        int axis = shape.axis(dimension);
        int n = shape.dim(axis);
        int inner = IndexSelect.inner(shape, axis);
        long[] elements = x.toArray();
        LongArray places = LongArray.empty(x.shape());
        Integer[] order = new Integer[n];
        for (int row = 0; n > 0 && row < elements.length / n; row++) {
            int from = row / inner * n * inner + row % inner;
            Arrays.setAll(order, i -> i);
            Arrays.sort(order, (a, b) -> {
                long first = elements[from + a * inner];
                long second = elements[from + b * inner];
                return descending ? Long.compare(second, first) : Long.compare(first, second);
            });
            for (int i = 0; i < n; i++) {
                places.data()[from + i * inner] = order[i];
            }
        }
        return places;
    }

    /// See [Concat].
    public static LongArray cat(int dimension, LongArray... arrays) {
        if (arrays.length == 0) {
            throw new IllegalArgumentException("cat: at least one array is needed");
        }
        Shape pattern = arrays[0].shape();
        int axis = pattern.axis(dimension);
        int size = 0;
        for (LongArray array : arrays) {
            Shape shape = array.shape();
            if (shape.rank() != pattern.rank()
                    || !shape.with(axis, pattern.dim(axis)).equals(pattern)) {
                throw new ShapeMismatchException(
                        "cat: arrays " + pattern + " and " + shape + " must agree in every dimension but " + axis);
            }
            size = Math.addExact(size, shape.dim(axis));
        }
        LongArray y = LongArray.empty(pattern.with(axis, size));
        int outer = IndexSelect.outer(pattern, axis);
        int inner = IndexSelect.inner(pattern, axis);
        int start = 0;
        for (LongArray array : arrays) {
            int run = array.shape().dim(axis) * inner;
            long[] elements = array.toArray();
            for (int o = 0; o < outer; o++) {
                System.arraycopy(elements, o * run, y.data(), o * size * inner + start, run);
            }
            start += run;
        }
        return y;
    }
}

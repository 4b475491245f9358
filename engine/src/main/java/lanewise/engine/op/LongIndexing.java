package lanewise.engine.op;

import java.util.Arrays;
import lanewise.engine.BoolArray;
import lanewise.engine.LongArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;

/// Elements of int64 arrays by masks, in order, and reduced by an index, as the operations of these names take
/// floats: [MaskedFill], [Sort], [ScatterReduce]. For what only moves elements see [Elements].
public final class LongIndexing {
    private LongIndexing() {}

    /// See [MaskedFill]; both broadcast.
    public static LongArray maskedFill(LongArray x, BoolArray mask, long value) {
        Shape shape = Shape.broadcast("maskedFill", x.shape(), mask.shape());
        LongArray y = x.view(x.layout().expand(shape)).copy();
        for (int position : Positions.ofTrue(mask.view(mask.layout().expand(shape)))) {
            y.data()[y.offset() + position] = value;
        }
        return y;
    }

    /// The places of [Sort], from which [Elements#gather] takes the elements.
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

    /// See [ScatterReduce]; a mean is rounded down.
    ///
    /// @throws ShapeMismatchException if the index or the source has another rank or does not fit in a dimension
    /// @throws IndexOutOfBoundsException if an index is negative or not below the size of the dimension
    public static LongArray scatterReduce(
            LongArray x,
            int dimension,
            LongArray index,
            LongArray source,
            ScatterReduction reduction,
            boolean includeSelf) {
        LongArray y = x.copy();
        int[] positions = Positions.along("scatterReduce", y.layout(), dimension, index.contiguous());
        long[] from = source.view(Positions.part("scatterReduce", source.layout(), index.shape()))
                .toArray();
        long[] to = y.data();
        long[] counts = new long[y.elements()];
        for (int i = 0; i < positions.length; i++) {
            int at = positions[i];
            boolean isFirst = counts[at]++ == 0 && !includeSelf;
            to[at] = isFirst ? from[i] : reduced(reduction, to[at], from[i]);
        }
        for (int at = 0; reduction == ScatterReduction.MEAN && at < counts.length; at++) {
            to[at] = Math.floorDiv(to[at], Math.max(1, counts[at] + (includeSelf ? 1 : 0)));
        }
        return y;
    }

    private static long reduced(ScatterReduction reduction, long so, long next) {
        return switch (reduction) {
            case SUM, MEAN -> so + next;
            case PROD -> so * next;
            case AMAX -> Math.max(so, next);
            case AMIN -> Math.min(so, next);
        };
    }
}

package lanewise.engine.op;

import java.util.function.LongBinaryOperator;
import lanewise.engine.LongArray;

/// Reductions of int64 over dimensions; without dimensions over all. Sums wrap around.
public final class LongReductions {
    private LongReductions() {}

    /// The sums; 0 of no elements.
    ///
    /// @throws IllegalArgumentException if a dimension is named twice
    public static LongArray sum(LongArray x, int[] dimensions, boolean keepDim) {
        return reduce(new ReducedRows("sum", x.shape(), dimensions, keepDim), x, 0, Long::sum);
    }

    /// The largest elements.
    ///
    /// @throws IllegalArgumentException if there is nothing to choose from: a reduced dimension has size 0
    public static LongArray amax(LongArray x, int[] dimensions, boolean keepDim) {
        ReducedRows rows = choices("amax", x, dimensions, keepDim);
        return reduce(rows, x, Long.MIN_VALUE, Math::max);
    }

    /// The smallest elements.
    ///
    /// @throws IllegalArgumentException if there is nothing to choose from: a reduced dimension has size 0
    public static LongArray amin(LongArray x, int[] dimensions, boolean keepDim) {
        ReducedRows rows = choices("amin", x, dimensions, keepDim);
        return reduce(rows, x, Long.MAX_VALUE, Math::min);
    }

    /// The index of the first of the largest elements, row-major over `dimensions`.
    ///
    /// @throws IllegalArgumentException if there is nothing to choose from: a reduced dimension has size 0
    public static LongArray argmax(LongArray x, int[] dimensions, boolean keepDim) {
        return indices(choices("argmax", x, dimensions, keepDim), x, true);
    }

    /// The index of the first of the smallest elements, row-major over `dimensions`.
    ///
    /// @throws IllegalArgumentException if there is nothing to choose from: a reduced dimension has size 0
    public static LongArray argmin(LongArray x, int[] dimensions, boolean keepDim) {
        return indices(choices("argmin", x, dimensions, keepDim), x, false);
    }

    /// The products; 1 of no elements.
    ///
    /// @throws IllegalArgumentException if a dimension is named twice
    public static LongArray prod(LongArray x, int[] dimensions, boolean keepDim) {
        return reduce(new ReducedRows("prod", x.shape(), dimensions, keepDim), x, 1, (a, b) -> a * b);
    }

    /// The sums up to each element along a dimension.
    public static LongArray cumsum(LongArray x, int dimension) {
        return scan("cumsum", x, dimension, Long::sum);
    }

    /// The products up to each element along a dimension.
    public static LongArray cumprod(LongArray x, int dimension) {
        return scan("cumprod", x, dimension, (a, b) -> a * b);
    }

    /// Where the largest element so far along a dimension is, the last of equal ones.
    public static LongArray argcummax(LongArray x, int dimension) {
        return positions("cummax", x, dimension, (so, next) -> next >= so);
    }

    /// Where the smallest element so far along a dimension is, the last of equal ones.
    public static LongArray argcummin(LongArray x, int dimension) {
        return positions("cummin", x, dimension, (so, next) -> next <= so);
    }

    private interface Takes {
        boolean next(long so, long next);
    }

    private static LongArray positions(String operation, LongArray x, int dimension, Takes takes) {
        ReducedRows rows = new ReducedRows(operation, x.shape(), new int[] {dimension}, true);
        LongArray from = rows.of(x);
        long[] elements = from.toArray();
        LongArray places = LongArray.empty(from.shape());
        for (int i = 0; i < elements.length; i++) {
            int at = i % rows.n;
            int best = at == 0 ? 0 : (int) places.data()[i - 1];
            places.data()[i] = takes.next(elements[i - at + best], elements[i]) ? at : best;
        }
        return rows.back(places).contiguous();
    }

    private static LongArray scan(String operation, LongArray x, int dimension, LongBinaryOperator operator) {
        ReducedRows rows = new ReducedRows(operation, x.shape(), new int[] {dimension}, true);
        LongArray results = rows.of(x).copy();
        long[] data = results.data();
        for (int i = 0; i < results.elements(); i++) {
            data[i] = i % rows.n == 0 ? data[i] : operator.applyAsLong(data[i - 1], data[i]);
        }
        return rows.back(results).contiguous();
    }

    private static ReducedRows choices(String operation, LongArray x, int[] dimensions, boolean keepDim) {
        ReducedRows rows = new ReducedRows(operation, x.shape(), dimensions, keepDim);
        if (rows.n == 0 && rows.rows > 0) {
            throw new IllegalArgumentException(operation + ": an array " + x.shape()
                    + " has no elements to choose from in the reduced dimensions");
        }
        return rows;
    }

    private static LongArray reduce(ReducedRows rows, LongArray x, long start, LongBinaryOperator operator) {
        LongArray from = rows.of(x);
        LongArray y = LongArray.empty(rows.result);
        for (int row = 0; row < rows.rows; row++) {
            int at = from.offset() + row * rows.n;
            long value = start;
            for (int j = 0; j < rows.n; j++) {
                value = operator.applyAsLong(value, from.data()[at + j]);
            }
            y.data()[row] = value;
        }
        return y;
    }

    private static LongArray indices(ReducedRows rows, LongArray x, boolean largest) {
        LongArray from = rows.of(x);
        LongArray y = LongArray.empty(rows.result);
        for (int row = 0; row < rows.rows; row++) {
            int at = from.offset() + row * rows.n;
            int best = 0;
            for (int j = 1; j < rows.n; j++) {
                long next = from.data()[at + j];
                long so = from.data()[at + best];
                best = (largest ? next > so : next < so) ? j : best;
            }
            y.data()[row] = best;
        }
        return y;
    }
}

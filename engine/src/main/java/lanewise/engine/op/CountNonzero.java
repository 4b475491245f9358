package lanewise.engine.op;

import lanewise.engine.BoolArray;
import lanewise.engine.LongArray;

/// How many elements are true over dimensions, and with that whether all or any are. None has a gradient.
public final class CountNonzero {
    private CountNonzero() {}

    /// The number of true elements over `dimensions`, or over all if there are none; with `keepDim` they stay in
    /// the result with size 1.
    ///
    /// @throws IllegalArgumentException if a dimension is named twice
    public static LongArray of(BoolArray x, int[] dimensions, boolean keepDim) {
        return count(new ReducedRows("countNonzero", x.shape(), dimensions, keepDim), x);
    }

    /// Whether all elements are true over `dimensions`; of none it is true.
    ///
    /// @throws IllegalArgumentException if a dimension is named twice
    public static BoolArray all(BoolArray x, int[] dimensions, boolean keepDim) {
        ReducedRows rows = new ReducedRows("all", x.shape(), dimensions, keepDim);
        LongArray counts = count(rows, x);
        BoolArray all = BoolArray.empty(rows.result);
        for (int i = 0; i < rows.rows; i++) {
            all.data()[i] = counts.data()[i] == rows.n;
        }
        return all;
    }

    /// Whether any element is true over `dimensions`; of none it is false.
    ///
    /// @throws IllegalArgumentException if a dimension is named twice
    public static BoolArray any(BoolArray x, int[] dimensions, boolean keepDim) {
        ReducedRows rows = new ReducedRows("any", x.shape(), dimensions, keepDim);
        LongArray counts = count(rows, x);
        BoolArray any = BoolArray.empty(rows.result);
        for (int i = 0; i < rows.rows; i++) {
            any.data()[i] = counts.data()[i] > 0;
        }
        return any;
    }

    private static LongArray count(ReducedRows rows, BoolArray x) {
        BoolArray from = rows.of(x);
        boolean[] elements = from.data();
        LongArray counts = LongArray.empty(rows.result);
        for (int row = 0; row < rows.rows; row++) {
            int at = from.offset() + row * rows.n;
            int count = 0;
            for (int j = 0; j < rows.n; j++) {
                count += elements[at + j] ? 1 : 0;
            }
            counts.data()[row] = count;
        }
        return counts;
    }
}

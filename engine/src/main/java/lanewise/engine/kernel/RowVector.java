package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.load;
import static lanewise.engine.simd.Lanes.loadFirst;
import static lanewise.engine.simd.Lanes.store;
import static lanewise.engine.simd.Lanes.storeFirst;
import static lanewise.engine.simd.Lanes.zero;

/// A vector and a row-major matrix of as many columns: the vector added to every row, as a bias is, and the sum of
/// all rows, as its gradient is.
public final class RowVector {
    /// Rows that are summed before the sum is added to the result: short sums added up are more accurate than one
    /// long sum.
    private static final int SUMMED_ROWS = 128;

    private RowVector() {}

    /// `for i in [0, rows), j in [0, columns): y[yAt + i·columns + j] += v[vAt + j]`
    public static void addToRows(int rows, int columns, float[] v, int vAt, float[] y, int yAt) {
        int whole = columns & -LANES;
        int rest = columns - whole;
        for (int i = 0; i < rows; i++) {
            int at = yAt + i * columns;
            for (int j = 0; j < whole; j += LANES) {
                store(load(y, at + j).add(load(v, vAt + j)), y, at + j);
            }
            if (rest > 0) {
                var sum = loadFirst(y, at + whole, rest).add(loadFirst(v, vAt + whole, rest));
                storeFirst(sum, y, at + whole, rest);
            }
        }
    }

    /// `for j in [0, columns): v[vAt + j] (=|+=) sum over i in [0, rows) of x[xAt + i·columns + j]`
    public static void sumRows(int rows, int columns, float[] x, int xAt, float[] v, int vAt, boolean add) {
        for (int j = 0; j < columns; j += LANES) {
            int count = Math.min(LANES, columns - j);
            var total = add ? loadFirst(v, vAt + j, count) : zero();
            for (int from = 0; from < rows; from += SUMMED_ROWS) {
                int to = Math.min(from + SUMMED_ROWS, rows);
                var sum = zero();
                for (int i = from; i < to; i++) {
                    sum = sum.add(load(x, xAt + i * columns + j)); // lanes beyond the last column are not stored
                }
                total = total.add(sum);
            }
            storeFirst(total, v, vAt + j, count);
        }
    }
}

package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

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
                FloatVector.fromArray(SPECIES, y, at + j)
                        .add(FloatVector.fromArray(SPECIES, v, vAt + j))
                        .intoArray(y, at + j);
            }
            if (rest > 0) {
                var sum = FloatVector.fromArray(SPECIES, y, at + whole, SPECIES.indexInRange(0, rest))
                        .add(FloatVector.fromArray(SPECIES, v, vAt + whole, SPECIES.indexInRange(0, rest)));
                sum.intoArray(y, at + whole, SPECIES.indexInRange(0, rest));
            }
        }
    }

    /// `for j in [0, columns): v[vAt + j] (=|+=) sum over i in [0, rows) of x[xAt + i·columns + j]`
    public static void sumRows(int rows, int columns, float[] x, int xAt, float[] v, int vAt, boolean add) {
        for (int j = 0; j < columns; j += LANES) {
            int count = Math.min(LANES, columns - j);
            var total = add
                    ? FloatVector.fromArray(SPECIES, v, vAt + j, SPECIES.indexInRange(0, count))
                    : FloatVector.zero(SPECIES);
            for (int from = 0; from < rows; from += SUMMED_ROWS) {
                int to = Math.min(from + SUMMED_ROWS, rows);
                var sum = FloatVector.zero(SPECIES);
                for (int i = from; i < to; i++) {
                    sum = sum.add(FloatVector.fromArray(
                            SPECIES, x, xAt + i * columns + j)); // lanes beyond the last column are not stored
                }
                total = total.add(sum);
            }
            total.intoArray(v, vAt + j, SPECIES.indexInRange(0, count));
        }
    }
}

package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import lanewise.engine.simd.Lanes;
import lanewise.engine.simd.WarmUp;

/// A vector and a row-major matrix of as many columns: the vector added to every row, as a bias is, and the sum of
/// all rows, as its gradient is.
public final class RowVector {
    /// Rows that are summed before the sum is added to the result: short sums added up are more accurate than one
    /// long sum.
    private static final int SUMMED_ROWS = 128;

    private static final WarmUp WARM_UP = WarmUp.of(new Exercise());

    private RowVector() {}

    /// `for i in [0, rows), j in [0, columns): y[yAt + i·columns + j] += v[vAt + j]`
    public static void addToRows(int rows, int columns, float[] v, int vAt, float[] y, int yAt) {
        addToRows(rows, columns, v, vAt, y, yAt, columns);
    }

    /// The same where rows begin `yRow` apart.
    static void addToRows(int rows, int columns, float[] v, int vAt, float[] y, int yAt, int yRow) {
        if (WARM_UP.isDone()) {
            addToRowsByVector(rows, columns, v, vAt, y, yAt, yRow);
        } else {
            addToRowsByElement(rows, columns, v, vAt, y, yAt, yRow);
        }
    }

    static void addToRowsByElement(int rows, int columns, float[] v, int vAt, float[] y, int yAt, int yRow) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                y[yAt + i * yRow + j] += v[vAt + j];
            }
        }
    }

    static void addToRowsByVector(int rows, int columns, float[] v, int vAt, float[] y, int yAt, int yRow) {
        int whole = columns & -LANES;
        int rest = columns - whole;
        for (int i = 0; i < rows; i++) {
            int at = yAt + i * yRow;
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
        if (SmallSums.areFew(1, rows, columns)) {
            if (add) {
                SmallSums.addColumns(x, xAt, rows, columns, v, vAt);
            } else {
                SmallSums.sum(x, xAt, 1, rows, columns, v, vAt);
            }
        } else if (WARM_UP.isDone()) {
            sumRowsByVector(rows, columns, x, xAt, v, vAt, add);
        } else {
            sumRowsByElement(rows, columns, x, xAt, v, vAt, add);
        }
    }

    static void sumRowsByElement(int rows, int columns, float[] x, int xAt, float[] v, int vAt, boolean add) {
        for (int j = 0; j < columns; j++) {
            float total = add ? v[vAt + j] : 0;
            for (int from = 0; from < rows; from += SUMMED_ROWS) {
                int to = Math.min(from + SUMMED_ROWS, rows);
                float sum = 0;
                for (int i = from; i < to; i++) {
                    sum += x[xAt + i * columns + j];
                }
                total += sum;
            }
            v[vAt + j] = total;
        }
    }

    static void sumRowsByVector(int rows, int columns, float[] x, int xAt, float[] v, int vAt, boolean add) {
        int wide = columns / (4 * LANES) * (4 * LANES);
        for (int j = 0; j < wide; j += 4 * LANES) {
            sumFourVectors(rows, columns, x, xAt + j, v, vAt + j, add);
        }
        for (int j = wide; j < columns; j += LANES) {
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

    /// The same for four vectors of columns: a row's piece is then as long as what the memory sends at a time.
    private static void sumFourVectors(int rows, int columns, float[] x, int xAt, float[] v, int vAt, boolean add) {
        var zero = FloatVector.zero(SPECIES);
        var total0 = add ? FloatVector.fromArray(SPECIES, v, vAt) : zero;
        var total1 = add ? FloatVector.fromArray(SPECIES, v, vAt + LANES) : zero;
        var total2 = add ? FloatVector.fromArray(SPECIES, v, vAt + 2 * LANES) : zero;
        var total3 = add ? FloatVector.fromArray(SPECIES, v, vAt + 3 * LANES) : zero;
        for (int from = 0; from < rows; from += SUMMED_ROWS) {
            int to = Math.min(from + SUMMED_ROWS, rows);
            var sum0 = zero;
            var sum1 = zero;
            var sum2 = zero;
            var sum3 = zero;
            for (int i = from; i < to; i++) {
                int at = xAt + i * columns;
                sum0 = sum0.add(FloatVector.fromArray(SPECIES, x, at));
                sum1 = sum1.add(FloatVector.fromArray(SPECIES, x, at + LANES));
                sum2 = sum2.add(FloatVector.fromArray(SPECIES, x, at + 2 * LANES));
                sum3 = sum3.add(FloatVector.fromArray(SPECIES, x, at + 3 * LANES));
            }
            total0 = total0.add(sum0);
            total1 = total1.add(sum1);
            total2 = total2.add(sum2);
            total3 = total3.add(sum3);
        }
        total0.intoArray(v, vAt);
        total1.intoArray(v, vAt + LANES);
        total2.intoArray(v, vAt + 2 * LANES);
        total3.intoArray(v, vAt + 3 * LANES);
    }

    private static final class Exercise implements WarmUp.Exercise {
        private static final int COLUMNS = 5 * LANES + 1;

        private final float[] x = new float[WarmUp.ROUNDS * COLUMNS + Lanes.PADDING];
        private final float[] v = new float[COLUMNS + Lanes.PADDING];

        @Override
        public void run(int calls, int rounds) {
            for (int i = 0; i < calls; i++) {
                addToRowsByVector(rounds, COLUMNS, v, 0, x, 0, COLUMNS);
                sumRowsByVector(rounds, rounds == 0 ? 0 : COLUMNS, x, 0, v, 0, false);
                sumRowsByVector(rounds, rounds == 0 ? 0 : COLUMNS, x, 0, v, 0, true);
            }
        }
    }
}

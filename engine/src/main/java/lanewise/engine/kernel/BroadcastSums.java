package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.load;
import static lanewise.engine.simd.Lanes.loadFirst;
import static lanewise.engine.simd.Lanes.store;
import static lanewise.engine.simd.Lanes.zero;

import jdk.incubator.vector.FloatVector;

/// The sums that undo a broadcast: of a run, and of columns. Partial sums are kept over so many addends as the shape says,
/// never as the threads do.
public final class BroadcastSums {
    /// A run is summed in pieces of this length, and the pieces' sums in double.
    private static final int PIECE = 4096;

    /// So many rows are summed by themselves before their sum is added: rounding errors grow with rows/64 + 64.
    private static final int ROWS = 64;

    private BroadcastSums() {}

    /// `sum over i in [0, length) of x[xo + i]`
    public static float sum(float[] x, int xo, int length) {
        double sum = 0;
        for (int i = 0; i < length; i += PIECE) {
            sum += sumOfPiece(x, xo + i, Math.min(PIECE, length - i));
        }
        return (float) sum;
    }

    /// `for j in [from, to): y[yo + j] (+)= sum over i in [0, m) of x[xo + i·n + j]`; adds if `add`, otherwise overwrites.
    public static void columns(float[] x, int xo, int m, int n, float[] y, int yo, boolean add, int from, int to) {
        int j = from;
        for (; j <= to - LANES; j += LANES) {
            FloatVector sum = zero();
            for (int i = 0; i < m; i += ROWS) {
                sum = sum.add(sumOfRows(x, xo + i * n + j, Math.min(ROWS, m - i), n));
            }
            Accumulate.put(sum, y, yo + j, add);
        }
        if (j < to) {
            int rest = to - j;
            FloatVector sum = zero();
            for (int i = 0; i < m; i += ROWS) {
                sum = sum.add(sumOfRows(x, xo + i * n + j, Math.min(ROWS, m - i), n));
            }
            Accumulate.putFirst(sum, y, yo + j, rest, add);
        }
    }

    /// `for i in [0, length): y[yo + i] += x[xo + i]`
    public static void add(float[] x, int xo, float[] y, int yo, int length) {
        int i = 0;
        for (; i <= length - LANES; i += LANES) {
            Accumulate.put(load(x, xo + i), y, yo + i, true);
        }
        if (i < length) {
            Accumulate.putFirst(loadFirst(x, xo + i, length - i), y, yo + i, length - i, true);
        }
    }

    /// One vector of columns over `rows` rows; what the vector reads beyond the last column is not used.
    private static FloatVector sumOfRows(float[] x, int at, int rows, int n) {
        FloatVector sum = load(x, at);
        for (int i = 1; i < rows; i++) {
            sum = sum.add(load(x, at + i * n));
        }
        return sum;
    }

    private static float sumOfPiece(float[] x, int xo, int length) {
        FloatVector s0 = zero();
        FloatVector s1 = zero();
        FloatVector s2 = zero();
        FloatVector s3 = zero();
        int i = 0;
        for (; i <= length - 4 * LANES; i += 4 * LANES) {
            s0 = s0.add(load(x, xo + i));
            s1 = s1.add(load(x, xo + i + LANES));
            s2 = s2.add(load(x, xo + i + 2 * LANES));
            s3 = s3.add(load(x, xo + i + 3 * LANES));
        }
        for (; i < length; i += LANES) {
            s0 = s0.add(loadFirst(x, xo + i, Math.min(LANES, length - i)));
        }
        return sumOfLanes(s0.add(s1).add(s2.add(s3)));
    }

    /// The lanes in pairs of neighbours at half the width, a quarter, ...
    private static float sumOfLanes(FloatVector v) {
        float[] lanes = new float[LANES];
        store(v, lanes, 0);
        for (int half = LANES / 2; half > 0; half /= 2) {
            for (int i = 0; i < half; i++) {
                lanes[i] += lanes[i + half];
            }
        }
        return lanes[0];
    }
}

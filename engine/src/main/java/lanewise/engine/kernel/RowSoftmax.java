package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;
import lanewise.engine.simd.Exponential;

/// Softmax of rows, or its logarithm, for `x [rows, n]`, row-major, with `n > 0`:
///
/// `for i, j: y[i, j] = exp(x[i, j] − m) / s`, or `x[i, j] − m − log(s)`,
/// where `m = max over j of x[i, j]` and `s = Σⱼ exp(x[i, j] − m)`.
///
/// Without the largest element subtracted, `exp` would overflow.
public final class RowSoftmax implements RangeTask {
    /// Elements from which rows are divided among threads: some 5 µs of work.
    static final int PARALLEL_FROM = 1 << 13;

    private final float[] x;
    private final int xOffset;
    private final int n;
    private final boolean logarithm;
    private final float[] y;
    private final int yOffset;

    private RowSoftmax(float[] x, int xOffset, int n, boolean logarithm, float[] y, int yOffset) {
        this.x = x;
        this.xOffset = xOffset;
        this.n = n;
        this.logarithm = logarithm;
        this.y = y;
        this.yOffset = yOffset;
    }

    /// Writes the softmax, or its logarithm, to `y [rows, n]`.
    public static void run(float[] x, int xOffset, int rows, int n, boolean logarithm, float[] y, int yOffset) {
        int grain = Math.max(1, PARALLEL_FROM / n);
        Workers.run(rows, grain, new RowSoftmax(x, xOffset, n, logarithm, y, yOffset));
    }

    @Override
    public void run(int from, int to) {
        for (int row = from; row < to; row++) {
            int at = xOffset + row * n;
            int target = yOffset + row * n;
            float max = Extremum.largest(x, at, n, 1f);
            float sum = exponentials(x, at, n, max, y, target);
            if (logarithm) {
                subtract(at, max, (float) StrictMath.log(sum), target);
            } else {
                divide(y, target, n, sum);
            }
        }
    }

    /// `y[j] = exp(x[j] − max)` for a row; returns their sum.
    static float exponentials(float[] x, int at, int n, float max, float[] y, int target) {
        Exponential.exp(x, at, max, y, target, n);
        return Reduce.sum(y, target, n);
    }

    /// `y[j] = y[j] / sum` for a row.
    static void divide(float[] y, int target, int n, float sum) {
        FloatVector divisor = FloatVector.broadcast(SPECIES, sum);
        int j = 0;
        for (; j <= n - LANES; j += LANES) {
            FloatVector.fromArray(SPECIES, y, target + j).div(divisor).intoArray(y, target + j);
        }
        if (j < n) {
            FloatVector.fromArray(SPECIES, y, target + j, SPECIES.indexInRange(0, n - j))
                    .div(divisor)
                    .intoArray(y, target + j, SPECIES.indexInRange(0, n - j));
        }
    }

    private void subtract(int at, float max, float logarithmOfSum, int target) {
        FloatVector shift = FloatVector.broadcast(SPECIES, max);
        FloatVector scale = FloatVector.broadcast(SPECIES, logarithmOfSum);
        int j = 0;
        for (; j <= n - LANES; j += LANES) {
            FloatVector.fromArray(SPECIES, x, at + j).sub(shift).sub(scale).intoArray(y, target + j);
        }
        if (j < n) {
            FloatVector.fromArray(SPECIES, x, at + j, SPECIES.indexInRange(0, n - j))
                    .sub(shift)
                    .sub(scale)
                    .intoArray(y, target + j, SPECIES.indexInRange(0, n - j));
        }
    }
}

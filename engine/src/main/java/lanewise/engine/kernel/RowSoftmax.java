package lanewise.engine.kernel;

import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;

/// Softmax of rows, or its logarithm, for `x [rows, n]`, row-major, with `n > 0`:
///
/// `for i, j: y[i, j] = exp(x[i, j] − m) / s`, or `x[i, j] − m − log(s)`,
/// where `m = max over j of x[i, j]` and `s = Σⱼ exp(x[i, j] − m)`.
///
/// Without the largest element subtracted, `exp` would overflow. Probabilities below some `2^-126` become 0.
public final class RowSoftmax implements RangeTask {
    /// Elements from which rows are divided among threads: some 5 µs of work.
    static final int PARALLEL_FROM = 1 << 13;

    /// Elements from which a row itself is divided, where there are not rows enough.
    private static final int LONG = 1 << 16;

    /// Rows up to this length are taken four together.
    private static final int SHORT = 512;

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

    /// Writes the softmax, or its logarithm, to `y [rows, n]`, which must not overlap `x`.
    public static void run(float[] x, int xOffset, int rows, int n, boolean logarithm, float[] y, int yOffset) {
        if (n >= LONG && rows < Workers.threads()) {
            for (int row = 0; row < rows; row++) {
                LongRowSoftmax.run(x, xOffset + row * n, n, logarithm, y, yOffset + row * n);
            }
            return;
        }
        int grain = Math.max(1, PARALLEL_FROM / n);
        Workers.run(rows, grain, new RowSoftmax(x, xOffset, n, logarithm, y, yOffset));
    }

    @Override
    public void run(int from, int to) {
        int row = from;
        if (!logarithm && n <= SHORT) {
            for (; row <= to - 4; row += 4) {
                fourRows(xOffset + row * n, yOffset + row * n);
            }
        }
        for (; row < to; row++) {
            row(xOffset + row * n, yOffset + row * n);
        }
    }

    /// Step by step together, so that no row waits for its own maximum or sum.
    private void fourRows(int at, int target) {
        float max0 = RowExponential.largest(x, at, n);
        float max1 = RowExponential.largest(x, at + n, n);
        float max2 = RowExponential.largest(x, at + 2 * n, n);
        float max3 = RowExponential.largest(x, at + 3 * n, n);
        float sum0 = RowExponential.exponentials(x, at, n, max0, y, target);
        float sum1 = RowExponential.exponentials(x, at + n, n, max1, y, target + n);
        float sum2 = RowExponential.exponentials(x, at + 2 * n, n, max2, y, target + 2 * n);
        float sum3 = RowExponential.exponentials(x, at + 3 * n, n, max3, y, target + 3 * n);
        RowExponential.scale(y, target, n, 1 / sum0, 0f);
        RowExponential.scale(y, target + n, n, 1 / sum1, 0f);
        RowExponential.scale(y, target + 2 * n, n, 1 / sum2, 0f);
        RowExponential.scale(y, target + 3 * n, n, 1 / sum3, 0f);
    }

    private void row(int at, int target) {
        float max = RowExponential.largest(x, at, n);
        float sum = RowExponential.exponentials(x, at, n, max, y, target);
        if (logarithm) {
            RowExponential.subtract(x, at, n, max, (float) RowExponential.logarithm(sum), y, target);
        } else {
            RowExponential.scale(y, target, n, 1 / sum, 0f);
        }
    }
}

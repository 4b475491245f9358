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
        if (n <= FourRows.LONGEST) {
            int most = FourRows.together(n);
            float[] max = new float[most];
            float[] sum = new float[most];
            while (row <= to - 4) {
                int count = Math.min(most, to - row & -4);
                together(xOffset + row * n, yOffset + row * n, count, max, sum);
                row += count;
            }
        }
        for (; row < to; row++) {
            row(xOffset + row * n, yOffset + row * n);
        }
    }

    /// Each step for `count` rows, a multiple of four.
    private void together(int at, int target, int count, float[] max, float[] sum) {
        for (int r = 0; r < count; r += 4) {
            FourRows.largest(x, at + r * n, n, max, r);
        }
        if (logarithm) {
            for (int r = 0; r < count; r += 4) {
                FourRows.sums(x, at + r * n, n, max, sum, r);
            }
            for (int r = 0; r < count; r++) {
                sum[r] = (float) RowExponential.logarithm(sum[r]);
            }
            for (int r = 0; r < count; r++) {
                RowExponential.subtract(x, at + r * n, n, max[r], sum[r], y, target + r * n);
            }
        } else {
            for (int r = 0; r < count; r += 4) {
                FourRows.exponentials(x, at + r * n, n, max, y, target + r * n, sum, r);
            }
            for (int r = 0; r < count; r++) {
                RowExponential.scale(y, target + r * n, n, 1 / sum[r], 0f);
            }
        }
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

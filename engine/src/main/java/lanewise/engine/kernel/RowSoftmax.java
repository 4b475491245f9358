package lanewise.engine.kernel;

import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;
import lanewise.engine.simd.Logarithm;

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

    /// That of rows of `n` numbers at the beginning of `x`, into that of `y`: for whoever computes it again and
    /// again.
    static RowSoftmax of(float[] x, int n, float[] y) {
        return new RowSoftmax(x, 0, n, false, y, 0);
    }

    /// Whether it is the one that `of` makes of these.
    boolean isOf(float[] input, int length, float[] output) {
        return x == input && n == length && y == output;
    }

    /// Computes so many rows.
    void run(int rows) {
        if (n >= LONG) {
            run(x, xOffset, rows, n, logarithm, y, yOffset);
        } else {
            Workers.run(rows, Math.max(1, PARALLEL_FROM / n), this);
        }
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
        if (n > FourRows.LONGEST) {
            for (int row = from; row < to; row++) {
                row(xOffset + row * n, yOffset + row * n);
            }
            return;
        }
        int most = FourRows.together(n);
        RowScratch scratch = RowScratch.ofThread();
        for (int row = from; row < to; row += most) {
            int count = Math.min(most, to - row);
            int at = xOffset + row * n;
            int target = yOffset + row * n;
            if (logarithm) {
                logarithms(at, target, count, scratch);
            } else {
                probabilities(at, target, count, scratch);
            }
        }
    }

    /// Each step for `count` rows, four at a time, and one at a time with the same bits what is left over.
    private void probabilities(int at, int target, int count, RowScratch scratch) {
        float[] max = scratch.max;
        float[] sum = scratch.sum;
        largest(at, count, max);
        int r = 0;
        for (; r <= count - 4; r += 4) {
            FourRows.exponentials(x, at + r * n, n, max, y, target + r * n, sum, r);
        }
        for (; r < count; r++) {
            sum[r] = RowExponential.exponentials(x, at + r * n, n, max[r], y, target + r * n);
        }
        for (r = 0; r < count; r++) {
            RowExponential.scale(y, target + r * n, n, 1 / sum[r], 0f);
        }
    }

    /// The same for logarithms of probabilities; those of the sums are taken in vectors, a short row's work saved.
    private void logarithms(int at, int target, int count, RowScratch scratch) {
        float[] max = scratch.max;
        float[] sum = scratch.sum;
        largest(at, count, max);
        int r = 0;
        for (; r <= count - 4; r += 4) {
            FourRows.sums(x, at + r * n, n, max, sum, r);
        }
        for (; r < count; r++) {
            sum[r] = RowExponential.exponentials(x, at + r * n, n, max[r], y, target + r * n);
        }
        float[] logarithms = scratch.logarithm;
        Logarithm.log(sum, 0, logarithms, 0, count);
        for (r = 0; r < count; r++) {
            RowExponential.subtract(x, at + r * n, n, max[r], logarithms[r], y, target + r * n);
        }
    }

    private void largest(int at, int count, float[] max) {
        int r = 0;
        for (; r <= count - 4; r += 4) {
            FourRows.largest(x, at + r * n, n, max, r);
        }
        for (; r < count; r++) {
            max[r] = RowExponential.largest(x, at + r * n, n);
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

package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;

/// Rows brought to mean 0 and variance 1, then scaled and shifted, for `x [rows, n]`, row-major, `n > 0`:
///
/// `for i, j: y[i, j] = (x[i, j] − mean[i])·rstd[i]·w[j] + b[j]`, with the row's mean and
/// `rstd[i] = 1/sqrt(mean over j of (x[i, j] − mean[i])² + ε)`.
///
/// Without centring the mean counts as 0: the root mean square is brought to 1.
public final class RowNorm implements RangeTask {
    /// Elements from which rows are divided among threads: some 5 µs of work.
    static final int PARALLEL_FROM = 1 << 14;

    /// Rows that each step takes one after another, so that no row waits for its own sum.
    private static final int TOGETHER = 4;

    private final float[] x;
    private final int xOffset;
    private final int n;
    private final boolean centred;
    private final double epsilon;
    private final float[] w;
    private final int wOffset;
    private final float[] b;
    private final int bOffset;
    private final float[] mean;
    private final float[] rstd;
    private final float[] y;
    private final int yOffset;

    private RowNorm(
            float[] x,
            int xOffset,
            int n,
            boolean centred,
            double epsilon,
            float[] w,
            int wOffset,
            float[] b,
            int bOffset,
            float[] mean,
            float[] rstd,
            float[] y,
            int yOffset) {
        this.x = x;
        this.xOffset = xOffset;
        this.n = n;
        this.centred = centred;
        this.epsilon = epsilon;
        this.w = w;
        this.wOffset = wOffset;
        this.b = b;
        this.bOffset = bOffset;
        this.mean = mean;
        this.rstd = rstd;
        this.y = y;
        this.yOffset = yOffset;
    }

    /// Writes `y [rows, n]`, and `mean` and `rstd [rows]` from index 0 on.
    ///
    /// @param w `[n]`
    /// @param b `[n]`
    public static void run(
            float[] x,
            int xOffset,
            int rows,
            int n,
            boolean centred,
            double epsilon,
            float[] w,
            int wOffset,
            float[] b,
            int bOffset,
            float[] mean,
            float[] rstd,
            float[] y,
            int yOffset) {
        int grain = Math.max(1, PARALLEL_FROM / n);
        var task = new RowNorm(x, xOffset, n, centred, epsilon, w, wOffset, b, bOffset, mean, rstd, y, yOffset);
        Workers.run(rows, grain, task);
    }

    @Override
    public void run(int from, int to) {
        for (int row = from; row < to; row += TOGETHER) {
            rows(row, Math.min(to, row + TOGETHER));
        }
    }

    private void rows(int from, int to) {
        for (int row = from; row < to; row++) {
            mean[row] = centred ? (float) (Moments.sum(x, xOffset + row * n, n) / n) : 0f;
        }
        for (int row = from; row < to; row++) {
            double variance = Moments.squares(x, xOffset + row * n, n, mean[row]) / n;
            rstd[row] = (float) (1 / Math.sqrt(variance + epsilon));
        }
        int row = from;
        for (; row < to - 1; row += 2) {
            applyToTwo(row);
        }
        if (row < to) {
            apply(xOffset + row * n, mean[row], rstd[row], yOffset + row * n);
        }
    }

    private void apply(int at, float middle, float scale, int target) {
        FloatVector shift = FloatVector.broadcast(SPECIES, middle);
        FloatVector factor = FloatVector.broadcast(SPECIES, scale);
        int j = 0;
        for (; j <= n - LANES; j += LANES) {
            FloatVector.fromArray(SPECIES, x, at + j)
                    .sub(shift)
                    .mul(factor)
                    .fma(FloatVector.fromArray(SPECIES, w, wOffset + j), FloatVector.fromArray(SPECIES, b, bOffset + j))
                    .intoArray(y, target + j);
        }
        if (j < n) {
            FloatVector.fromArray(SPECIES, x, at + j)
                    .sub(shift)
                    .mul(factor)
                    .fma(FloatVector.fromArray(SPECIES, w, wOffset + j), FloatVector.fromArray(SPECIES, b, bOffset + j))
                    .intoArray(y, target + j, SPECIES.indexInRange(0, n - j));
        }
    }

    /// A row and the next, which share the reading of scale and shift.
    private void applyToTwo(int row) {
        int at = xOffset + row * n;
        int target = yOffset + row * n;
        FloatVector shift0 = FloatVector.broadcast(SPECIES, mean[row]);
        FloatVector shift1 = FloatVector.broadcast(SPECIES, mean[row + 1]);
        FloatVector factor0 = FloatVector.broadcast(SPECIES, rstd[row]);
        FloatVector factor1 = FloatVector.broadcast(SPECIES, rstd[row + 1]);
        int j = 0;
        for (; j <= n - LANES; j += LANES) {
            FloatVector scale = FloatVector.fromArray(SPECIES, w, wOffset + j);
            FloatVector constant = FloatVector.fromArray(SPECIES, b, bOffset + j);
            FloatVector x0 = FloatVector.fromArray(SPECIES, x, at + j).sub(shift0);
            FloatVector x1 = FloatVector.fromArray(SPECIES, x, at + n + j).sub(shift1);
            x0.mul(factor0).fma(scale, constant).intoArray(y, target + j);
            x1.mul(factor1).fma(scale, constant).intoArray(y, target + n + j);
        }
        if (j < n) {
            FloatVector scale = FloatVector.fromArray(SPECIES, w, wOffset + j);
            FloatVector constant = FloatVector.fromArray(SPECIES, b, bOffset + j);
            FloatVector x0 = FloatVector.fromArray(SPECIES, x, at + j).sub(shift0);
            FloatVector x1 = FloatVector.fromArray(SPECIES, x, at + n + j).sub(shift1);
            x0.mul(factor0).fma(scale, constant).intoArray(y, target + j, SPECIES.indexInRange(0, n - j));
            x1.mul(factor1).fma(scale, constant).intoArray(y, target + n + j, SPECIES.indexInRange(0, n - j));
        }
    }
}

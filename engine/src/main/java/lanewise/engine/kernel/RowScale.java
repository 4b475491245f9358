package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;

/// Rows times a number each: `for i, j: y[i, j] = factor[i]·x[i, j]`, or added to what `y` holds, for
/// `x [rows, n]`, row-major.
public final class RowScale implements RangeTask {
    /// Elements from which rows are divided among threads: some 5 µs of work.
    private static final int PARALLEL_FROM = 1 << 15;

    private final float[] x;
    private final int xOffset;
    private final int n;
    private final float[] factor;
    private final int factorOffset;
    private final int factorStride;
    private final boolean add;
    private final float[] y;
    private final int yOffset;

    private RowScale(
            float[] x,
            int xOffset,
            int n,
            float[] factor,
            int factorOffset,
            int factorStride,
            boolean add,
            float[] y,
            int yOffset) {
        this.x = x;
        this.xOffset = xOffset;
        this.n = n;
        this.factor = factor;
        this.factorOffset = factorOffset;
        this.factorStride = factorStride;
        this.add = add;
        this.y = y;
        this.yOffset = yOffset;
    }

    /// Writes or adds the product to `y [rows, n]`.
    ///
    /// @param factorStride 1 for a factor a row, 0 for one factor
    public static void run(
            float[] x,
            int xOffset,
            int rows,
            int n,
            float[] factor,
            int factorOffset,
            int factorStride,
            boolean add,
            float[] y,
            int yOffset) {
        int grain = Math.max(1, PARALLEL_FROM / n);
        var task = new RowScale(x, xOffset, n, factor, factorOffset, factorStride, add, y, yOffset);
        Workers.run(rows, grain, task);
    }

    @Override
    public void run(int from, int to) {
        for (int row = from; row < to; row++) {
            float times = factor[factorOffset + row * factorStride];
            if (add) {
                add(x, xOffset + row * n, n, times, y, yOffset + row * n);
            } else {
                write(x, xOffset + row * n, n, times, y, yOffset + row * n);
            }
        }
    }

    private static void write(float[] x, int at, int n, float times, float[] y, int target) {
        FloatVector factor = FloatVector.broadcast(SPECIES, times);
        int j = 0;
        for (; j <= n - LANES; j += LANES) {
            FloatVector.fromArray(SPECIES, x, at + j).mul(factor).intoArray(y, target + j);
        }
        if (j < n) {
            FloatVector.fromArray(SPECIES, x, at + j)
                    .mul(factor)
                    .intoArray(y, target + j, SPECIES.indexInRange(0, n - j));
        }
    }

    private static void add(float[] x, int at, int n, float times, float[] y, int target) {
        FloatVector factor = FloatVector.broadcast(SPECIES, times);
        int j = 0;
        for (; j <= n - LANES; j += LANES) {
            FloatVector.fromArray(SPECIES, x, at + j)
                    .fma(factor, FloatVector.fromArray(SPECIES, y, target + j))
                    .intoArray(y, target + j);
        }
        if (j < n) {
            FloatVector.fromArray(SPECIES, x, at + j)
                    .fma(factor, FloatVector.fromArray(SPECIES, y, target + j))
                    .intoArray(y, target + j, SPECIES.indexInRange(0, n - j));
        }
    }
}

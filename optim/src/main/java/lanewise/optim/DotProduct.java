package lanewise.optim;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.fma;
import static lanewise.engine.simd.Lanes.load;
import static lanewise.engine.simd.Lanes.loadFirst;
import static lanewise.engine.simd.Lanes.zero;
import static lanewise.optim.BlockSums.BLOCK;

import jdk.incubator.vector.FloatVector;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;
import lanewise.engine.simd.Lanes;

/// `Σᵢ x[i]·y[i]` over arrays of a fixed length, without allocating: see [BlockSums] for the order of addition.
final class DotProduct {
    private static final float[] NONE = {};

    private final int length;
    private final BlockSums sums;
    private final RangeTask task = new Task();
    private float[] x = NONE;
    private float[] y = NONE;
    private int xAt;
    private int yAt;

    DotProduct(int length) {
        this.length = length;
        sums = new BlockSums(length);
    }

    /// Of `x[xAt..xAt+length)` and `y[yAt..yAt+length)`, which may be the same.
    double of(float[] x, int xAt, float[] y, int yAt) {
        this.x = x;
        this.xAt = xAt;
        this.y = y;
        this.yAt = yAt;
        Workers.run(BlockSums.blocks(length), BlockSums.GRAIN, task);
        this.x = NONE;
        this.y = NONE;
        return sums.total();
    }

    private final class Task implements RangeTask {
        @Override
        public void run(int from, int to) {
            for (int block = from; block < to; block++) {
                int at = block * BLOCK;
                sums.set(block, sum(x, xAt + at, y, yAt + at, Math.min(BLOCK, length - at)));
            }
        }
    }

    private static float sum(float[] x, int xAt, float[] y, int yAt, int n) {
        FloatVector s0 = zero();
        FloatVector s1 = zero();
        FloatVector s2 = zero();
        FloatVector s3 = zero();
        int i = 0;
        for (; i <= n - 4 * LANES; i += 4 * LANES) {
            s0 = fma(load(x, xAt + i), load(y, yAt + i), s0);
            s1 = fma(load(x, xAt + i + LANES), load(y, yAt + i + LANES), s1);
            s2 = fma(load(x, xAt + i + 2 * LANES), load(y, yAt + i + 2 * LANES), s2);
            s3 = fma(load(x, xAt + i + 3 * LANES), load(y, yAt + i + 3 * LANES), s3);
        }
        FloatVector total = s0.add(s1).add(s2.add(s3));
        for (; i <= n - LANES; i += LANES) {
            total = fma(load(x, xAt + i), load(y, yAt + i), total);
        }
        if (i < n) {
            total = fma(loadFirst(x, xAt + i, n - i), loadFirst(y, yAt + i, n - i), total);
        }
        return Lanes.sum(total);
    }
}

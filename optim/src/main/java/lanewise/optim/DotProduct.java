package lanewise.optim;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;
import static lanewise.engine.simd.Lanes.wholeVectors;
import static lanewise.optim.BlockSums.BLOCK;

import jdk.incubator.vector.FloatVector;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;

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
                int count = Math.min(BLOCK, length - at);
                int whole = wholeVectors(count);
                int lane = BlockSums.at(block);
                sumVectors(x, xAt + at, y, yAt + at, whole, sums.lanes, lane);
                for (int i = at + whole; i < at + count; i++) {
                    sums.lanes[lane] = Math.fma(x[xAt + i], y[yAt + i], sums.lanes[lane]);
                }
            }
        }
    }

    /// The sums of the lanes of `n` elements, a multiple of `LANES`, to `sums[at..at+LANES)`.
    private static void sumVectors(float[] x, int xAt, float[] y, int yAt, int n, float[] sums, int at) {
        var s0 = FloatVector.zero(SPECIES);
        var s1 = FloatVector.zero(SPECIES);
        var s2 = FloatVector.zero(SPECIES);
        var s3 = FloatVector.zero(SPECIES);
        int i = 0;
        for (; i <= n - 4 * LANES; i += 4 * LANES) {
            var x0 = FloatVector.fromArray(SPECIES, x, xAt + i);
            var x1 = FloatVector.fromArray(SPECIES, x, xAt + i + LANES);
            var x2 = FloatVector.fromArray(SPECIES, x, xAt + i + 2 * LANES);
            var x3 = FloatVector.fromArray(SPECIES, x, xAt + i + 3 * LANES);
            s0 = x0.fma(FloatVector.fromArray(SPECIES, y, yAt + i), s0);
            s1 = x1.fma(FloatVector.fromArray(SPECIES, y, yAt + i + LANES), s1);
            s2 = x2.fma(FloatVector.fromArray(SPECIES, y, yAt + i + 2 * LANES), s2);
            s3 = x3.fma(FloatVector.fromArray(SPECIES, y, yAt + i + 3 * LANES), s3);
        }
        var total = s0.add(s1).add(s2.add(s3));
        for (; i < n; i += LANES) {
            var x0 = FloatVector.fromArray(SPECIES, x, xAt + i);
            total = x0.fma(FloatVector.fromArray(SPECIES, y, yAt + i), total);
        }
        total.intoArray(sums, at);
    }
}

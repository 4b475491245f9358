package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;
import lanewise.engine.simd.Lanes;
import lanewise.engine.simd.WarmUp;

/// The sum of squared differences, `Σᵢ (x[i] − t[i])²`, added in the order of [Reduce].
public final class SquaredError implements RangeTask {
    private static final int CHUNK = Reduce.CHUNK;

    /// As in [Reduce]: a few dozen additions a lane.
    private static final int BLOCK = 1 << 10;

    private static final WarmUp WARM_UP = WarmUp.ofFused(new Exercise());

    private final float[] x;
    private final int xOffset;
    private final float[] t;
    private final int tOffset;
    private final int n;
    private final float[] working;

    private SquaredError(float[] x, int xOffset, float[] t, int tOffset, int n, float[] working) {
        this.x = x;
        this.xOffset = xOffset;
        this.t = t;
        this.tOffset = tOffset;
        this.n = n;
        this.working = working;
    }

    /// The floats of working memory that a sum of `n` elements needs.
    public static int working(int n) {
        return Math.max(chunks(n), 1) * LANES;
    }

    private static int chunks(int n) {
        return (n + CHUNK - 1) / CHUNK;
    }

    /// `Σᵢ (x[xOffset + i] − t[tOffset + i])²` for `i` in `[0, n)`.
    ///
    /// @param working [#working(int)] floats that it may overwrite
    public static float sum(float[] x, int xOffset, float[] t, int tOffset, int n, float[] working) {
        if (n <= CHUNK) {
            chunk(x, xOffset, t, tOffset, n, working, 0);
            return sumOfLanes(working, 0);
        }
        // four chunks are some 10 µs of work: less is not worth a second thread
        Workers.run(chunks(n), 4, new SquaredError(x, xOffset, t, tOffset, n, working));
        for (int c = 0; c < chunks(n); c++) {
            working[c] = sumOfLanes(working, c * LANES);
        }
        return Reduce.sumOfChunks(working, 0, chunks(n));
    }

    /// In the tree of [lanewise.engine.simd.Rotation], with which a program's first steps would have to wait for
    /// the compiler to learn shuffles.
    private static float sumOfLanes(float[] lanes, int at) {
        for (int half = LANES / 2; half > 0; half >>= 1) {
            for (int i = at; i < at + half; i++) {
                lanes[i] += lanes[i + half];
            }
        }
        return lanes[at];
    }

    @Override
    public void run(int from, int to) {
        for (int c = from; c < to; c++) {
            int at = c * CHUNK;
            chunk(x, xOffset + at, t, tOffset + at, Math.min(CHUNK, n - at), working, c * LANES);
        }
    }

    /// Writes the sums of the lanes to `sums[at .. at + LANES)`.
    private static void chunk(float[] x, int xAt, float[] t, int tAt, int n, float[] sums, int at) {
        if (WARM_UP.isDone()) {
            chunkByVector(x, xAt, t, tAt, n, sums, at);
        } else {
            chunkByElement(x, xAt, t, tAt, n, sums, at);
        }
    }

    static void chunkByElement(float[] x, int xAt, float[] t, int tAt, int n, float[] sums, int at) {
        for (int lane = 0; lane < LANES; lane++) {
            sums[at + lane] = laneByElement(x, xAt + lane, t, tAt + lane, n, lane);
        }
    }

    /// The sum of one lane, added in the order of [#chunkByVector].
    private static float laneByElement(float[] x, int xAt, float[] t, int tAt, int n, int lane) {
        int i = 0;
        float total = 0;
        while (n - i >= 4 * LANES) {
            int end = i + Math.min(BLOCK, n - i) - 4 * LANES;
            float s0 = 0;
            float s1 = 0;
            float s2 = 0;
            float s3 = 0;
            for (; i <= end; i += 4 * LANES) {
                float d0 = x[xAt + i] - t[tAt + i];
                float d1 = x[xAt + i + LANES] - t[tAt + i + LANES];
                float d2 = x[xAt + i + 2 * LANES] - t[tAt + i + 2 * LANES];
                float d3 = x[xAt + i + 3 * LANES] - t[tAt + i + 3 * LANES];
                s0 = Math.fma(d0, d0, s0);
                s1 = Math.fma(d1, d1, s1);
                s2 = Math.fma(d2, d2, s2);
                s3 = Math.fma(d3, d3, s3);
            }
            total += (s0 + s1) + (s2 + s3);
        }
        for (; i + lane < n; i += LANES) {
            float d = x[xAt + i] - t[tAt + i];
            total = Math.fma(d, d, total);
        }
        return total;
    }

    static void chunkByVector(float[] x, int xAt, float[] t, int tAt, int n, float[] sums, int at) {
        int i = 0;
        FloatVector total = FloatVector.zero(SPECIES);
        while (n - i >= 4 * LANES) {
            int end = i + Math.min(BLOCK, n - i) - 4 * LANES;
            FloatVector s0 = FloatVector.zero(SPECIES);
            FloatVector s1 = FloatVector.zero(SPECIES);
            FloatVector s2 = FloatVector.zero(SPECIES);
            FloatVector s3 = FloatVector.zero(SPECIES);
            for (; i <= end; i += 4 * LANES) {
                FloatVector d0 =
                        FloatVector.fromArray(SPECIES, x, xAt + i).sub(FloatVector.fromArray(SPECIES, t, tAt + i));
                FloatVector d1 = FloatVector.fromArray(SPECIES, x, xAt + i + LANES)
                        .sub(FloatVector.fromArray(SPECIES, t, tAt + i + LANES));
                FloatVector d2 = FloatVector.fromArray(SPECIES, x, xAt + i + 2 * LANES)
                        .sub(FloatVector.fromArray(SPECIES, t, tAt + i + 2 * LANES));
                FloatVector d3 = FloatVector.fromArray(SPECIES, x, xAt + i + 3 * LANES)
                        .sub(FloatVector.fromArray(SPECIES, t, tAt + i + 3 * LANES));
                s0 = d0.fma(d0, s0);
                s1 = d1.fma(d1, s1);
                s2 = d2.fma(d2, s2);
                s3 = d3.fma(d3, s3);
            }
            total = total.add(s0.add(s1).add(s2.add(s3)));
        }
        for (; n - i >= LANES; i += LANES) {
            FloatVector d = FloatVector.fromArray(SPECIES, x, xAt + i).sub(FloatVector.fromArray(SPECIES, t, tAt + i));
            total = d.fma(d, total);
        }
        if (i < n) {
            FloatVector d = FloatVector.fromArray(SPECIES, x, xAt + i, SPECIES.indexInRange(0, n - i))
                    .sub(FloatVector.fromArray(SPECIES, t, tAt + i, SPECIES.indexInRange(0, n - i)));
            total = d.fma(d, total);
        }
        total.intoArray(sums, at);
    }

    private static final class Exercise implements WarmUp.Exercise {
        private static final int LENGTH = 4 * WarmUp.ROUNDS * LANES;

        private final float[] x = new float[LENGTH + Lanes.PADDING];
        private final float[] sums = new float[LANES];

        @Override
        public void run(int calls, int rounds) {
            int length = rounds == 0 ? 0 : 4 * rounds * LANES - 1;
            for (int i = 0; i < calls; i++) {
                chunkByVector(x, 0, x, 0, length, sums, 0);
            }
        }
    }
}

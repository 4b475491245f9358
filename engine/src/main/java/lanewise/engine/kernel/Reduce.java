package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;
import static lanewise.engine.simd.Rotation.BY_2;
import static lanewise.engine.simd.Rotation.BY_4;
import static lanewise.engine.simd.Rotation.BY_8;

import jdk.incubator.vector.FloatVector;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;

/// Sums of rows: `for i: y[i] = x[i, 0] + x[i, 1] + ...` for `x [rows, n]`, row-major.
///
/// A row is cut into chunks; within a chunk four vectors add up at a time, in blocks, so that no partial sum has
/// more than a few dozen addends; the chunks' sums are added pairwise. The tree depends on `n` alone. The rounding
/// error of a sum of millions is thus that of some eighty additions.
public final class Reduce implements RangeTask {
    /// The elements of a chunk: a power of two, some microseconds of work.
    public static final int CHUNK = 1 << 14;

    private static final int QUARTER = CHUNK / 4;

    /// The elements of a quarter's block: 64 additions a lane.
    private static final int RUN = 64 * LANES;

    /// The elements of a block: 16 to 64 additions a lane.
    private static final int BLOCK = 1 << 10;

    /// Elements from which rows are divided among threads.
    private static final int PARALLEL_FROM = 1 << 16;

    private final float[] x;
    private final int xOffset;
    private final int total;
    private final int length;
    private final float[] y;
    private final int yOffset;

    private Reduce(float[] x, int xOffset, int total, int length, float[] y, int yOffset) {
        this.x = x;
        this.xOffset = xOffset;
        this.total = total;
        this.length = length;
        this.y = y;
        this.yOffset = yOffset;
    }

    /// `for i: y[i] = sum(x[i·length .. (i + 1)·length))`, where the last row ends with `x`, which has `total`
    /// elements.
    public static void sumRows(float[] x, int xOffset, int total, int length, float[] y, int yOffset) {
        int rows = (total + length - 1) / length;
        int grain = Math.max(1, PARALLEL_FROM / length);
        Workers.run(rows, grain, new Reduce(x, xOffset, total, length, y, yOffset));
    }

    @Override
    public void run(int from, int to) {
        for (int row = from; row < to; row++) {
            int start = row * length;
            y[yOffset + row] = sum(x, xOffset + start, Math.min(length, total - start));
        }
    }

    /// `x[from] + ... + x[from + n - 1]`; 0 for none.
    public static float sum(float[] x, int from, int n) {
        if (n <= CHUNK) {
            return chunk(x, from, n);
        }
        int left = CHUNK * Integer.highestOneBit((n - 1) / CHUNK);
        return sum(x, from, left) + sum(x, from + left, n - left);
    }

    /// The sum of the chunks' sums `x[from .. from + count)`, in the order in which [#sum(float[], int, int)] adds
    /// them.
    public static float sumOfChunks(float[] x, int from, int count) {
        if (count == 1) {
            return x[from];
        }
        int left = Integer.highestOneBit(count - 1);
        return sumOfChunks(x, from, left) + sumOfChunks(x, from + left, count - left);
    }

    private static float chunk(float[] x, int from, int n) {
        if (n == CHUNK) {
            return wholeChunk(x, from);
        }
        int to = from + n;
        int i = from;
        FloatVector total = FloatVector.zero(SPECIES);
        while (to - i >= 4 * LANES) {
            int end = i + Math.min(BLOCK, to - i) - 4 * LANES;
            FloatVector s0 = FloatVector.zero(SPECIES);
            FloatVector s1 = FloatVector.zero(SPECIES);
            FloatVector s2 = FloatVector.zero(SPECIES);
            FloatVector s3 = FloatVector.zero(SPECIES);
            for (; i <= end; i += 4 * LANES) {
                s0 = s0.add(FloatVector.fromArray(SPECIES, x, i));
                s1 = s1.add(FloatVector.fromArray(SPECIES, x, i + LANES));
                s2 = s2.add(FloatVector.fromArray(SPECIES, x, i + 2 * LANES));
                s3 = s3.add(FloatVector.fromArray(SPECIES, x, i + 3 * LANES));
            }
            total = total.add(s0.add(s1).add(s2.add(s3)));
        }
        for (; to - i >= LANES; i += LANES) {
            total = total.add(FloatVector.fromArray(SPECIES, x, i));
        }
        if (i < to) {
            total = total.add(FloatVector.fromArray(SPECIES, x, i, SPECIES.indexInRange(0, to - i)));
        }
        if (LANES > 8) {
            total = total.add(total.rearrange(BY_8));
        }
        if (LANES > 4) {
            total = total.add(total.rearrange(BY_4));
        }
        total = total.add(total.rearrange(BY_2));
        return total.lane(0) + total.lane(1);
    }

    /// The same of four quarters side by side, a vector from each: from memory four streams come in a quarter
    /// faster than one.
    private static float wholeChunk(float[] x, int from) {
        FloatVector total = FloatVector.zero(SPECIES);
        for (int block = from; block < from + QUARTER; block += RUN) {
            FloatVector s0 = FloatVector.zero(SPECIES);
            FloatVector s1 = FloatVector.zero(SPECIES);
            FloatVector s2 = FloatVector.zero(SPECIES);
            FloatVector s3 = FloatVector.zero(SPECIES);
            for (int i = block; i < block + RUN; i += LANES) {
                s0 = s0.add(FloatVector.fromArray(SPECIES, x, i));
                s1 = s1.add(FloatVector.fromArray(SPECIES, x, i + QUARTER));
                s2 = s2.add(FloatVector.fromArray(SPECIES, x, i + 2 * QUARTER));
                s3 = s3.add(FloatVector.fromArray(SPECIES, x, i + 3 * QUARTER));
            }
            total = total.add(s0.add(s1).add(s2.add(s3)));
        }
        if (LANES > 8) {
            total = total.add(total.rearrange(BY_8));
        }
        if (LANES > 4) {
            total = total.add(total.rearrange(BY_4));
        }
        total = total.add(total.rearrange(BY_2));
        return total.lane(0) + total.lane(1);
    }
}

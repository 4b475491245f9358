package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;

/// Sums over a dimension that is not the last:
/// `for o, i: y[o, i] = x[o, 0, i] + x[o, 1, i] + ...` for `x [outer, n, inner]`, row-major.
///
/// Strips of four vectors go down the rows together. Rows are added in blocks, the blocks' sums in blocks again, so
/// that rounding errors grow with 64 additions three times over rather than with `n`.
///
/// A large matrix whose rows are long is read a few rows at a time in long runs, as memory likes it, and the sums
/// are kept in the nearest cache. The order of the additions is the same.
public final class ReduceColumns implements RangeTask {
    private static final int BLOCK = 64;
    private static final int STRIP = 4 * LANES;

    /// Strips whose sums of three kinds take a third of a common first-level cache, 4 KiB each.
    private static final int MAX_STRIPS = 1024 / STRIP;

    /// Rows that are added to the sums at a time, each a stream from memory.
    private static final int STREAMS = 8;

    /// Elements from which a matrix comes from beyond the second-level cache; and a row's, from which its part in a
    /// strip is a small one.
    private static final int LARGE = 1 << 17;

    private static final int LONG_ROW = 4 * STRIP;

    /// Elements from which strips are divided among threads.
    private static final int PARALLEL_FROM = 1 << 16;

    private final float[] x;
    private final int xOffset;
    private final int n;
    private final int inner;
    private final float[] y;
    private final int yOffset;
    private final int strips;

    private ReduceColumns(float[] x, int xOffset, int n, int inner, float[] y, int yOffset) {
        this.x = x;
        this.xOffset = xOffset;
        this.n = n;
        this.inner = inner;
        this.y = y;
        this.yOffset = yOffset;
        this.strips = (inner + STRIP - 1) / STRIP;
    }

    /// Writes the sums of `x [outer, n, inner]` to `y [outer, inner]`.
    public static void sum(float[] x, int xOffset, int outer, int n, int inner, float[] y, int yOffset) {
        var task = new ReduceColumns(x, xOffset, n, inner, y, yOffset);
        int grain = Math.max(1, PARALLEL_FROM / Math.max(1, n * Math.min(inner, STRIP)));
        Workers.run(outer * task.strips, grain, task);
    }

    /// Works on strips, counted through all of `outer`.
    @Override
    public void run(int from, int to) {
        boolean inRuns = inner >= LONG_ROW && (long) n * inner >= LARGE && n >= STREAMS;
        int unit = from;
        while (unit < to) {
            int o = unit / strips;
            int strip = unit - o * strips;
            int column = strip * STRIP;
            int wide = inRuns ? Math.min(Math.min(to - unit, inner / STRIP - strip), MAX_STRIPS) : 0;
            if (wide > 1) {
                inRuns(xOffset + o * n * inner + column, yOffset + o * inner + column, wide * STRIP);
                unit += wide;
                continue;
            }
            unit++;
            strip(xOffset + o * n * inner + column, yOffset + o * inner + column, inner - column);
        }
    }

    /// So many columns, whole strips. Sums of blocks, and of blocks of blocks, are this thread's working memory;
    /// the totals are in `y`.
    private void inRuns(int at, int target, int width) {
        int ofBlocks = MAX_STRIPS * STRIP;
        float[] sums = GemmScratch.ofThread().partial(2 * ofBlocks);
        Arrays.fill(y, target, target + width, 0f);
        for (int r = 0; r < n; ) {
            int end = Math.min(r + BLOCK * BLOCK, n);
            Arrays.fill(sums, ofBlocks, ofBlocks + width, 0f);
            while (r < end) {
                int blockEnd = Math.min(r + BLOCK, end);
                Arrays.fill(sums, 0, width, 0f);
                for (; r <= blockEnd - STREAMS; r += STREAMS) {
                    addRows(at + r * inner, sums, width);
                }
                for (; r < blockEnd; r++) {
                    add(x, at + r * inner, sums, 0, width);
                }
                add(sums, 0, sums, ofBlocks, width);
            }
            add(sums, ofBlocks, y, target, width);
        }
    }

    /// Adds eight rows to the sums, one after the other.
    private void addRows(int at, float[] sums, int width) {
        for (int j = 0; j < width; j += LANES) {
            int i = at + j;
            FloatVector.fromArray(SPECIES, sums, j)
                    .add(FloatVector.fromArray(SPECIES, x, i))
                    .add(FloatVector.fromArray(SPECIES, x, i + inner))
                    .add(FloatVector.fromArray(SPECIES, x, i + 2 * inner))
                    .add(FloatVector.fromArray(SPECIES, x, i + 3 * inner))
                    .add(FloatVector.fromArray(SPECIES, x, i + 4 * inner))
                    .add(FloatVector.fromArray(SPECIES, x, i + 5 * inner))
                    .add(FloatVector.fromArray(SPECIES, x, i + 6 * inner))
                    .add(FloatVector.fromArray(SPECIES, x, i + 7 * inner))
                    .intoArray(sums, j);
        }
    }

    private static void add(float[] summands, int at, float[] sums, int target, int width) {
        for (int j = 0; j < width; j += LANES) {
            FloatVector.fromArray(SPECIES, sums, target + j)
                    .add(FloatVector.fromArray(SPECIES, summands, at + j))
                    .intoArray(sums, target + j);
        }
    }

    private void strip(int at, int target, int width) {
        if (width >= STRIP) {
            wide(at, target);
            return;
        }
        for (int column = 0; column < width; column += LANES) {
            narrow(at + column, target + column, Math.min(LANES, width - column));
        }
    }

    /// Four vectors of columns.
    private void wide(int at, int target) {
        FloatVector t0 = FloatVector.zero(SPECIES);
        FloatVector t1 = FloatVector.zero(SPECIES);
        FloatVector t2 = FloatVector.zero(SPECIES);
        FloatVector t3 = FloatVector.zero(SPECIES);
        int i = at;
        for (int r = 0; r < n; ) {
            int end = Math.min(r + BLOCK * BLOCK, n);
            FloatVector s0 = FloatVector.zero(SPECIES);
            FloatVector s1 = FloatVector.zero(SPECIES);
            FloatVector s2 = FloatVector.zero(SPECIES);
            FloatVector s3 = FloatVector.zero(SPECIES);
            while (r < end) {
                int blockEnd = Math.min(r + BLOCK, end);
                FloatVector b0 = FloatVector.zero(SPECIES);
                FloatVector b1 = FloatVector.zero(SPECIES);
                FloatVector b2 = FloatVector.zero(SPECIES);
                FloatVector b3 = FloatVector.zero(SPECIES);
                for (; r < blockEnd; r++, i += inner) {
                    b0 = b0.add(FloatVector.fromArray(SPECIES, x, i));
                    b1 = b1.add(FloatVector.fromArray(SPECIES, x, i + LANES));
                    b2 = b2.add(FloatVector.fromArray(SPECIES, x, i + 2 * LANES));
                    b3 = b3.add(FloatVector.fromArray(SPECIES, x, i + 3 * LANES));
                }
                s0 = s0.add(b0);
                s1 = s1.add(b1);
                s2 = s2.add(b2);
                s3 = s3.add(b3);
            }
            t0 = t0.add(s0);
            t1 = t1.add(s1);
            t2 = t2.add(s2);
            t3 = t3.add(s3);
        }
        t0.intoArray(y, target);
        t1.intoArray(y, target + LANES);
        t2.intoArray(y, target + 2 * LANES);
        t3.intoArray(y, target + 3 * LANES);
    }

    /// Up to one vector of columns: the lanes from `width` on add up what lies there, and are not stored. Four rows
    /// at a time, so that an addition need not wait for the one before.
    private void narrow(int at, int target, int width) {
        FloatVector total = FloatVector.zero(SPECIES);
        int i = at;
        for (int r = 0; r < n; ) {
            int end = Math.min(r + BLOCK * BLOCK, n);
            FloatVector sum = FloatVector.zero(SPECIES);
            while (r < end) {
                int blockEnd = Math.min(r + BLOCK, end);
                FloatVector b0 = FloatVector.zero(SPECIES);
                FloatVector b1 = FloatVector.zero(SPECIES);
                FloatVector b2 = FloatVector.zero(SPECIES);
                FloatVector b3 = FloatVector.zero(SPECIES);
                for (; r <= blockEnd - 4; r += 4, i += 4 * inner) {
                    b0 = b0.add(FloatVector.fromArray(SPECIES, x, i));
                    b1 = b1.add(FloatVector.fromArray(SPECIES, x, i + inner));
                    b2 = b2.add(FloatVector.fromArray(SPECIES, x, i + 2 * inner));
                    b3 = b3.add(FloatVector.fromArray(SPECIES, x, i + 3 * inner));
                }
                for (; r < blockEnd; r++, i += inner) {
                    b0 = b0.add(FloatVector.fromArray(SPECIES, x, i));
                }
                sum = sum.add(b0.add(b1).add(b2.add(b3)));
            }
            total = total.add(sum);
        }
        total.intoArray(y, target, SPECIES.indexInRange(0, width));
    }
}

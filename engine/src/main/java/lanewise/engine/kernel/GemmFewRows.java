package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;

/// The product of few rows and a large matrix, which [Gemm] leaves to this: each row of the result is a combination
/// of B's rows, and B is read once, along its rows, as it comes from memory; a tile would read short pieces of rows
/// that lie far apart.
///
/// `for i in [0, m), j in [0, n): c[i, j] (=|+=) sum over p in [0, k) of a[i, p]·b[p, j]`, with the strides of
/// [Gemm#run], in its order of additions.
///
/// Each thread keeps one of these and sets it anew for every product.
final class GemmFewRows implements RangeTask {
    /// The most rows.
    static final int MAX_ROWS = 8;

    /// Rows of B that are combined at a time: so often a sum of the result is loaded and stored less.
    private static final int STEP = 8;

    /// Floats of the result that are summed up at a time, 16 KiB: half of a common first-level cache.
    private static final int BLOCK = 4096;

    /// Threads divide the columns at multiples of this.
    private static final int GRAIN = 64;

    /// Elements of B that a thread must have to read before it is worth waking: 5 us at 60 GB/s.
    private static final int MIN_ELEMENTS = 80_000;

    private static final float[] NOTHING = new float[0];

    private int m;
    private int k;
    private float[] a = NOTHING;
    private int aAt;
    private int aRow;
    private int aColumn;
    private float[] b = NOTHING;
    private int bAt;
    private int bRow;
    private float[] c = NOTHING;
    private int cAt;
    private int cRow;
    private int cColumn;
    private boolean add;

    void multiply(
            int m,
            int n,
            int k,
            float[] a,
            int aAt,
            int aRow,
            int aColumn,
            float[] b,
            int bAt,
            int bRow,
            float[] c,
            int cAt,
            int cRow,
            int cColumn,
            boolean add) {
        this.m = m;
        this.k = k;
        this.a = a;
        this.aAt = aAt;
        this.aRow = aRow;
        this.aColumn = aColumn;
        this.b = b;
        this.bAt = bAt;
        this.bRow = bRow;
        this.c = c;
        this.cAt = cAt;
        this.cRow = cRow;
        this.cColumn = cColumn;
        this.add = add;
        int wanted = GemmBlocking.tiles(MIN_ELEMENTS, k);
        try {
            Workers.run(n, GemmBlocking.tiles(wanted, GRAIN) * GRAIN, this);
        } finally {
            this.a = NOTHING;
            this.b = NOTHING;
            this.c = NOTHING;
        }
    }

    @Override
    public void run(int from, int to) {
        float[] sums = GemmScratch.ofThread().rows(BLOCK);
        int columns = BLOCK / m / GRAIN * GRAIN;
        int depth = GemmBlocking.depth(k);
        for (int j = from; j < to; j += columns) {
            int length = Math.min(columns, to - j);
            for (int p = 0; p < k; p += depth) {
                Arrays.fill(sums, 0, m * columns, 0f);
                sumRun(j, length, p, Math.min(depth, k - p), sums, columns);
                for (int i = 0; i < m; i++) {
                    copyOut(length, sums, i * columns, cAt + i * cRow + j * cColumn, add || p > 0);
                }
            }
        }
    }

    private void copyOut(int length, float[] sums, int from, int to, boolean adds) {
        if (cColumn == 1) {
            GemmPacking.copyOut(1, length, sums, from, 0, c, to, 0, adds);
            return;
        }
        for (int j = 0; j < length; j++) {
            int at = to + j * cColumn;
            c[at] = adds ? c[at] + sums[from + j] : sums[from + j];
        }
    }

    private void sumRun(int j, int length, int from, int depth, float[] sums, int columns) {
        int p = 0;
        for (; p <= depth - STEP; p += STEP) {
            for (int i = 0; i < m; i++) {
                int at = aAt + i * aRow + (from + p) * aColumn;
                addEight(length, a, at, aColumn, b, bAt + (from + p) * bRow + j, bRow, sums, i * columns);
            }
        }
        for (; p < depth; p++) {
            for (int i = 0; i < m; i++) {
                float x = a[aAt + i * aRow + (from + p) * aColumn];
                addOne(length, x, b, bAt + (from + p) * bRow + j, sums, i * columns);
            }
        }
    }

    /// `for j in [0, length): y[yAt + j] += sum over p in [0, 8) of a[aAt + p·aColumn]·b[bAt + p·bRow + j]`, in
    /// ascending `p`, and anything behind, in whole vectors.
    private static void addEight(
            int length, float[] a, int aAt, int aColumn, float[] b, int bAt, int bRow, float[] y, int yAt) {
        var a0 = FloatVector.broadcast(SPECIES, a[aAt]);
        var a1 = FloatVector.broadcast(SPECIES, a[aAt + aColumn]);
        var a2 = FloatVector.broadcast(SPECIES, a[aAt + 2 * aColumn]);
        var a3 = FloatVector.broadcast(SPECIES, a[aAt + 3 * aColumn]);
        var a4 = FloatVector.broadcast(SPECIES, a[aAt + 4 * aColumn]);
        var a5 = FloatVector.broadcast(SPECIES, a[aAt + 5 * aColumn]);
        var a6 = FloatVector.broadcast(SPECIES, a[aAt + 6 * aColumn]);
        var a7 = FloatVector.broadcast(SPECIES, a[aAt + 7 * aColumn]);
        int b1 = bAt + bRow;
        int b2 = bAt + 2 * bRow;
        int b3 = bAt + 3 * bRow;
        int b4 = bAt + 4 * bRow;
        int b5 = bAt + 5 * bRow;
        int b6 = bAt + 6 * bRow;
        int b7 = bAt + 7 * bRow;
        for (int j = 0; j < length; j += LANES) {
            var sum = FloatVector.fromArray(SPECIES, y, yAt + j);
            sum = FloatVector.fromArray(SPECIES, b, bAt + j).fma(a0, sum);
            sum = FloatVector.fromArray(SPECIES, b, b1 + j).fma(a1, sum);
            sum = FloatVector.fromArray(SPECIES, b, b2 + j).fma(a2, sum);
            sum = FloatVector.fromArray(SPECIES, b, b3 + j).fma(a3, sum);
            sum = FloatVector.fromArray(SPECIES, b, b4 + j).fma(a4, sum);
            sum = FloatVector.fromArray(SPECIES, b, b5 + j).fma(a5, sum);
            sum = FloatVector.fromArray(SPECIES, b, b6 + j).fma(a6, sum);
            sum = FloatVector.fromArray(SPECIES, b, b7 + j).fma(a7, sum);
            sum.intoArray(y, yAt + j);
        }
    }

    /// `for j in [0, length): y[yAt + j] += x·b[bAt + j]`, and anything behind, in whole vectors.
    private static void addOne(int length, float x, float[] b, int bAt, float[] y, int yAt) {
        var factor = FloatVector.broadcast(SPECIES, x);
        for (int j = 0; j < length; j += LANES) {
            FloatVector.fromArray(SPECIES, b, bAt + j)
                    .fma(factor, FloatVector.fromArray(SPECIES, y, yAt + j))
                    .intoArray(y, yAt + j);
        }
    }
}

package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;
import lanewise.engine.simd.Lanes;
import lanewise.engine.simd.WarmUp;

/// The product of few rows and a large matrix, or of a few columns and rows, which [Gemm] leaves to this: each row
/// of the result is a combination of B's rows, and B is read once, along its rows, as it comes from memory; a tile
/// would read short pieces of rows that lie far apart.
///
/// The order of additions is that of all tiles, so these compute while the vector loops are not compiled.
///
/// Each thread keeps one of these.
final class GemmFewRows implements RangeTask {
    /// The most rows: with 32 registers more are a tile's, which then has few to spare.
    private static final int MAX_ROWS = GemmBlocking.MANY_REGISTERS ? 4 : 8;

    /// The most rows where B comes from beyond the second-level cache: there reading it as it lies is what takes
    /// the time.
    private static final int MAX_DISTANT_ROWS = GemmBlocking.MANY_REGISTERS ? 16 : MAX_ROWS;

    /// The most products in a sum, where the rows are more: a tile of so few is mostly loaded and stored. With 32
    /// registers it is still the faster way.
    private static final int MAX_DEPTH = GemmBlocking.MANY_REGISTERS ? 0 : 8;

    /// Columns from which on that is so.
    private static final int LONG_ROW = 256;

    /// Rows of B that are combined at a time: so often a sum of the result is loaded and stored less.
    private static final int STEP = 8;

    /// Floats of the result that are summed up at a time, 16 KiB: half of a common first-level cache.
    private static final int BLOCK = 8192;

    /// Threads divide the columns at multiples of this.
    private static final int GRAIN = 64;

    private final GemmProduct product;

    GemmFewRows(GemmProduct product) {
        this.product = product;
    }

    /// Whether a product is for this class: few rows, and those of B contiguous and long.
    static boolean takes(GemmProduct x) {
        boolean distant = 4L * x.n * x.k > CacheSizes.HERE.second();
        boolean fewRows = x.m <= (distant ? MAX_DISTANT_ROWS : MAX_ROWS) && x.n >= 2 * Lanes.PADDING;
        boolean fewSums = x.k <= MAX_DEPTH && x.n >= LONG_ROW && x.cColumn == 1;
        return (fewRows || fewSums) && x.bColumn == 1 && isFast();
    }

    /// Whether the vector loops are compiled.
    static boolean isFast() {
        return Compiled.WARM_UP.isDone();
    }

    /// Computes it.
    void multiply() {
        Workers.run(
                product.n, GemmBlocking.readingGrain(product.k * GemmBlocking.tiles(product.m, MAX_ROWS), GRAIN), this);
    }

    @Override
    public void run(int from, int to) {
        GemmProduct x = product;
        float[] sums = GemmScratch.ofThread().rows(BLOCK);
        for (int i = 0; i < x.m; i += MAX_DISTANT_ROWS) {
            run(i, Math.min(MAX_DISTANT_ROWS, x.m - i), from, to, sums);
        }
    }

    /// Rows `[i, i + rows)` by columns `[from, to)`.
    private void run(int i, int rows, int from, int to, float[] sums) {
        GemmProduct x = product;
        int columns = BLOCK / rows / GRAIN * GRAIN;
        int depth = GemmBlocking.depth(x.k);
        for (int j = from; j < to; j += columns) {
            int length = Math.min(columns, to - j);
            for (int p = 0; p < x.k; p += depth) {
                Arrays.fill(sums, 0, rows * columns, 0f);
                sumRun(i, rows, j, length, p, Math.min(p + depth, x.k), sums, columns);
                for (int r = 0; r < rows; r++) {
                    copyOut(length, sums, r * columns, x.cAt + (i + r) * x.cRow + j * x.cColumn, x.add || p > 0);
                }
            }
        }
    }

    private void copyOut(int length, float[] sums, int from, int to, boolean adds) {
        float[] c = product.c;
        if (product.cColumn == 1) {
            GemmPacking.copyOut(1, length, sums, from, 0, c, to, 0, adds);
            return;
        }
        for (int j = 0; j < length; j++) {
            int at = to + j * product.cColumn;
            c[at] = adds ? c[at] + sums[from + j] : sums[from + j];
        }
    }

    /// Adds the products `[from, to)` of a run: rows by four, if there are the registers for it, or by two, so that
    /// each vector of B that is loaded serves all of them.
    private void sumRun(int i, int rows, int j, int length, int from, int to, float[] sums, int columns) {
        GemmProduct x = product;
        int fours = GemmBlocking.MANY_REGISTERS ? rows & ~3 : 0;
        int pairs = rows & ~1;
        int p = from;
        for (; p <= to - STEP; p += STEP) {
            int bAt = x.bAt + p * x.bRow + j;
            int aAt = x.aAt + i * x.aRow + p * x.aColumn;
            int half = STEP / 2;
            for (int r = 0; r < fours; r += 4) {
                int at = aAt + r * x.aRow;
                addFourToFour(length, x.a, at, x.aRow, x.aColumn, x.b, bAt, x.bRow, sums, r * columns, columns);
                at += half * x.aColumn;
                int b4 = bAt + half * x.bRow;
                addFourToFour(length, x.a, at, x.aRow, x.aColumn, x.b, b4, x.bRow, sums, r * columns, columns);
            }
            for (int r = fours; r < pairs; r += 2) {
                int at = aAt + r * x.aRow;
                addFour(length, x.a, at, x.aRow, x.aColumn, x.b, bAt, x.bRow, sums, r * columns, columns);
                at += half * x.aColumn;
                addFour(
                        length,
                        x.a,
                        at,
                        x.aRow,
                        x.aColumn,
                        x.b,
                        bAt + half * x.bRow,
                        x.bRow,
                        sums,
                        r * columns,
                        columns);
            }
            if (pairs < rows) {
                int at = aAt + pairs * x.aRow;
                addEight(length, x.a, at, x.aColumn, x.b, bAt, x.bRow, sums, pairs * columns);
            }
        }
        for (; p < to; p++) {
            for (int r = 0; r < rows; r++) {
                float factor = x.a[x.aAt + (i + r) * x.aRow + p * x.aColumn];
                addOne(length, factor, x.b, x.bAt + p * x.bRow + j, sums, r * columns);
            }
        }
    }

    /// To two rows, `for i in [0, 2), j in [0, length): y[yAt + i·yRow + j] += sum over p in [0, 4) of a[aAt +
    /// i·aRow + p·aColumn]·b[bAt + p·bRow + j]`, in ascending `p`, and anything behind, in whole vectors.
    private static void addFour(
            int length,
            float[] a,
            int aAt,
            int aRow,
            int aColumn,
            float[] b,
            int bAt,
            int bRow,
            float[] y,
            int yAt,
            int yRow) {
        if (length == 0) {
            return; // an idle call of the warm-up
        }
        var a00 = FloatVector.broadcast(SPECIES, a[aAt]);
        var a01 = FloatVector.broadcast(SPECIES, a[aAt + aColumn]);
        var a02 = FloatVector.broadcast(SPECIES, a[aAt + 2 * aColumn]);
        var a03 = FloatVector.broadcast(SPECIES, a[aAt + 3 * aColumn]);
        int second = aAt + aRow;
        var a10 = FloatVector.broadcast(SPECIES, a[second]);
        var a11 = FloatVector.broadcast(SPECIES, a[second + aColumn]);
        var a12 = FloatVector.broadcast(SPECIES, a[second + 2 * aColumn]);
        var a13 = FloatVector.broadcast(SPECIES, a[second + 3 * aColumn]);
        int b1 = bAt + bRow;
        int b2 = bAt + 2 * bRow;
        int b3 = bAt + 3 * bRow;
        int y1 = yAt + yRow;
        for (int j = 0; j < length; j += LANES) {
            var sum0 = FloatVector.fromArray(SPECIES, y, yAt + j);
            var sum1 = FloatVector.fromArray(SPECIES, y, y1 + j);
            var row = FloatVector.fromArray(SPECIES, b, bAt + j);
            sum0 = row.fma(a00, sum0);
            sum1 = row.fma(a10, sum1);
            row = FloatVector.fromArray(SPECIES, b, b1 + j);
            sum0 = row.fma(a01, sum0);
            sum1 = row.fma(a11, sum1);
            row = FloatVector.fromArray(SPECIES, b, b2 + j);
            sum0 = row.fma(a02, sum0);
            sum1 = row.fma(a12, sum1);
            row = FloatVector.fromArray(SPECIES, b, b3 + j);
            sum0 = row.fma(a03, sum0);
            sum1 = row.fma(a13, sum1);
            sum0.intoArray(y, yAt + j);
            sum1.intoArray(y, y1 + j);
        }
    }

    /// The same to four rows.
    private static void addFourToFour(
            int length,
            float[] a,
            int aAt,
            int aRow,
            int aColumn,
            float[] b,
            int bAt,
            int bRow,
            float[] y,
            int yAt,
            int yRow) {
        if (length == 0) {
            return; // an idle call of the warm-up
        }
        int at = aAt;
        var a00 = FloatVector.broadcast(SPECIES, a[at]);
        var a01 = FloatVector.broadcast(SPECIES, a[at + aColumn]);
        var a02 = FloatVector.broadcast(SPECIES, a[at + 2 * aColumn]);
        var a03 = FloatVector.broadcast(SPECIES, a[at + 3 * aColumn]);
        at += aRow;
        var a10 = FloatVector.broadcast(SPECIES, a[at]);
        var a11 = FloatVector.broadcast(SPECIES, a[at + aColumn]);
        var a12 = FloatVector.broadcast(SPECIES, a[at + 2 * aColumn]);
        var a13 = FloatVector.broadcast(SPECIES, a[at + 3 * aColumn]);
        at += aRow;
        var a20 = FloatVector.broadcast(SPECIES, a[at]);
        var a21 = FloatVector.broadcast(SPECIES, a[at + aColumn]);
        var a22 = FloatVector.broadcast(SPECIES, a[at + 2 * aColumn]);
        var a23 = FloatVector.broadcast(SPECIES, a[at + 3 * aColumn]);
        at += aRow;
        var a30 = FloatVector.broadcast(SPECIES, a[at]);
        var a31 = FloatVector.broadcast(SPECIES, a[at + aColumn]);
        var a32 = FloatVector.broadcast(SPECIES, a[at + 2 * aColumn]);
        var a33 = FloatVector.broadcast(SPECIES, a[at + 3 * aColumn]);
        int b1 = bAt + bRow;
        int b2 = bAt + 2 * bRow;
        int b3 = bAt + 3 * bRow;
        int y1 = yAt + yRow;
        int y2 = yAt + 2 * yRow;
        int y3 = yAt + 3 * yRow;
        for (int j = 0; j < length; j += LANES) {
            var sum0 = FloatVector.fromArray(SPECIES, y, yAt + j);
            var sum1 = FloatVector.fromArray(SPECIES, y, y1 + j);
            var sum2 = FloatVector.fromArray(SPECIES, y, y2 + j);
            var sum3 = FloatVector.fromArray(SPECIES, y, y3 + j);
            var row = FloatVector.fromArray(SPECIES, b, bAt + j);
            sum0 = row.fma(a00, sum0);
            sum1 = row.fma(a10, sum1);
            sum2 = row.fma(a20, sum2);
            sum3 = row.fma(a30, sum3);
            row = FloatVector.fromArray(SPECIES, b, b1 + j);
            sum0 = row.fma(a01, sum0);
            sum1 = row.fma(a11, sum1);
            sum2 = row.fma(a21, sum2);
            sum3 = row.fma(a31, sum3);
            row = FloatVector.fromArray(SPECIES, b, b2 + j);
            sum0 = row.fma(a02, sum0);
            sum1 = row.fma(a12, sum1);
            sum2 = row.fma(a22, sum2);
            sum3 = row.fma(a32, sum3);
            row = FloatVector.fromArray(SPECIES, b, b3 + j);
            sum0 = row.fma(a03, sum0);
            sum1 = row.fma(a13, sum1);
            sum2 = row.fma(a23, sum2);
            sum3 = row.fma(a33, sum3);
            sum0.intoArray(y, yAt + j);
            sum1.intoArray(y, y1 + j);
            sum2.intoArray(y, y2 + j);
            sum3.intoArray(y, y3 + j);
        }
    }

    /// `for j in [0, length): y[yAt + j] += sum over p in [0, 8) of a[aAt + p·aColumn]·b[bAt + p·bRow + j]`, in
    /// ascending `p`, and anything behind, in whole vectors.
    private static void addEight(
            int length, float[] a, int aAt, int aColumn, float[] b, int bAt, int bRow, float[] y, int yAt) {
        if (length == 0) {
            return; // an idle call of the warm-up
        }
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
        if (length == 0) {
            return; // an idle call of the warm-up
        }
        var factor = FloatVector.broadcast(SPECIES, x);
        for (int j = 0; j < length; j += LANES) {
            FloatVector.fromArray(SPECIES, b, bAt + j)
                    .fma(factor, FloatVector.fromArray(SPECIES, y, yAt + j))
                    .intoArray(y, yAt + j);
        }
    }

    /// Begins when the first product of few rows comes.
    private static final class Compiled {
        static final WarmUp WARM_UP = WarmUp.ofFused(new Exercise());
    }

    private static final class Exercise implements WarmUp.Exercise {
        private static final int LENGTH = WarmUp.ROUNDS * LANES;

        private final float[] a = new float[STEP];
        private final float[] b = new float[STEP * LENGTH + Lanes.PADDING];
        private final float[] y = new float[4 * LENGTH + Lanes.PADDING];

        @Override
        public void run(int calls, int rounds) {
            for (int i = 0; i < calls; i++) {
                addEight(rounds * LANES, a, 0, 1, b, 0, LENGTH, y, 0);
                addFour(rounds * LANES, a, 0, 1, 1, b, 0, LENGTH, y, 0, LENGTH);
                addOne(rounds * LANES, 0f, b, 0, y, 0);
                if (GemmBlocking.MANY_REGISTERS) {
                    addFourToFour(rounds * LANES, a, 0, 1, 1, b, 0, LENGTH, y, 0, LENGTH);
                }
            }
        }
    }
}

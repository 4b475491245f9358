package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;
import static lanewise.engine.simd.Rotation.BY_2;
import static lanewise.engine.simd.Rotation.BY_4;
import static lanewise.engine.simd.Rotation.BY_8;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;
import lanewise.engine.simd.Lanes;
import lanewise.engine.simd.WarmUp;

/// The scalar products of many long rows and a few, which [Gemm] leaves to this: both factors are read along k, and
/// the large one once, as it comes from memory.
///
/// The rows of A are the many, the columns of B the few. Lane `l` of a vector sums the products `l, l + LANES, l +
/// 2·LANES, ...`, then the lanes are added pairwise.
///
/// Each thread keeps one of these.
final class GemmDotProducts implements RangeTask {
    /// The most of the few.
    static final int MAX_FEW = 8;

    /// Below, adding up the lanes is most of the work.
    static final int MIN_DEPTH = 8 * LANES;

    /// Copying the few, where they do not lie along k, must be the lesser work: so many times as many are the many.
    private static final int MANY_TO_COPY = 16;

    /// Threads divide the many at multiples of this.
    private static final int GRAIN = 8;

    private static final float[] NOTHING = new float[0];

    private final GemmProduct product;

    /// The few: column `j` of B begins at `yAt + j·yRow`.
    private float[] y = NOTHING;

    private int yAt;
    private int yRow;

    GemmDotProducts(GemmProduct product) {
        this.product = product;
    }

    /// Whether a product is for this class: few columns, and what is multiplied long and contiguous.
    static boolean takes(GemmProduct x) {
        return x.n <= MAX_FEW && x.m >= (x.bRow == 1 ? 1 : MANY_TO_COPY) * x.n && x.k >= MIN_DEPTH && x.aColumn == 1;
    }

    /// Whether the vector loops are compiled.
    static boolean isFast() {
        return Compiled.WARM_UP.isDone();
    }

    /// Computes it.
    ///
    /// @param scratch the calling thread's
    void multiply(GemmScratch scratch) {
        setFew(scratch);
        try {
            Workers.run(product.m, GemmBlocking.readingGrain(product.k, GRAIN), this);
        } finally {
            y = NOTHING;
        }
    }

    /// The columns of B, copied if they do not lie along k.
    void setFew(GemmScratch scratch) {
        GemmProduct x = product;
        if (x.bRow == 1) {
            y = x.b;
            yAt = x.bAt;
            yRow = x.bColumn;
        } else {
            y = scratch.panels(x.n * x.k, 0);
            yAt = 0;
            yRow = x.k;
            copyColumns();
        }
    }

    private void copyColumns() {
        GemmProduct x = product;
        for (int p = 0; p < x.k; p++) {
            for (int j = 0; j < x.n; j++) {
                y[j * x.k + p] = x.b[x.bAt + p * x.bRow + j * x.bColumn];
            }
        }
    }

    @Override
    public void run(int from, int to) {
        run(from, to, isFast());
    }

    /// Rows `[from, to)` of the result, with vectors or by their scalar twin.
    void run(int from, int to, boolean vectors) {
        float[] sums = GemmScratch.ofThread().sums;
        if (!vectors) {
            runByElement(from, to, sums);
        } else if (product.n == 1) {
            runEights(from, to, sums);
        } else {
            runPairs(from, to, sums);
        }
    }

    private void runEights(int from, int to, float[] sums) {
        GemmProduct x = product;
        for (int i = from; i < to; i += 8) {
            int rows = Math.min(8, to - i);
            eightByOne(rows, x.k, x.a, x.aAt + i * x.aRow, x.aRow, y, yAt, sums);
            addRest(i, rows, 0, 1, 1, sums);
            sumLanes(8, sums);
            for (int r = 0; r < rows; r++) {
                store(sums[r * LANES], i + r, 0);
            }
        }
    }

    private void runPairs(int from, int to, float[] sums) {
        GemmProduct x = product;
        for (int i = from; i < to; i += 4) {
            int rows = Math.min(4, to - i);
            for (int j = 0; j < x.n; j += 2) {
                int columns = Math.min(2, x.n - j);
                int second = columns == 1 ? 0 : yRow;
                fourByTwo(rows, x.k, x.a, x.aAt + i * x.aRow, x.aRow, y, yAt + j * yRow, second, sums);
                addRest(i, rows, j, columns, 2, sums);
                sumLanes(8, sums);
                for (int r = 0; r < rows; r++) {
                    for (int s = 0; s < columns; s++) {
                        store(sums[(2 * r + s) * LANES], i + r, j + s);
                    }
                }
            }
        }
    }

    /// The scalar twin, of the same bits.
    private void runByElement(int from, int to, float[] sums) {
        GemmProduct x = product;
        for (int i = from; i < to; i++) {
            for (int j = 0; j < x.n; j++) {
                Arrays.fill(sums, 0, LANES, 0f);
                for (int p = 0; p < x.k; p++) {
                    int lane = p & LANES - 1;
                    sums[lane] = Lanes.fma(x.a[x.aAt + i * x.aRow + p], y[yAt + j * yRow + p], sums[lane]);
                }
                for (int half = LANES / 2; half > 0; half /= 2) {
                    for (int l = 0; l < half; l++) {
                        sums[l] += sums[l + half];
                    }
                }
                store(sums[0], i, j);
            }
        }
    }

    private void store(float sum, int i, int j) {
        float[] c = product.c;
        int at = product.cAt + i * product.cRow + j * product.cColumn;
        c[at] = product.add ? c[at] + sum : sum;
    }

    /// Adds the products behind the last whole vector, each in its lane. One by one, since with masked vectors for
    /// them the loops before would be too long for the first of the virtual machine's compilers.
    ///
    /// @param row vectors of sums from one row to the next
    private void addRest(int i, int rows, int j, int columns, int row, float[] sums) {
        GemmProduct x = product;
        int whole = Lanes.wholeVectors(x.k);
        for (int r = 0; r < rows; r++) {
            int aAt = x.aAt + (i + r) * x.aRow;
            for (int s = 0; s < columns; s++) {
                int bAt = yAt + (j + s) * yRow;
                int at = (r * row + s) * LANES;
                for (int p = whole; p < x.k; p++) {
                    sums[at + p - whole] = Lanes.fma(x.a[aAt + p], y[bAt + p], sums[at + p - whole]);
                }
            }
        }
    }

    /// The lanes of each of `count` vectors, added pairwise into its first.
    private static void sumLanes(int count, float[] sums) {
        for (int at = 0; at < count * LANES; at += LANES) {
            var total = FloatVector.fromArray(SPECIES, sums, at);
            if (LANES > 8) {
                total = total.add(total.rearrange(BY_8));
            }
            if (LANES > 4) {
                total = total.add(total.rearrange(BY_4));
            }
            total = total.add(total.rearrange(BY_2));
            sums[at] = total.lane(0) + total.lane(1);
        }
    }

    /// Vectors of sums of up to 8 rows of `x` by one `y`, of as many whole vectors as there are. Rows that there
    /// are not are the last once more.
    private static void eightByOne(int rows, int k, float[] x, int xAt, int xRow, float[] y, int yAt, float[] sums) {
        if (k == 0) {
            return; // an idle call of the warm-up
        }
        var s0 = FloatVector.zero(SPECIES);
        var s1 = s0;
        var s2 = s0;
        var s3 = s0;
        var s4 = s0;
        var s5 = s0;
        var s6 = s0;
        var s7 = s0;
        int x0 = xAt;
        int x1 = xAt + Math.min(1, rows - 1) * xRow;
        int x2 = xAt + Math.min(2, rows - 1) * xRow;
        int x3 = xAt + Math.min(3, rows - 1) * xRow;
        int x4 = xAt + Math.min(4, rows - 1) * xRow;
        int x5 = xAt + Math.min(5, rows - 1) * xRow;
        int x6 = xAt + Math.min(6, rows - 1) * xRow;
        int x7 = xAt + Math.min(7, rows - 1) * xRow;
        int whole = k & -LANES;
        for (int p = 0; p < whole; p += LANES) {
            var u = FloatVector.fromArray(SPECIES, y, yAt + p);
            s0 = FloatVector.fromArray(SPECIES, x, x0 + p).fma(u, s0);
            s1 = FloatVector.fromArray(SPECIES, x, x1 + p).fma(u, s1);
            s2 = FloatVector.fromArray(SPECIES, x, x2 + p).fma(u, s2);
            s3 = FloatVector.fromArray(SPECIES, x, x3 + p).fma(u, s3);
            s4 = FloatVector.fromArray(SPECIES, x, x4 + p).fma(u, s4);
            s5 = FloatVector.fromArray(SPECIES, x, x5 + p).fma(u, s5);
            s6 = FloatVector.fromArray(SPECIES, x, x6 + p).fma(u, s6);
            s7 = FloatVector.fromArray(SPECIES, x, x7 + p).fma(u, s7);
        }
        s0.intoArray(sums, 0);
        s1.intoArray(sums, LANES);
        s2.intoArray(sums, 2 * LANES);
        s3.intoArray(sums, 3 * LANES);
        s4.intoArray(sums, 4 * LANES);
        s5.intoArray(sums, 5 * LANES);
        s6.intoArray(sums, 6 * LANES);
        s7.intoArray(sums, 7 * LANES);
    }

    /// Vectors of sums of up to 4 rows of `x` by two of `y`, likewise. Rows that there are not are the last once
    /// more.
    private static void fourByTwo(
            int rows, int k, float[] x, int x0, int xRow, float[] y, int y0, int yRow, float[] sums) {
        if (k == 0) {
            return; // an idle call of the warm-up
        }
        int x1 = x0 + Math.min(1, rows - 1) * xRow;
        int x2 = x0 + Math.min(2, rows - 1) * xRow;
        int x3 = x0 + Math.min(3, rows - 1) * xRow;
        int y1 = y0 + yRow;
        var s00 = FloatVector.zero(SPECIES);
        var s01 = s00;
        var s10 = s00;
        var s11 = s00;
        var s20 = s00;
        var s21 = s00;
        var s30 = s00;
        var s31 = s00;
        int whole = k & -LANES;
        for (int p = 0; p < whole; p += LANES) {
            var u = FloatVector.fromArray(SPECIES, y, y0 + p);
            var v = FloatVector.fromArray(SPECIES, y, y1 + p);
            var row0 = FloatVector.fromArray(SPECIES, x, x0 + p);
            s00 = row0.fma(u, s00);
            s01 = row0.fma(v, s01);
            var row1 = FloatVector.fromArray(SPECIES, x, x1 + p);
            s10 = row1.fma(u, s10);
            s11 = row1.fma(v, s11);
            var row2 = FloatVector.fromArray(SPECIES, x, x2 + p);
            s20 = row2.fma(u, s20);
            s21 = row2.fma(v, s21);
            var row3 = FloatVector.fromArray(SPECIES, x, x3 + p);
            s30 = row3.fma(u, s30);
            s31 = row3.fma(v, s31);
        }
        s00.intoArray(sums, 0);
        s01.intoArray(sums, LANES);
        s10.intoArray(sums, 2 * LANES);
        s11.intoArray(sums, 3 * LANES);
        s20.intoArray(sums, 4 * LANES);
        s21.intoArray(sums, 5 * LANES);
        s30.intoArray(sums, 6 * LANES);
        s31.intoArray(sums, 7 * LANES);
    }

    /// Begins when the first such product comes.
    private static final class Compiled {
        static final WarmUp WARM_UP = WarmUp.ofFused(new Exercise());
    }

    private static final class Exercise implements WarmUp.Exercise {
        private static final int LENGTH = WarmUp.ROUNDS * LANES;

        private final float[] x = new float[8 * LENGTH + Lanes.PADDING];
        private final float[] sums = new float[8 * LANES + Lanes.PADDING];

        @Override
        public void run(int calls, int rounds) {
            int k = rounds == 0 ? 0 : rounds * LANES - 1;
            for (int i = 0; i < calls; i++) {
                eightByOne(8, k, x, 0, LENGTH, x, 0, sums);
                fourByTwo(4, k, x, 0, LENGTH, x, 0, LENGTH, sums);
                sumLanes(Math.min(rounds, 8), sums);
            }
        }
    }
}

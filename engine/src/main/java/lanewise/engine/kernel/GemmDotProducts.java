package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;
import static lanewise.engine.simd.Rotation.BY_2;
import static lanewise.engine.simd.Rotation.BY_4;
import static lanewise.engine.simd.Rotation.BY_8;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;

/// The scalar products of many long rows and a few, which [Gemm] leaves to this: both factors are read along k, and
/// the large one once, as it comes from memory.
///
/// `for i in [0, many), j in [0, few): c[cAt + i·cMany + j·cFew] (=|+=) sum over p in [0, k) of x[xAt + i·xRow +
/// p]·y[yAt + j·yRow + p·yColumn]`
///
/// Lane `l` of a vector sums the products `l, l + LANES, l + 2·LANES, ...`, then the lanes are added pairwise.
///
/// Each thread keeps one of these and sets it anew for every product.
final class GemmDotProducts implements RangeTask {
    /// The most of the few.
    static final int MAX_FEW = 8;

    /// Elements of the large factor that a thread must have to read before it is worth waking: 5 us at 60 GB/s.
    private static final int MIN_ELEMENTS = 80_000;

    /// Threads divide the many at multiples of this.
    private static final int GRAIN = 8;

    private static final float[] NOTHING = new float[0];

    private int few;
    private int k;
    private float[] x = NOTHING;
    private int xAt;
    private int xRow;
    private float[] y = NOTHING;
    private int yAt;
    private int yRow;
    private float[] c = NOTHING;
    private int cAt;
    private int cMany;
    private int cFew;
    private boolean add;

    void multiply(
            int many,
            int few,
            int k,
            float[] x,
            int xAt,
            int xRow,
            float[] y,
            int yAt,
            int yRow,
            int yColumn,
            float[] c,
            int cAt,
            int cMany,
            int cFew,
            boolean add,
            GemmScratch scratch) {
        this.few = few;
        this.k = k;
        this.x = x;
        this.xAt = xAt;
        this.xRow = xRow;
        if (yColumn == 1) {
            this.y = y;
            this.yAt = yAt;
            this.yRow = yRow;
        } else {
            this.y = scratch.packed(few * k);
            this.yAt = 0;
            this.yRow = k;
            copyRows(few, k, y, yAt, yRow, yColumn, this.y);
        }
        this.c = c;
        this.cAt = cAt;
        this.cMany = cMany;
        this.cFew = cFew;
        this.add = add;
        int wanted = GemmBlocking.tiles(MIN_ELEMENTS, k);
        try {
            Workers.run(many, GemmBlocking.tiles(wanted, GRAIN) * GRAIN, this);
        } finally {
            this.x = NOTHING;
            this.y = NOTHING;
            this.c = NOTHING;
        }
    }

    private static void copyRows(int rows, int k, float[] y, int yAt, int yRow, int yColumn, float[] copy) {
        for (int p = 0; p < k; p++) {
            for (int j = 0; j < rows; j++) {
                copy[j * k + p] = y[yAt + j * yRow + p * yColumn];
            }
        }
    }

    @Override
    public void run(int from, int to) {
        GemmScratch scratch = GemmScratch.ofThread();
        if (few == 1) {
            runEights(from, to, scratch.sums, scratch.rowOffsets);
        } else {
            runPairs(from, to, scratch.sums);
        }
    }

    private void runEights(int from, int to, float[] sums, int[] offsets) {
        for (int i = from; i < to; i += 8) {
            int rows = Math.min(8, to - i);
            for (int r = 0; r < 8; r++) {
                offsets[r] = r < rows ? r * xRow : 0; // rows that there are not are the first once more
            }
            eightByOne(k, x, xAt + i * xRow, offsets, y, yAt, sums);
            sumLanes(sums);
            for (int r = 0; r < rows; r++) {
                store(sums[r * LANES], cAt + (i + r) * cMany);
            }
        }
    }

    private void runPairs(int from, int to, float[] sums) {
        for (int i = from; i < to; i += 4) {
            int rows = Math.min(4, to - i);
            int at = xAt + i * xRow;
            int second = rows > 1 ? xRow : 0; // rows that there are not are the first once more
            int third = rows > 2 ? 2 * xRow : 0;
            int fourth = rows > 3 ? 3 * xRow : 0;
            for (int j = 0; j < few; j += 2) {
                int columns = Math.min(2, few - j);
                int firstOfY = yAt + j * yRow;
                int secondOfY = columns > 1 ? firstOfY + yRow : firstOfY;
                fourByTwo(k, x, at, at + second, at + third, at + fourth, y, firstOfY, secondOfY, sums);
                sumLanes(sums);
                for (int r = 0; r < rows; r++) {
                    for (int s = 0; s < columns; s++) {
                        store(sums[(2 * r + s) * LANES], cAt + (i + r) * cMany + (j + s) * cFew);
                    }
                }
            }
        }
    }

    private void store(float sum, int at) {
        c[at] = add ? c[at] + sum : sum;
    }

    /// The lanes of each of 8 vectors, added pairwise into its first.
    private static void sumLanes(float[] sums) {
        for (int at = 0; at < 8 * LANES; at += LANES) {
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

    private static void eightByOne(int k, float[] x, int xAt, int[] rows, float[] y, int yAt, float[] sums) {
        var s0 = FloatVector.zero(SPECIES);
        var s1 = s0;
        var s2 = s0;
        var s3 = s0;
        var s4 = s0;
        var s5 = s0;
        var s6 = s0;
        var s7 = s0;
        int x0 = xAt;
        int x1 = xAt + rows[1];
        int x2 = xAt + rows[2];
        int x3 = xAt + rows[3];
        int x4 = xAt + rows[4];
        int x5 = xAt + rows[5];
        int x6 = xAt + rows[6];
        int x7 = xAt + rows[7];
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
        if (whole < k) {
            VectorMask<Float> rest = SPECIES.indexInRange(whole, k);
            var u = FloatVector.fromArray(SPECIES, y, yAt + whole, rest);
            s0 = FloatVector.fromArray(SPECIES, x, x0 + whole, rest).fma(u, s0);
            s1 = FloatVector.fromArray(SPECIES, x, x1 + whole, rest).fma(u, s1);
            s2 = FloatVector.fromArray(SPECIES, x, x2 + whole, rest).fma(u, s2);
            s3 = FloatVector.fromArray(SPECIES, x, x3 + whole, rest).fma(u, s3);
            s4 = FloatVector.fromArray(SPECIES, x, x4 + whole, rest).fma(u, s4);
            s5 = FloatVector.fromArray(SPECIES, x, x5 + whole, rest).fma(u, s5);
            s6 = FloatVector.fromArray(SPECIES, x, x6 + whole, rest).fma(u, s6);
            s7 = FloatVector.fromArray(SPECIES, x, x7 + whole, rest).fma(u, s7);
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

    private static void fourByTwo(
            int k, float[] x, int x0, int x1, int x2, int x3, float[] y, int y0, int y1, float[] sums) {
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
        if (whole < k) {
            VectorMask<Float> rest = SPECIES.indexInRange(whole, k);
            var u = FloatVector.fromArray(SPECIES, y, y0 + whole, rest);
            var v = FloatVector.fromArray(SPECIES, y, y1 + whole, rest);
            var row0 = FloatVector.fromArray(SPECIES, x, x0 + whole, rest);
            s00 = row0.fma(u, s00);
            s01 = row0.fma(v, s01);
            var row1 = FloatVector.fromArray(SPECIES, x, x1 + whole, rest);
            s10 = row1.fma(u, s10);
            s11 = row1.fma(v, s11);
            var row2 = FloatVector.fromArray(SPECIES, x, x2 + whole, rest);
            s20 = row2.fma(u, s20);
            s21 = row2.fma(v, s21);
            var row3 = FloatVector.fromArray(SPECIES, x, x3 + whole, rest);
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
}

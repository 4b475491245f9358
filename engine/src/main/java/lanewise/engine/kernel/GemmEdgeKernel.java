package lanewise.engine.kernel;

import static lanewise.engine.kernel.GemmBlocking.MANY_REGISTERS;
import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import lanewise.engine.simd.Lanes;
import lanewise.engine.simd.WarmUp;

/// The innermost loops of [Gemm] for 32 vector registers where C, or its last panel, has fewer columns than
/// [GemmMicroKernel]'s tile, or so many rows that tiles of eight are the fuller ones: 8 rows by 1, 2 or 3 vectors,
/// with the same bits.
///
/// Operands are read where they lie or packed, as there; a last vector may reach beyond B's row, but is stored only
/// as far as C's. Each has a warm-up of its own, since few programs meet all three.
final class GemmEdgeKernel {
    /// Rows of a tile. With 3 vectors 24 accumulators, 3 vectors of B and a broadcast of A: 28 registers. With one,
    /// 8 are what the latency of two multiply-adds a cycle asks for.
    static final int ROWS = 8;

    /// The most columns.
    static final int MAX_COLUMNS = 3 * LANES;

    private GemmEdgeKernel() {}

    /// Whether so many columns are for it: its machine, no more than it has, and compiled. Until then the other
    /// kernel's tiles do.
    static boolean takes(int columns) {
        if (!MANY_REGISTERS || columns > MAX_COLUMNS) {
            return false;
        }
        if (columns <= LANES) {
            return One.WARM_UP.isDone();
        }
        return columns <= 2 * LANES ? Two.WARM_UP.isDone() : Three.WARM_UP.isDone();
    }

    /// `for i in [0, 8), j in [0, columns): c[i, j] (=|+=) sum over p in [0, k) of a[i, p]·b[p, j]`
    ///
    /// where `a[i, p]` is `a[aAt + i·aRow + p·aColumn]`, `b[p, j]` is `b[bAt + p·bRow + j]` and `c[i, j]` is
    /// `c[cAt + i·cRow + j]`; `columns` is at most [#MAX_COLUMNS]. The sum takes its products in ascending `p`.
    static void run(
            int k,
            int columns,
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
            boolean add) {
        if (columns <= LANES) {
            one(k, columns, a, aAt, aRow, aColumn, b, bAt, bRow, c, cAt, cRow, add);
        } else if (columns <= 2 * LANES) {
            two(k, columns, a, aAt, aRow, aColumn, b, bAt, bRow, c, cAt, cRow, add);
        } else if (!add) {
            three(k, columns, a, aAt, aRow, aColumn, b, bAt, bRow, c, cAt, cRow);
        } else {
            // 24 loads and additions more, and the first compiler would run out of registers for that method
            float[] tile = GemmScratch.ofThread().tile;
            three(k, columns, a, aAt, aRow, aColumn, b, bAt, bRow, tile, 0, MAX_COLUMNS);
            GemmPacking.copyOut(ROWS, columns, tile, 0, MAX_COLUMNS, c, cAt, cRow, true);
        }
    }

    /// 8 rows by a vector.
    private static void one(
            int k,
            int columns,
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
            boolean add) {
        if (k == 0) {
            return; // an idle call of the warm-up
        }
        var c00 = FloatVector.zero(SPECIES);
        var c10 = c00;
        var c20 = c00;
        var c30 = c00;
        var c40 = c00;
        var c50 = c00;
        var c60 = c00;
        var c70 = c00;
        int bEnd = bAt + k * bRow;
        for (int ap = aAt, bp = bAt; bp != bEnd; ap += aColumn, bp += bRow) {
            var b0 = FloatVector.fromArray(SPECIES, b, bp);
            int row = ap;
            var a0 = FloatVector.broadcast(SPECIES, a[row]);
            c00 = a0.fma(b0, c00);
            row += aRow;
            var a1 = FloatVector.broadcast(SPECIES, a[row]);
            c10 = a1.fma(b0, c10);
            row += aRow;
            var a2 = FloatVector.broadcast(SPECIES, a[row]);
            c20 = a2.fma(b0, c20);
            row += aRow;
            var a3 = FloatVector.broadcast(SPECIES, a[row]);
            c30 = a3.fma(b0, c30);
            row += aRow;
            var a4 = FloatVector.broadcast(SPECIES, a[row]);
            c40 = a4.fma(b0, c40);
            row += aRow;
            var a5 = FloatVector.broadcast(SPECIES, a[row]);
            c50 = a5.fma(b0, c50);
            row += aRow;
            var a6 = FloatVector.broadcast(SPECIES, a[row]);
            c60 = a6.fma(b0, c60);
            row += aRow;
            var a7 = FloatVector.broadcast(SPECIES, a[row]);
            c70 = a7.fma(b0, c70);
        }
        var within = SPECIES.indexInRange(0, columns);
        int at = cAt;
        if (add) {
            c00 = FloatVector.fromArray(SPECIES, c, at).add(c00);
            at += cRow;
            c10 = FloatVector.fromArray(SPECIES, c, at).add(c10);
            at += cRow;
            c20 = FloatVector.fromArray(SPECIES, c, at).add(c20);
            at += cRow;
            c30 = FloatVector.fromArray(SPECIES, c, at).add(c30);
            at += cRow;
            c40 = FloatVector.fromArray(SPECIES, c, at).add(c40);
            at += cRow;
            c50 = FloatVector.fromArray(SPECIES, c, at).add(c50);
            at += cRow;
            c60 = FloatVector.fromArray(SPECIES, c, at).add(c60);
            at += cRow;
            c70 = FloatVector.fromArray(SPECIES, c, at).add(c70);
            at = cAt;
        }
        c00.intoArray(c, at, within);
        at += cRow;
        c10.intoArray(c, at, within);
        at += cRow;
        c20.intoArray(c, at, within);
        at += cRow;
        c30.intoArray(c, at, within);
        at += cRow;
        c40.intoArray(c, at, within);
        at += cRow;
        c50.intoArray(c, at, within);
        at += cRow;
        c60.intoArray(c, at, within);
        at += cRow;
        c70.intoArray(c, at, within);
    }

    /// 8 rows by 2 vectors.
    private static void two(
            int k,
            int columns,
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
            boolean add) {
        if (k == 0) {
            return; // an idle call of the warm-up
        }
        var c00 = FloatVector.zero(SPECIES);
        var c01 = c00;
        var c10 = c00;
        var c11 = c00;
        var c20 = c00;
        var c21 = c00;
        var c30 = c00;
        var c31 = c00;
        var c40 = c00;
        var c41 = c00;
        var c50 = c00;
        var c51 = c00;
        var c60 = c00;
        var c61 = c00;
        var c70 = c00;
        var c71 = c00;
        int bEnd = bAt + k * bRow;
        for (int ap = aAt, bp = bAt; bp != bEnd; ap += aColumn, bp += bRow) {
            var b0 = FloatVector.fromArray(SPECIES, b, bp);
            var b1 = FloatVector.fromArray(SPECIES, b, bp + LANES);
            int row = ap;
            var a0 = FloatVector.broadcast(SPECIES, a[row]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            row += aRow;
            var a1 = FloatVector.broadcast(SPECIES, a[row]);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            row += aRow;
            var a2 = FloatVector.broadcast(SPECIES, a[row]);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            row += aRow;
            var a3 = FloatVector.broadcast(SPECIES, a[row]);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            row += aRow;
            var a4 = FloatVector.broadcast(SPECIES, a[row]);
            c40 = a4.fma(b0, c40);
            c41 = a4.fma(b1, c41);
            row += aRow;
            var a5 = FloatVector.broadcast(SPECIES, a[row]);
            c50 = a5.fma(b0, c50);
            c51 = a5.fma(b1, c51);
            row += aRow;
            var a6 = FloatVector.broadcast(SPECIES, a[row]);
            c60 = a6.fma(b0, c60);
            c61 = a6.fma(b1, c61);
            row += aRow;
            var a7 = FloatVector.broadcast(SPECIES, a[row]);
            c70 = a7.fma(b0, c70);
            c71 = a7.fma(b1, c71);
        }
        var within = SPECIES.indexInRange(0, columns - LANES);
        int at = cAt;
        if (add) {
            c00 = FloatVector.fromArray(SPECIES, c, at).add(c00);
            c01 = FloatVector.fromArray(SPECIES, c, at + LANES).add(c01);
            at += cRow;
            c10 = FloatVector.fromArray(SPECIES, c, at).add(c10);
            c11 = FloatVector.fromArray(SPECIES, c, at + LANES).add(c11);
            at += cRow;
            c20 = FloatVector.fromArray(SPECIES, c, at).add(c20);
            c21 = FloatVector.fromArray(SPECIES, c, at + LANES).add(c21);
            at += cRow;
            c30 = FloatVector.fromArray(SPECIES, c, at).add(c30);
            c31 = FloatVector.fromArray(SPECIES, c, at + LANES).add(c31);
            at += cRow;
            c40 = FloatVector.fromArray(SPECIES, c, at).add(c40);
            c41 = FloatVector.fromArray(SPECIES, c, at + LANES).add(c41);
            at += cRow;
            c50 = FloatVector.fromArray(SPECIES, c, at).add(c50);
            c51 = FloatVector.fromArray(SPECIES, c, at + LANES).add(c51);
            at += cRow;
            c60 = FloatVector.fromArray(SPECIES, c, at).add(c60);
            c61 = FloatVector.fromArray(SPECIES, c, at + LANES).add(c61);
            at += cRow;
            c70 = FloatVector.fromArray(SPECIES, c, at).add(c70);
            c71 = FloatVector.fromArray(SPECIES, c, at + LANES).add(c71);
            at = cAt;
        }
        c00.intoArray(c, at);
        c01.intoArray(c, at + LANES, within);
        at += cRow;
        c10.intoArray(c, at);
        c11.intoArray(c, at + LANES, within);
        at += cRow;
        c20.intoArray(c, at);
        c21.intoArray(c, at + LANES, within);
        at += cRow;
        c30.intoArray(c, at);
        c31.intoArray(c, at + LANES, within);
        at += cRow;
        c40.intoArray(c, at);
        c41.intoArray(c, at + LANES, within);
        at += cRow;
        c50.intoArray(c, at);
        c51.intoArray(c, at + LANES, within);
        at += cRow;
        c60.intoArray(c, at);
        c61.intoArray(c, at + LANES, within);
        at += cRow;
        c70.intoArray(c, at);
        c71.intoArray(c, at + LANES, within);
    }

    /// 8 rows by 3 vectors, which are not added to what C holds.
    private static void three(
            int k,
            int columns,
            float[] a,
            int aAt,
            int aRow,
            int aColumn,
            float[] b,
            int bAt,
            int bRow,
            float[] c,
            int cAt,
            int cRow) {
        if (k == 0) {
            return; // an idle call of the warm-up
        }
        var c00 = FloatVector.zero(SPECIES);
        var c01 = c00;
        var c02 = c00;
        var c10 = c00;
        var c11 = c00;
        var c12 = c00;
        var c20 = c00;
        var c21 = c00;
        var c22 = c00;
        var c30 = c00;
        var c31 = c00;
        var c32 = c00;
        var c40 = c00;
        var c41 = c00;
        var c42 = c00;
        var c50 = c00;
        var c51 = c00;
        var c52 = c00;
        var c60 = c00;
        var c61 = c00;
        var c62 = c00;
        var c70 = c00;
        var c71 = c00;
        var c72 = c00;
        int bEnd = bAt + k * bRow;
        for (int ap = aAt, bp = bAt; bp != bEnd; ap += aColumn, bp += bRow) {
            var b0 = FloatVector.fromArray(SPECIES, b, bp);
            var b1 = FloatVector.fromArray(SPECIES, b, bp + LANES);
            var b2 = FloatVector.fromArray(SPECIES, b, bp + 2 * LANES);
            int row = ap;
            var a0 = FloatVector.broadcast(SPECIES, a[row]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            c02 = a0.fma(b2, c02);
            row += aRow;
            var a1 = FloatVector.broadcast(SPECIES, a[row]);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            c12 = a1.fma(b2, c12);
            row += aRow;
            var a2 = FloatVector.broadcast(SPECIES, a[row]);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            c22 = a2.fma(b2, c22);
            row += aRow;
            var a3 = FloatVector.broadcast(SPECIES, a[row]);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            c32 = a3.fma(b2, c32);
            row += aRow;
            var a4 = FloatVector.broadcast(SPECIES, a[row]);
            c40 = a4.fma(b0, c40);
            c41 = a4.fma(b1, c41);
            c42 = a4.fma(b2, c42);
            row += aRow;
            var a5 = FloatVector.broadcast(SPECIES, a[row]);
            c50 = a5.fma(b0, c50);
            c51 = a5.fma(b1, c51);
            c52 = a5.fma(b2, c52);
            row += aRow;
            var a6 = FloatVector.broadcast(SPECIES, a[row]);
            c60 = a6.fma(b0, c60);
            c61 = a6.fma(b1, c61);
            c62 = a6.fma(b2, c62);
            row += aRow;
            var a7 = FloatVector.broadcast(SPECIES, a[row]);
            c70 = a7.fma(b0, c70);
            c71 = a7.fma(b1, c71);
            c72 = a7.fma(b2, c72);
        }
        var within = SPECIES.indexInRange(0, columns - 2 * LANES);
        int at = cAt;
        c00.intoArray(c, at);
        c01.intoArray(c, at + LANES);
        c02.intoArray(c, at + 2 * LANES, within);
        at += cRow;
        c10.intoArray(c, at);
        c11.intoArray(c, at + LANES);
        c12.intoArray(c, at + 2 * LANES, within);
        at += cRow;
        c20.intoArray(c, at);
        c21.intoArray(c, at + LANES);
        c22.intoArray(c, at + 2 * LANES, within);
        at += cRow;
        c30.intoArray(c, at);
        c31.intoArray(c, at + LANES);
        c32.intoArray(c, at + 2 * LANES, within);
        at += cRow;
        c40.intoArray(c, at);
        c41.intoArray(c, at + LANES);
        c42.intoArray(c, at + 2 * LANES, within);
        at += cRow;
        c50.intoArray(c, at);
        c51.intoArray(c, at + LANES);
        c52.intoArray(c, at + 2 * LANES, within);
        at += cRow;
        c60.intoArray(c, at);
        c61.intoArray(c, at + LANES);
        c62.intoArray(c, at + 2 * LANES, within);
        at += cRow;
        c70.intoArray(c, at);
        c71.intoArray(c, at + LANES);
        c72.intoArray(c, at + 2 * LANES, within);
    }

    /// Begins when the first product comes that has so many columns.
    private static final class One {
        static final WarmUp WARM_UP = WarmUp.ofFused(new Exercise(1));
    }

    private static final class Two {
        static final WarmUp WARM_UP = WarmUp.ofFused(new Exercise(2));
    }

    private static final class Three {
        static final WarmUp WARM_UP = WarmUp.ofFused(new Exercise(3));
    }

    private static final class Exercise implements WarmUp.Exercise {
        private final int columns;
        private final float[] a = new float[ROWS * WarmUp.ROUNDS + Lanes.PADDING];
        private final float[] b = new float[WarmUp.ROUNDS * MAX_COLUMNS + Lanes.PADDING];
        private final float[] c = new float[ROWS * MAX_COLUMNS + Lanes.PADDING];

        Exercise(int vectors) {
            columns = vectors * LANES;
        }

        @Override
        public void run(int calls, int rounds) {
            for (int i = 0; i < calls; i++) {
                int some = columns - (i >> 1 & 1); // a whole last vector and part of one
                boolean add = (i & 1) == 0;
                GemmEdgeKernel.run(rounds, some, a, 0, WarmUp.ROUNDS, 1, b, 0, MAX_COLUMNS, c, 0, MAX_COLUMNS, add);
            }
        }
    }
}

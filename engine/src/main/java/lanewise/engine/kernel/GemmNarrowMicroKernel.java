package lanewise.engine.kernel;

import static lanewise.engine.kernel.GemmBlocking.COLUMNS;
import static lanewise.engine.kernel.GemmBlocking.PACKED_ROW;
import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/// The innermost loop of [Gemm] for 16 vector registers: a tile of 4 rows by 2 vectors of C, as a series of rank-1
/// updates of packed operands.
///
/// The loop is counted and all its strides are constants, so that C2 checks the ranges of its five accesses once,
/// before the loop: with a check for each, the processor's decoder is the limit. In return C2 moves the loads of an
/// iteration to its beginning; more than 8 accumulators and 6 operands then no longer fit into 16 registers, and
/// the loop takes twice as long.
final class GemmNarrowMicroKernel {
    private GemmNarrowMicroKernel() {}

    /// `for i in [0, 4), j in [0, 2·LANES): c[i, j] (=|+=) sum over p in [0, k) of a[i, p]·b[p, j]`
    ///
    /// where `a[i, p]` is `a[aAt + i·PACKED_ROW + p]`, `b[p, j]` is `b[bAt + p·COLUMNS + j]` and `c[i, j]` is
    /// `c[cAt + i·cRow + j]`. The sum takes its products in ascending `p`.
    static void run(int k, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int cRow, boolean add) {
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
        for (int p = 0; p < k; p++) {
            int ap = aAt + p;
            int bp = bAt + p * COLUMNS;
            var b0 = FloatVector.fromArray(SPECIES, b, bp);
            var b1 = FloatVector.fromArray(SPECIES, b, bp + LANES);
            var a0 = FloatVector.broadcast(SPECIES, a[ap]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            var a1 = FloatVector.broadcast(SPECIES, a[ap + PACKED_ROW]);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            var a2 = FloatVector.broadcast(SPECIES, a[ap + 2 * PACKED_ROW]);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            var a3 = FloatVector.broadcast(SPECIES, a[ap + 3 * PACKED_ROW]);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
        }
        if (add) {
            int c1 = cAt + cRow;
            int c2 = c1 + cRow;
            int c3 = c2 + cRow;
            c00 = FloatVector.fromArray(SPECIES, c, cAt).add(c00);
            c01 = FloatVector.fromArray(SPECIES, c, cAt + LANES).add(c01);
            c10 = FloatVector.fromArray(SPECIES, c, c1).add(c10);
            c11 = FloatVector.fromArray(SPECIES, c, c1 + LANES).add(c11);
            c20 = FloatVector.fromArray(SPECIES, c, c2).add(c20);
            c21 = FloatVector.fromArray(SPECIES, c, c2 + LANES).add(c21);
            c30 = FloatVector.fromArray(SPECIES, c, c3).add(c30);
            c31 = FloatVector.fromArray(SPECIES, c, c3 + LANES).add(c31);
        }
        c00.intoArray(c, cAt);
        c01.intoArray(c, cAt + LANES);
        c10.intoArray(c, cAt + cRow);
        c11.intoArray(c, cAt + cRow + LANES);
        c20.intoArray(c, cAt + 2 * cRow);
        c21.intoArray(c, cAt + 2 * cRow + LANES);
        c30.intoArray(c, cAt + 3 * cRow);
        c31.intoArray(c, cAt + 3 * cRow + LANES);
    }
}

package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/// The innermost loop of [Gemm] for 32 vector registers: a tile of 6 rows by 4 vectors of C, as a series of rank-1
/// updates.
///
/// Written out and without any edge case, since C2 keeps only named locals in registers, and the size of this
/// method is start-up time. Operands are read where they lie or packed: their strides say so. Everything read must
/// lie inside the arrays, unmasked.
final class GemmMicroKernel {
    private GemmMicroKernel() {}

    /// `for i in [0, 6), j in [0, 4·LANES): c[i, j] (=|+=) sum over p in [0, k) of a[i, p]·b[p, j]`
    ///
    /// where `a[i, p]` is `a[aAt + i·aRow + p·aColumn]`, `b[p, j]` is `b[bAt + p·bRow + j]` and `c[i, j]` is
    /// `c[cAt + i·cRow + j]`. The sum takes its products in ascending `p`.
    static void run(
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
            boolean add) {
        if (k == 0) {
            return; // an idle call of the warm-up
        }
        var c00 = FloatVector.zero(SPECIES);
        var c01 = c00;
        var c02 = c00;
        var c03 = c00;
        var c10 = c00;
        var c11 = c00;
        var c12 = c00;
        var c13 = c00;
        var c20 = c00;
        var c21 = c00;
        var c22 = c00;
        var c23 = c00;
        var c30 = c00;
        var c31 = c00;
        var c32 = c00;
        var c33 = c00;
        var c40 = c00;
        var c41 = c00;
        var c42 = c00;
        var c43 = c00;
        var c50 = c00;
        var c51 = c00;
        var c52 = c00;
        var c53 = c00;
        int bEnd = bAt + k * bRow;
        for (int ap = aAt, bp = bAt; bp != bEnd; ap += aColumn, bp += bRow) {
            var b0 = FloatVector.fromArray(SPECIES, b, bp);
            var b1 = FloatVector.fromArray(SPECIES, b, bp + LANES);
            var b2 = FloatVector.fromArray(SPECIES, b, bp + 2 * LANES);
            var b3 = FloatVector.fromArray(SPECIES, b, bp + 3 * LANES);
            // an address for each row would be more than there are registers, and C2 would fetch two from vectors
            int row = ap;
            var a0 = FloatVector.broadcast(SPECIES, a[row]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            c02 = a0.fma(b2, c02);
            c03 = a0.fma(b3, c03);
            row += aRow;
            var a1 = FloatVector.broadcast(SPECIES, a[row]);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            c12 = a1.fma(b2, c12);
            c13 = a1.fma(b3, c13);
            row += aRow;
            var a2 = FloatVector.broadcast(SPECIES, a[row]);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            c22 = a2.fma(b2, c22);
            c23 = a2.fma(b3, c23);
            row += aRow;
            var a3 = FloatVector.broadcast(SPECIES, a[row]);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            c32 = a3.fma(b2, c32);
            c33 = a3.fma(b3, c33);
            row += aRow;
            var a4 = FloatVector.broadcast(SPECIES, a[row]);
            c40 = a4.fma(b0, c40);
            c41 = a4.fma(b1, c41);
            c42 = a4.fma(b2, c42);
            c43 = a4.fma(b3, c43);
            row += aRow;
            var a5 = FloatVector.broadcast(SPECIES, a[row]);
            c50 = a5.fma(b0, c50);
            c51 = a5.fma(b1, c51);
            c52 = a5.fma(b2, c52);
            c53 = a5.fma(b3, c53);
        }
        int at = cAt;
        if (add) {
            c00 = FloatVector.fromArray(SPECIES, c, at).add(c00);
            c01 = FloatVector.fromArray(SPECIES, c, at + LANES).add(c01);
            c02 = FloatVector.fromArray(SPECIES, c, at + 2 * LANES).add(c02);
            c03 = FloatVector.fromArray(SPECIES, c, at + 3 * LANES).add(c03);
            at += cRow;
            c10 = FloatVector.fromArray(SPECIES, c, at).add(c10);
            c11 = FloatVector.fromArray(SPECIES, c, at + LANES).add(c11);
            c12 = FloatVector.fromArray(SPECIES, c, at + 2 * LANES).add(c12);
            c13 = FloatVector.fromArray(SPECIES, c, at + 3 * LANES).add(c13);
            at += cRow;
            c20 = FloatVector.fromArray(SPECIES, c, at).add(c20);
            c21 = FloatVector.fromArray(SPECIES, c, at + LANES).add(c21);
            c22 = FloatVector.fromArray(SPECIES, c, at + 2 * LANES).add(c22);
            c23 = FloatVector.fromArray(SPECIES, c, at + 3 * LANES).add(c23);
            at += cRow;
            c30 = FloatVector.fromArray(SPECIES, c, at).add(c30);
            c31 = FloatVector.fromArray(SPECIES, c, at + LANES).add(c31);
            c32 = FloatVector.fromArray(SPECIES, c, at + 2 * LANES).add(c32);
            c33 = FloatVector.fromArray(SPECIES, c, at + 3 * LANES).add(c33);
            at += cRow;
            c40 = FloatVector.fromArray(SPECIES, c, at).add(c40);
            c41 = FloatVector.fromArray(SPECIES, c, at + LANES).add(c41);
            c42 = FloatVector.fromArray(SPECIES, c, at + 2 * LANES).add(c42);
            c43 = FloatVector.fromArray(SPECIES, c, at + 3 * LANES).add(c43);
            at += cRow;
            c50 = FloatVector.fromArray(SPECIES, c, at).add(c50);
            c51 = FloatVector.fromArray(SPECIES, c, at + LANES).add(c51);
            c52 = FloatVector.fromArray(SPECIES, c, at + 2 * LANES).add(c52);
            c53 = FloatVector.fromArray(SPECIES, c, at + 3 * LANES).add(c53);
            at = cAt;
        }
        c00.intoArray(c, at);
        c01.intoArray(c, at + LANES);
        c02.intoArray(c, at + 2 * LANES);
        c03.intoArray(c, at + 3 * LANES);
        at += cRow;
        c10.intoArray(c, at);
        c11.intoArray(c, at + LANES);
        c12.intoArray(c, at + 2 * LANES);
        c13.intoArray(c, at + 3 * LANES);
        at += cRow;
        c20.intoArray(c, at);
        c21.intoArray(c, at + LANES);
        c22.intoArray(c, at + 2 * LANES);
        c23.intoArray(c, at + 3 * LANES);
        at += cRow;
        c30.intoArray(c, at);
        c31.intoArray(c, at + LANES);
        c32.intoArray(c, at + 2 * LANES);
        c33.intoArray(c, at + 3 * LANES);
        at += cRow;
        c40.intoArray(c, at);
        c41.intoArray(c, at + LANES);
        c42.intoArray(c, at + 2 * LANES);
        c43.intoArray(c, at + 3 * LANES);
        at += cRow;
        c50.intoArray(c, at);
        c51.intoArray(c, at + LANES);
        c52.intoArray(c, at + 2 * LANES);
        c53.intoArray(c, at + 3 * LANES);
    }
}

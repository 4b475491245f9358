package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.fma;
import static lanewise.engine.simd.Lanes.load;
import static lanewise.engine.simd.Lanes.splat;
import static lanewise.engine.simd.Lanes.store;
import static lanewise.engine.simd.Lanes.zero;

/// The innermost loop of [Gemm] for 32 vector registers: a tile of 6 rows by 4 vectors of C, as a series of rank-1 updates.
///
/// Written out and without any edge case, since C2 keeps only named locals in registers, and the size of this method is
/// start-up time. Operands are read where they lie or packed: their strides say so. Everything read must lie inside
/// the arrays, unmasked.
final class GemmMicroKernel {
    private GemmMicroKernel() {}

    /// `for i in [0, 6), j in [0, 4·LANES): c[i, j] (=|+=) sum over p in [0, k) of a[i, p]·b[p, j]`
    ///
    /// where `a[i, p]` is `a[aAt + i·aRow + p·aColumn]`, `b[p, j]` is `b[bAt + p·bRow + j]` and `c[i, j]` is
    /// `c[cAt + i·cRow + j]`. The sum starts from zero and takes its products in ascending `p`; only then is it added to C.
    static void run(
            int k, float[] a, int aAt, int aRow, int aColumn, float[] b, int bAt, int bRow, float[] c, int cAt, int cRow, boolean add) {
        var c00 = zero();
        var c01 = zero();
        var c02 = zero();
        var c03 = zero();
        var c10 = zero();
        var c11 = zero();
        var c12 = zero();
        var c13 = zero();
        var c20 = zero();
        var c21 = zero();
        var c22 = zero();
        var c23 = zero();
        var c30 = zero();
        var c31 = zero();
        var c32 = zero();
        var c33 = zero();
        var c40 = zero();
        var c41 = zero();
        var c42 = zero();
        var c43 = zero();
        var c50 = zero();
        var c51 = zero();
        var c52 = zero();
        var c53 = zero();
        int row1 = aRow;
        int row2 = 2 * aRow;
        int row3 = 3 * aRow;
        int row4 = 4 * aRow;
        int row5 = 5 * aRow;

        for (int p = 0, ap = aAt, bp = bAt; p < k; p++, ap += aColumn, bp += bRow) {
            var b0 = load(b, bp);
            var b1 = load(b, bp + LANES);
            var b2 = load(b, bp + 2 * LANES);
            var b3 = load(b, bp + 3 * LANES);
            var a0 = splat(a[ap]);
            c00 = fma(a0, b0, c00);
            c01 = fma(a0, b1, c01);
            c02 = fma(a0, b2, c02);
            c03 = fma(a0, b3, c03);
            var a1 = splat(a[ap + row1]);
            c10 = fma(a1, b0, c10);
            c11 = fma(a1, b1, c11);
            c12 = fma(a1, b2, c12);
            c13 = fma(a1, b3, c13);
            var a2 = splat(a[ap + row2]);
            c20 = fma(a2, b0, c20);
            c21 = fma(a2, b1, c21);
            c22 = fma(a2, b2, c22);
            c23 = fma(a2, b3, c23);
            var a3 = splat(a[ap + row3]);
            c30 = fma(a3, b0, c30);
            c31 = fma(a3, b1, c31);
            c32 = fma(a3, b2, c32);
            c33 = fma(a3, b3, c33);
            var a4 = splat(a[ap + row4]);
            c40 = fma(a4, b0, c40);
            c41 = fma(a4, b1, c41);
            c42 = fma(a4, b2, c42);
            c43 = fma(a4, b3, c43);
            var a5 = splat(a[ap + row5]);
            c50 = fma(a5, b0, c50);
            c51 = fma(a5, b1, c51);
            c52 = fma(a5, b2, c52);
            c53 = fma(a5, b3, c53);
        }
        if (add) {
            int at0 = cAt;
            store(load(c, at0).add(c00), c, at0);
            store(load(c, at0 + LANES).add(c01), c, at0 + LANES);
            store(load(c, at0 + 2 * LANES).add(c02), c, at0 + 2 * LANES);
            store(load(c, at0 + 3 * LANES).add(c03), c, at0 + 3 * LANES);
            int at1 = cAt + cRow;
            store(load(c, at1).add(c10), c, at1);
            store(load(c, at1 + LANES).add(c11), c, at1 + LANES);
            store(load(c, at1 + 2 * LANES).add(c12), c, at1 + 2 * LANES);
            store(load(c, at1 + 3 * LANES).add(c13), c, at1 + 3 * LANES);
            int at2 = cAt + 2 * cRow;
            store(load(c, at2).add(c20), c, at2);
            store(load(c, at2 + LANES).add(c21), c, at2 + LANES);
            store(load(c, at2 + 2 * LANES).add(c22), c, at2 + 2 * LANES);
            store(load(c, at2 + 3 * LANES).add(c23), c, at2 + 3 * LANES);
            int at3 = cAt + 3 * cRow;
            store(load(c, at3).add(c30), c, at3);
            store(load(c, at3 + LANES).add(c31), c, at3 + LANES);
            store(load(c, at3 + 2 * LANES).add(c32), c, at3 + 2 * LANES);
            store(load(c, at3 + 3 * LANES).add(c33), c, at3 + 3 * LANES);
            int at4 = cAt + 4 * cRow;
            store(load(c, at4).add(c40), c, at4);
            store(load(c, at4 + LANES).add(c41), c, at4 + LANES);
            store(load(c, at4 + 2 * LANES).add(c42), c, at4 + 2 * LANES);
            store(load(c, at4 + 3 * LANES).add(c43), c, at4 + 3 * LANES);
            int at5 = cAt + 5 * cRow;
            store(load(c, at5).add(c50), c, at5);
            store(load(c, at5 + LANES).add(c51), c, at5 + LANES);
            store(load(c, at5 + 2 * LANES).add(c52), c, at5 + 2 * LANES);
            store(load(c, at5 + 3 * LANES).add(c53), c, at5 + 3 * LANES);
        } else {
            int at0 = cAt;
            store(c00, c, at0);
            store(c01, c, at0 + LANES);
            store(c02, c, at0 + 2 * LANES);
            store(c03, c, at0 + 3 * LANES);
            int at1 = cAt + cRow;
            store(c10, c, at1);
            store(c11, c, at1 + LANES);
            store(c12, c, at1 + 2 * LANES);
            store(c13, c, at1 + 3 * LANES);
            int at2 = cAt + 2 * cRow;
            store(c20, c, at2);
            store(c21, c, at2 + LANES);
            store(c22, c, at2 + 2 * LANES);
            store(c23, c, at2 + 3 * LANES);
            int at3 = cAt + 3 * cRow;
            store(c30, c, at3);
            store(c31, c, at3 + LANES);
            store(c32, c, at3 + 2 * LANES);
            store(c33, c, at3 + 3 * LANES);
            int at4 = cAt + 4 * cRow;
            store(c40, c, at4);
            store(c41, c, at4 + LANES);
            store(c42, c, at4 + 2 * LANES);
            store(c43, c, at4 + 3 * LANES);
            int at5 = cAt + 5 * cRow;
            store(c50, c, at5);
            store(c51, c, at5 + LANES);
            store(c52, c, at5 + 2 * LANES);
            store(c53, c, at5 + 3 * LANES);
        }
    }
}

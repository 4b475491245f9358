package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.fma;
import static lanewise.engine.simd.Lanes.load;
import static lanewise.engine.simd.Lanes.splat;
import static lanewise.engine.simd.Lanes.store;
import static lanewise.engine.simd.Lanes.zero;

/// The innermost loop of [Gemm] for 16 vector registers: a tile of 4 rows by 2 vectors of C. Otherwise as [GemmMicroKernel].
final class GemmNarrowMicroKernel {
    private GemmNarrowMicroKernel() {}

    /// `for i in [0, 4), j in [0, 2·LANES): c[i, j] (=|+=) sum over p in [0, k) of a[i, p]·b[p, j]`
    ///
    /// where `a[i, p]` is `a[aAt + i·aRow + p·aColumn]`, `b[p, j]` is `b[bAt + p·bRow + j]` and `c[i, j]` is
    /// `c[cAt + i·cRow + j]`. The sum starts from zero and takes its products in ascending `p`; only then is it added to C.
    static void run(
            int k, float[] a, int aAt, int aRow, int aColumn, float[] b, int bAt, int bRow, float[] c, int cAt, int cRow, boolean add) {
        var c00 = zero();
        var c01 = zero();
        var c10 = zero();
        var c11 = zero();
        var c20 = zero();
        var c21 = zero();
        var c30 = zero();
        var c31 = zero();
        int row1 = aRow;
        int row2 = 2 * aRow;
        int row3 = 3 * aRow;

        for (int p = 0, ap = aAt, bp = bAt; p < k; p++, ap += aColumn, bp += bRow) {
            var b0 = load(b, bp);
            var b1 = load(b, bp + LANES);
            var a0 = splat(a[ap]);
            c00 = fma(a0, b0, c00);
            c01 = fma(a0, b1, c01);
            var a1 = splat(a[ap + row1]);
            c10 = fma(a1, b0, c10);
            c11 = fma(a1, b1, c11);
            var a2 = splat(a[ap + row2]);
            c20 = fma(a2, b0, c20);
            c21 = fma(a2, b1, c21);
            var a3 = splat(a[ap + row3]);
            c30 = fma(a3, b0, c30);
            c31 = fma(a3, b1, c31);
        }
        if (add) {
            int at0 = cAt;
            store(load(c, at0).add(c00), c, at0);
            store(load(c, at0 + LANES).add(c01), c, at0 + LANES);
            int at1 = cAt + cRow;
            store(load(c, at1).add(c10), c, at1);
            store(load(c, at1 + LANES).add(c11), c, at1 + LANES);
            int at2 = cAt + 2 * cRow;
            store(load(c, at2).add(c20), c, at2);
            store(load(c, at2 + LANES).add(c21), c, at2 + LANES);
            int at3 = cAt + 3 * cRow;
            store(load(c, at3).add(c30), c, at3);
            store(load(c, at3 + LANES).add(c31), c, at3 + LANES);
        } else {
            int at0 = cAt;
            store(c00, c, at0);
            store(c01, c, at0 + LANES);
            int at1 = cAt + cRow;
            store(c10, c, at1);
            store(c11, c, at1 + LANES);
            int at2 = cAt + 2 * cRow;
            store(c20, c, at2);
            store(c21, c, at2 + LANES);
            int at3 = cAt + 3 * cRow;
            store(c30, c, at3);
            store(c31, c, at3 + LANES);
        }
    }
}

package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/// The innermost loop of [Gemm] for 16 vector registers: a tile of 4 rows by 3 vectors of C. Otherwise as
/// [GemmMicroKernel].
///
/// 12 accumulators, 3 vectors of B and one broadcast of A take all 16 registers. It needs so many: two units with a
/// latency of 4 cycles are busy with 8 accumulators only if nothing ever waits. And it must stay a loop that C2
/// does not count, with strides that it does not know: unrolled, it loads ahead, runs out of registers and takes
/// twice as long.
final class GemmNarrowMicroKernel {
    private GemmNarrowMicroKernel() {}

    /// `for i in [0, 4), j in [0, 3·LANES): c[i, j] = sum over p in [0, k) of a[i, p]·b[p, j]`
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
        int row1 = aRow;
        int row2 = 2 * aRow;
        int row3 = 3 * aRow;

        int bEnd = bAt + k * bRow;
        for (int ap = aAt, bp = bAt; bp != bEnd; ap += aColumn, bp += bRow) {
            var b0 = FloatVector.fromArray(SPECIES, b, bp);
            var b1 = FloatVector.fromArray(SPECIES, b, bp + LANES);
            var b2 = FloatVector.fromArray(SPECIES, b, bp + 2 * LANES);
            var a0 = FloatVector.broadcast(SPECIES, a[ap]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            c02 = a0.fma(b2, c02);
            var a1 = FloatVector.broadcast(SPECIES, a[ap + row1]);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            c12 = a1.fma(b2, c12);
            var a2 = FloatVector.broadcast(SPECIES, a[ap + row2]);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            c22 = a2.fma(b2, c22);
            var a3 = FloatVector.broadcast(SPECIES, a[ap + row3]);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            c32 = a3.fma(b2, c32);
        }
        int at0 = cAt;
        c00.intoArray(c, at0);
        c01.intoArray(c, at0 + LANES);
        c02.intoArray(c, at0 + 2 * LANES);
        int at1 = cAt + cRow;
        c10.intoArray(c, at1);
        c11.intoArray(c, at1 + LANES);
        c12.intoArray(c, at1 + 2 * LANES);
        int at2 = cAt + 2 * cRow;
        c20.intoArray(c, at2);
        c21.intoArray(c, at2 + LANES);
        c22.intoArray(c, at2 + 2 * LANES);
        int at3 = cAt + 3 * cRow;
        c30.intoArray(c, at3);
        c31.intoArray(c, at3 + LANES);
        c32.intoArray(c, at3 + 2 * LANES);
    }
}

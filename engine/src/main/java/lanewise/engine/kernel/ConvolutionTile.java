package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/// The innermost loop of [LoweredConvolution], for 32 vector registers: 8 output channels by 3 vectors of
/// positions, each vector wherever it is. Written out for the reasons that [GemmMicroKernel] has.
final class ConvolutionTile {
    static final int ROWS = 8;
    static final int VECTORS = 3;
    static final int COLUMNS = VECTORS * LANES;

    private ConvolutionTile() {}

    /// `for i in [0, 8), j in [0, 3): c[i, j] (=|+=) bias[i] + sum over p in [0, k) of a[p, i]·x[xj + offsets[p]]`
    ///
    /// where `a[p, i]` is `a[aAt + p·ROWS + i]`, and the vector `c[i, j]` is at `c[cj + i·cRow]`. Vectors
    /// of c may lie upon another if they are the same ones of x. The sum takes its products in ascending `p`.
    static void run(
            int k,
            int[] offsets,
            float[] a,
            int aAt,
            float[] bias,
            int biasAt,
            float[] x,
            int x0,
            int x1,
            int x2,
            float[] c,
            int c0,
            int c1,
            int c2,
            int cRow,
            boolean add) {
        var c00 = FloatVector.broadcast(SPECIES, bias[biasAt]);
        var c01 = c00;
        var c02 = c00;
        var c10 = FloatVector.broadcast(SPECIES, bias[biasAt + 1]);
        var c11 = c10;
        var c12 = c10;
        var c20 = FloatVector.broadcast(SPECIES, bias[biasAt + 2]);
        var c21 = c20;
        var c22 = c20;
        var c30 = FloatVector.broadcast(SPECIES, bias[biasAt + 3]);
        var c31 = c30;
        var c32 = c30;
        var c40 = FloatVector.broadcast(SPECIES, bias[biasAt + 4]);
        var c41 = c40;
        var c42 = c40;
        var c50 = FloatVector.broadcast(SPECIES, bias[biasAt + 5]);
        var c51 = c50;
        var c52 = c50;
        var c60 = FloatVector.broadcast(SPECIES, bias[biasAt + 6]);
        var c61 = c60;
        var c62 = c60;
        var c70 = FloatVector.broadcast(SPECIES, bias[biasAt + 7]);
        var c71 = c70;
        var c72 = c70;
        int ap = aAt;
        for (int p = 0; p < k; p++) {
            int offset = offsets[p];
            var b0 = FloatVector.fromArray(SPECIES, x, x0 + offset);
            var b1 = FloatVector.fromArray(SPECIES, x, x1 + offset);
            var b2 = FloatVector.fromArray(SPECIES, x, x2 + offset);
            var a0 = FloatVector.broadcast(SPECIES, a[ap]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            c02 = a0.fma(b2, c02);
            var a1 = FloatVector.broadcast(SPECIES, a[ap + 1]);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            c12 = a1.fma(b2, c12);
            var a2 = FloatVector.broadcast(SPECIES, a[ap + 2]);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            c22 = a2.fma(b2, c22);
            var a3 = FloatVector.broadcast(SPECIES, a[ap + 3]);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            c32 = a3.fma(b2, c32);
            var a4 = FloatVector.broadcast(SPECIES, a[ap + 4]);
            c40 = a4.fma(b0, c40);
            c41 = a4.fma(b1, c41);
            c42 = a4.fma(b2, c42);
            var a5 = FloatVector.broadcast(SPECIES, a[ap + 5]);
            c50 = a5.fma(b0, c50);
            c51 = a5.fma(b1, c51);
            c52 = a5.fma(b2, c52);
            var a6 = FloatVector.broadcast(SPECIES, a[ap + 6]);
            c60 = a6.fma(b0, c60);
            c61 = a6.fma(b1, c61);
            c62 = a6.fma(b2, c62);
            var a7 = FloatVector.broadcast(SPECIES, a[ap + 7]);
            c70 = a7.fma(b0, c70);
            c71 = a7.fma(b1, c71);
            c72 = a7.fma(b2, c72);
            ap += ROWS;
        }
        int at = 0;
        if (add) {
            c00 = FloatVector.fromArray(SPECIES, c, c0 + at).add(c00);
            c01 = FloatVector.fromArray(SPECIES, c, c1 + at).add(c01);
            c02 = FloatVector.fromArray(SPECIES, c, c2 + at).add(c02);
            at += cRow;
            c10 = FloatVector.fromArray(SPECIES, c, c0 + at).add(c10);
            c11 = FloatVector.fromArray(SPECIES, c, c1 + at).add(c11);
            c12 = FloatVector.fromArray(SPECIES, c, c2 + at).add(c12);
            at += cRow;
            c20 = FloatVector.fromArray(SPECIES, c, c0 + at).add(c20);
            c21 = FloatVector.fromArray(SPECIES, c, c1 + at).add(c21);
            c22 = FloatVector.fromArray(SPECIES, c, c2 + at).add(c22);
            at += cRow;
            c30 = FloatVector.fromArray(SPECIES, c, c0 + at).add(c30);
            c31 = FloatVector.fromArray(SPECIES, c, c1 + at).add(c31);
            c32 = FloatVector.fromArray(SPECIES, c, c2 + at).add(c32);
            at += cRow;
            c40 = FloatVector.fromArray(SPECIES, c, c0 + at).add(c40);
            c41 = FloatVector.fromArray(SPECIES, c, c1 + at).add(c41);
            c42 = FloatVector.fromArray(SPECIES, c, c2 + at).add(c42);
            at += cRow;
            c50 = FloatVector.fromArray(SPECIES, c, c0 + at).add(c50);
            c51 = FloatVector.fromArray(SPECIES, c, c1 + at).add(c51);
            c52 = FloatVector.fromArray(SPECIES, c, c2 + at).add(c52);
            at += cRow;
            c60 = FloatVector.fromArray(SPECIES, c, c0 + at).add(c60);
            c61 = FloatVector.fromArray(SPECIES, c, c1 + at).add(c61);
            c62 = FloatVector.fromArray(SPECIES, c, c2 + at).add(c62);
            at += cRow;
            c70 = FloatVector.fromArray(SPECIES, c, c0 + at).add(c70);
            c71 = FloatVector.fromArray(SPECIES, c, c1 + at).add(c71);
            c72 = FloatVector.fromArray(SPECIES, c, c2 + at).add(c72);
            at = 0;
        }
        c00.intoArray(c, c0 + at);
        c01.intoArray(c, c1 + at);
        c02.intoArray(c, c2 + at);
        at += cRow;
        c10.intoArray(c, c0 + at);
        c11.intoArray(c, c1 + at);
        c12.intoArray(c, c2 + at);
        at += cRow;
        c20.intoArray(c, c0 + at);
        c21.intoArray(c, c1 + at);
        c22.intoArray(c, c2 + at);
        at += cRow;
        c30.intoArray(c, c0 + at);
        c31.intoArray(c, c1 + at);
        c32.intoArray(c, c2 + at);
        at += cRow;
        c40.intoArray(c, c0 + at);
        c41.intoArray(c, c1 + at);
        c42.intoArray(c, c2 + at);
        at += cRow;
        c50.intoArray(c, c0 + at);
        c51.intoArray(c, c1 + at);
        c52.intoArray(c, c2 + at);
        at += cRow;
        c60.intoArray(c, c0 + at);
        c61.intoArray(c, c1 + at);
        c62.intoArray(c, c2 + at);
        at += cRow;
        c70.intoArray(c, c0 + at);
        c71.intoArray(c, c1 + at);
        c72.intoArray(c, c2 + at);
    }
}

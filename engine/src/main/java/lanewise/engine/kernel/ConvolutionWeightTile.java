package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/// The innermost loop of [LoweredWeightGradient], for 32 vector registers: 8 output channels by 3 elements of the
/// kernel, a vector of partial sums for each. Nothing is transposed or broadcast; the lanes are added at the end.
/// Written out for the reasons that [GemmMicroKernel] has.
final class ConvolutionWeightTile {
    static final int ROWS = 8;
    static final int VECTORS = 3;

    private ConvolutionWeightTile() {}

    /// `for i in [0, 8), j in [0, 3): c[i, j] += sum over v in [0, count) of d[i, v]·x[oj + at[v]]`, lane by lane
    ///
    /// where the vector `d[i, v]` is at `d[dAt + (v·ROWS + i)·LANES]`, `c[i, j]` at `c[cAt + (3i + j)·LANES]`.
    static void run(int count, float[] d, int dAt, float[] x, int[] xAt, int o0, int o1, int o2, float[] c, int cAt) {
        int at = cAt;
        var c00 = FloatVector.fromArray(SPECIES, c, at);
        var c01 = FloatVector.fromArray(SPECIES, c, at + LANES);
        var c02 = FloatVector.fromArray(SPECIES, c, at + 2 * LANES);
        at += VECTORS * LANES;
        var c10 = FloatVector.fromArray(SPECIES, c, at);
        var c11 = FloatVector.fromArray(SPECIES, c, at + LANES);
        var c12 = FloatVector.fromArray(SPECIES, c, at + 2 * LANES);
        at += VECTORS * LANES;
        var c20 = FloatVector.fromArray(SPECIES, c, at);
        var c21 = FloatVector.fromArray(SPECIES, c, at + LANES);
        var c22 = FloatVector.fromArray(SPECIES, c, at + 2 * LANES);
        at += VECTORS * LANES;
        var c30 = FloatVector.fromArray(SPECIES, c, at);
        var c31 = FloatVector.fromArray(SPECIES, c, at + LANES);
        var c32 = FloatVector.fromArray(SPECIES, c, at + 2 * LANES);
        at += VECTORS * LANES;
        var c40 = FloatVector.fromArray(SPECIES, c, at);
        var c41 = FloatVector.fromArray(SPECIES, c, at + LANES);
        var c42 = FloatVector.fromArray(SPECIES, c, at + 2 * LANES);
        at += VECTORS * LANES;
        var c50 = FloatVector.fromArray(SPECIES, c, at);
        var c51 = FloatVector.fromArray(SPECIES, c, at + LANES);
        var c52 = FloatVector.fromArray(SPECIES, c, at + 2 * LANES);
        at += VECTORS * LANES;
        var c60 = FloatVector.fromArray(SPECIES, c, at);
        var c61 = FloatVector.fromArray(SPECIES, c, at + LANES);
        var c62 = FloatVector.fromArray(SPECIES, c, at + 2 * LANES);
        at += VECTORS * LANES;
        var c70 = FloatVector.fromArray(SPECIES, c, at);
        var c71 = FloatVector.fromArray(SPECIES, c, at + LANES);
        var c72 = FloatVector.fromArray(SPECIES, c, at + 2 * LANES);
        int dp = dAt;
        for (int v = 0; v < count; v++) {
            int xp = xAt[v];
            var b0 = FloatVector.fromArray(SPECIES, x, xp + o0);
            var b1 = FloatVector.fromArray(SPECIES, x, xp + o1);
            var b2 = FloatVector.fromArray(SPECIES, x, xp + o2);
            var a0 = FloatVector.fromArray(SPECIES, d, dp);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            c02 = a0.fma(b2, c02);
            var a1 = FloatVector.fromArray(SPECIES, d, dp + LANES);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            c12 = a1.fma(b2, c12);
            var a2 = FloatVector.fromArray(SPECIES, d, dp + 2 * LANES);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            c22 = a2.fma(b2, c22);
            var a3 = FloatVector.fromArray(SPECIES, d, dp + 3 * LANES);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            c32 = a3.fma(b2, c32);
            var a4 = FloatVector.fromArray(SPECIES, d, dp + 4 * LANES);
            c40 = a4.fma(b0, c40);
            c41 = a4.fma(b1, c41);
            c42 = a4.fma(b2, c42);
            var a5 = FloatVector.fromArray(SPECIES, d, dp + 5 * LANES);
            c50 = a5.fma(b0, c50);
            c51 = a5.fma(b1, c51);
            c52 = a5.fma(b2, c52);
            var a6 = FloatVector.fromArray(SPECIES, d, dp + 6 * LANES);
            c60 = a6.fma(b0, c60);
            c61 = a6.fma(b1, c61);
            c62 = a6.fma(b2, c62);
            var a7 = FloatVector.fromArray(SPECIES, d, dp + 7 * LANES);
            c70 = a7.fma(b0, c70);
            c71 = a7.fma(b1, c71);
            c72 = a7.fma(b2, c72);
            dp += ROWS * LANES;
        }
        at = cAt;
        c00.intoArray(c, at);
        c01.intoArray(c, at + LANES);
        c02.intoArray(c, at + 2 * LANES);
        at += VECTORS * LANES;
        c10.intoArray(c, at);
        c11.intoArray(c, at + LANES);
        c12.intoArray(c, at + 2 * LANES);
        at += VECTORS * LANES;
        c20.intoArray(c, at);
        c21.intoArray(c, at + LANES);
        c22.intoArray(c, at + 2 * LANES);
        at += VECTORS * LANES;
        c30.intoArray(c, at);
        c31.intoArray(c, at + LANES);
        c32.intoArray(c, at + 2 * LANES);
        at += VECTORS * LANES;
        c40.intoArray(c, at);
        c41.intoArray(c, at + LANES);
        c42.intoArray(c, at + 2 * LANES);
        at += VECTORS * LANES;
        c50.intoArray(c, at);
        c51.intoArray(c, at + LANES);
        c52.intoArray(c, at + 2 * LANES);
        at += VECTORS * LANES;
        c60.intoArray(c, at);
        c61.intoArray(c, at + LANES);
        c62.intoArray(c, at + 2 * LANES);
        at += VECTORS * LANES;
        c70.intoArray(c, at);
        c71.intoArray(c, at + LANES);
        c72.intoArray(c, at + 2 * LANES);
    }
}

package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/// [Transposition] for vectors of 8 lanes, in registers: a square of 2k rows is four of k, of which the two off the
/// diagonal change places, and each of the four is transposed in the same way. Eklundh 1972, "A fast computer
/// method for matrix transposing".
///
/// An exchange is a rotation and a blend: the upper row gets, in the lanes of a mask, what the lower one has `k`
/// lanes before, and the lower row, in the other lanes, what the upper one has `k` lanes behind. AVX2 has an
/// instruction for each; for the two-vector shuffles of [Transposition] it has none, and they take twice as long.
final class SquareOfEight {
    private static final VectorShuffle<Float> BY_1 = VectorShuffle.fromValues(SPECIES, rotation(1));
    private static final VectorShuffle<Float> BY_2 = VectorShuffle.fromValues(SPECIES, rotation(2));
    private static final VectorShuffle<Float> BY_4 = VectorShuffle.fromValues(SPECIES, rotation(4));
    private static final VectorShuffle<Float> BACK_BY_2 = VectorShuffle.fromValues(SPECIES, rotation(6));
    private static final VectorShuffle<Float> BACK_BY_1 = VectorShuffle.fromValues(SPECIES, rotation(7));
    private static final VectorMask<Float> ODD = VectorMask.fromArray(SPECIES, lanesWith(1), 0);
    private static final VectorMask<Float> ODD_PAIRS = VectorMask.fromArray(SPECIES, lanesWith(2), 0);
    private static final VectorMask<Float> UPPER_HALF = VectorMask.fromArray(SPECIES, lanesWith(4), 0);

    private SquareOfEight() {}

    /// `for i in [0, 8), j in [0, 8·count): y[yAt + j·yRow + i] = x[xAt + i·xRow + j]`
    static void transpose(int count, float[] x, int xAt, int xRow, float[] y, int yAt, int yRow) {
        for (int s = 0; s < count; s++) {
            int from = xAt + 8 * s;
            int to = yAt + 8 * s * yRow;
            var a0 = FloatVector.fromArray(SPECIES, x, from);
            var a1 = FloatVector.fromArray(SPECIES, x, from + xRow);
            var a2 = FloatVector.fromArray(SPECIES, x, from + 2 * xRow);
            var a3 = FloatVector.fromArray(SPECIES, x, from + 3 * xRow);
            var a4 = FloatVector.fromArray(SPECIES, x, from + 4 * xRow);
            var a5 = FloatVector.fromArray(SPECIES, x, from + 5 * xRow);
            var a6 = FloatVector.fromArray(SPECIES, x, from + 6 * xRow);
            var a7 = FloatVector.fromArray(SPECIES, x, from + 7 * xRow);

            var b0 = a0.blend(a4.rearrange(BY_4), UPPER_HALF);
            var b1 = a1.blend(a5.rearrange(BY_4), UPPER_HALF);
            var b2 = a2.blend(a6.rearrange(BY_4), UPPER_HALF);
            var b3 = a3.blend(a7.rearrange(BY_4), UPPER_HALF);
            var b4 = a0.rearrange(BY_4).blend(a4, UPPER_HALF);
            var b5 = a1.rearrange(BY_4).blend(a5, UPPER_HALF);
            var b6 = a2.rearrange(BY_4).blend(a6, UPPER_HALF);
            var b7 = a3.rearrange(BY_4).blend(a7, UPPER_HALF);

            var c0 = b0.blend(b2.rearrange(BACK_BY_2), ODD_PAIRS);
            var c1 = b1.blend(b3.rearrange(BACK_BY_2), ODD_PAIRS);
            var c2 = b0.rearrange(BY_2).blend(b2, ODD_PAIRS);
            var c3 = b1.rearrange(BY_2).blend(b3, ODD_PAIRS);
            var c4 = b4.blend(b6.rearrange(BACK_BY_2), ODD_PAIRS);
            var c5 = b5.blend(b7.rearrange(BACK_BY_2), ODD_PAIRS);
            var c6 = b4.rearrange(BY_2).blend(b6, ODD_PAIRS);
            var c7 = b5.rearrange(BY_2).blend(b7, ODD_PAIRS);

            c0.blend(c1.rearrange(BACK_BY_1), ODD).intoArray(y, to);
            c0.rearrange(BY_1).blend(c1, ODD).intoArray(y, to + yRow);
            c2.blend(c3.rearrange(BACK_BY_1), ODD).intoArray(y, to + 2 * yRow);
            c2.rearrange(BY_1).blend(c3, ODD).intoArray(y, to + 3 * yRow);
            c4.blend(c5.rearrange(BACK_BY_1), ODD).intoArray(y, to + 4 * yRow);
            c4.rearrange(BY_1).blend(c5, ODD).intoArray(y, to + 5 * yRow);
            c6.blend(c7.rearrange(BACK_BY_1), ODD).intoArray(y, to + 6 * yRow);
            c6.rearrange(BY_1).blend(c7, ODD).intoArray(y, to + 7 * yRow);
        }
    }

    /// Lane `i` comes from lane `(i + k) mod 8`.
    private static int[] rotation(int k) {
        int[] sources = new int[8];
        for (int i = 0; i < 8; i++) {
            sources[i] = (i + k) & 7;
        }
        return sources;
    }

    /// The lanes whose number has this bit.
    private static boolean[] lanesWith(int bit) {
        boolean[] lanes = new boolean[8];
        for (int i = 0; i < 8; i++) {
            lanes[i] = (i & bit) != 0;
        }
        return lanes;
    }
}

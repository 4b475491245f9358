package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/// [Transposition] for vectors of 8 lanes, in registers: a square of 2k rows is four of k, of which the two off the
/// diagonal change places, and each of the four is transposed in the same way. Eklundh 1972, "A fast computer
/// method for matrix transposing".
///
/// An exchange is a rotation and a blend. AVX2 has an instruction for each; for the two-vector shuffles of
/// [Transposition] it has none, and they take twice as long.
final class SquareOfEight {
    private static final VectorShuffle<Float> BY_1 = rotation(1);
    private static final VectorShuffle<Float> BY_2 = rotation(2);
    private static final VectorShuffle<Float> BY_4 = rotation(4);
    private static final VectorShuffle<Float> BACK_BY_2 = rotation(6);
    private static final VectorShuffle<Float> BACK_BY_1 = rotation(7);
    private static final VectorMask<Float> ODD = lanesWith(1);
    private static final VectorMask<Float> ODD_PAIRS = lanesWith(2);
    private static final VectorMask<Float> UPPER_HALF = lanesWith(4);

    private SquareOfEight() {}

    /// `for i in [0, 8), j in [0, 8·count): y[yAt + j·yRow + i] = x[xAt + i·xRow + j]`
    static void transpose(int count, float[] x, int xAt, int xRow, float[] y, int yAt, int yRow) {
        for (int s = 0; s < count; s++) {
            transposeOne(x, xAt + 8 * s, xRow, y, yAt + 8 * s * yRow, yRow);
        }
    }

    private static void transposeOne(float[] x, int xAt, int xRow, float[] y, int yAt, int yRow) {
        var a0 = FloatVector.fromArray(SPECIES, x, xAt);
        var a1 = FloatVector.fromArray(SPECIES, x, xAt + xRow);
        var a2 = FloatVector.fromArray(SPECIES, x, xAt + 2 * xRow);
        var a3 = FloatVector.fromArray(SPECIES, x, xAt + 3 * xRow);
        var a4 = FloatVector.fromArray(SPECIES, x, xAt + 4 * xRow);
        var a5 = FloatVector.fromArray(SPECIES, x, xAt + 5 * xRow);
        var a6 = FloatVector.fromArray(SPECIES, x, xAt + 6 * xRow);
        var a7 = FloatVector.fromArray(SPECIES, x, xAt + 7 * xRow);

        var b0 = upper(a0, a4, BY_4, UPPER_HALF);
        var b1 = upper(a1, a5, BY_4, UPPER_HALF);
        var b2 = upper(a2, a6, BY_4, UPPER_HALF);
        var b3 = upper(a3, a7, BY_4, UPPER_HALF);
        var b4 = lower(a0, a4, BY_4, UPPER_HALF);
        var b5 = lower(a1, a5, BY_4, UPPER_HALF);
        var b6 = lower(a2, a6, BY_4, UPPER_HALF);
        var b7 = lower(a3, a7, BY_4, UPPER_HALF);

        var c0 = upper(b0, b2, BACK_BY_2, ODD_PAIRS);
        var c1 = upper(b1, b3, BACK_BY_2, ODD_PAIRS);
        var c2 = lower(b0, b2, BY_2, ODD_PAIRS);
        var c3 = lower(b1, b3, BY_2, ODD_PAIRS);
        var c4 = upper(b4, b6, BACK_BY_2, ODD_PAIRS);
        var c5 = upper(b5, b7, BACK_BY_2, ODD_PAIRS);
        var c6 = lower(b4, b6, BY_2, ODD_PAIRS);
        var c7 = lower(b5, b7, BY_2, ODD_PAIRS);

        upper(c0, c1, BACK_BY_1, ODD).intoArray(y, yAt);
        lower(c0, c1, BY_1, ODD).intoArray(y, yAt + yRow);
        upper(c2, c3, BACK_BY_1, ODD).intoArray(y, yAt + 2 * yRow);
        lower(c2, c3, BY_1, ODD).intoArray(y, yAt + 3 * yRow);
        upper(c4, c5, BACK_BY_1, ODD).intoArray(y, yAt + 4 * yRow);
        lower(c4, c5, BY_1, ODD).intoArray(y, yAt + 5 * yRow);
        upper(c6, c7, BACK_BY_1, ODD).intoArray(y, yAt + 6 * yRow);
        lower(c6, c7, BY_1, ODD).intoArray(y, yAt + 7 * yRow);
    }

    /// The upper row of an exchange: in the lanes of `odd`, what the lower row has `k` lanes before.
    private static FloatVector upper(FloatVector x, FloatVector y, VectorShuffle<Float> back, VectorMask<Float> odd) {
        return x.blend(y.rearrange(back), odd);
    }

    /// The lower row of an exchange: outside the lanes of `odd`, what the upper row has `k` lanes behind.
    private static FloatVector lower(FloatVector x, FloatVector y, VectorShuffle<Float> by, VectorMask<Float> odd) {
        return x.rearrange(by).blend(y, odd);
    }

    /// Lane `i` comes from lane `(i + k) mod 8`.
    private static VectorShuffle<Float> rotation(int k) {
        int[] sources = new int[8];
        for (int i = 0; i < 8; i++) {
            sources[i] = (i + k) & 7;
        }
        return VectorShuffle.fromValues(SPECIES, sources);
    }

    /// The lanes whose number has this bit.
    private static VectorMask<Float> lanesWith(int bit) {
        boolean[] lanes = new boolean[8];
        for (int i = 0; i < 8; i++) {
            lanes[i] = (i & bit) != 0;
        }
        return VectorMask.fromArray(SPECIES, lanes, 0);
    }
}

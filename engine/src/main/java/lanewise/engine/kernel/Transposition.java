package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.load;
import static lanewise.engine.simd.Lanes.store;

/// Transposes squares of `LANES x LANES` elements by interleaving vectors.
///
/// One perfect shuffle sends row `i` and row `i + LANES/2` to rows `2i` and `2i + 1`, their elements alternating:
/// in the element's address of `2·log2(LANES)` bits that is a rotation by one. After `log2(LANES)` of them the row
/// bits and the column bits have changed places. Every round is the same small loop, which keeps the compiled code
/// small.
final class Transposition {
    private static final int HALF = LANES / 2;
    private static final int ROUNDS = Integer.numberOfTrailingZeros(LANES);

    /// Lane numbers for [jdk.incubator.vector.FloatVector#selectFrom]: below `LANES` the first vector, above the
    /// second.
    private static final float[] LOW = interleaved(0);

    private static final float[] HIGH = interleaved(HALF);

    /// Floats of working memory that [#square] needs.
    static final int WORKING = 2 * LANES * LANES;

    private Transposition() {}

    /// `for i, j in [0, LANES): y[yAt + j·yRow + i] = x[xAt + i·xRow + j]`
    ///
    /// @param working [#WORKING] floats that it may overwrite
    static void square(float[] x, int xAt, int xRow, float[] y, int yAt, int yRow, float[] working) {
        int here = 0;
        interleave(x, xAt, xRow, working, here, LANES);
        for (int round = 1; round < ROUNDS - 1; round++) {
            int there = LANES * LANES - here;
            interleave(working, here, LANES, working, there, LANES);
            here = there;
        }
        interleave(working, here, LANES, y, yAt, yRow);
    }

    private static void interleave(float[] x, int xAt, int xRow, float[] y, int yAt, int yRow) {
        var low = load(LOW, 0);
        var high = load(HIGH, 0);
        for (int i = 0; i < HALF; i++) {
            var first = load(x, xAt + i * xRow);
            var second = load(x, xAt + (i + HALF) * xRow);
            store(low.selectFrom(first, second), y, yAt + 2 * i * yRow);
            store(high.selectFrom(first, second), y, yAt + (2 * i + 1) * yRow);
        }
    }

    private static float[] interleaved(int from) {
        float[] lanes = new float[LANES];
        for (int i = 0; i < LANES; i++) {
            lanes[i] = from + i / 2 + (i & 1) * LANES;
        }
        return lanes;
    }
}

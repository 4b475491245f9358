package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import lanewise.engine.simd.Lanes;
import lanewise.engine.simd.WarmUp;

/// Transposes squares of `LANES x LANES` elements by interleaving vectors.
///
/// One perfect shuffle sends row `i` and row `i + LANES/2` to rows `2i` and `2i + 1`, their elements alternating:
/// in the bits of an element's address, `log2(LANES)` for the row and as many for the column, that is a rotation by
/// one. After `log2(LANES)` of them rows and columns have changed places. Two shuffles at a time stay in registers.
/// Between two passes lie several squares, since a load waits long for a vector that was stored just before across
/// two cache lines.
final class Transposition {
    private static final int QUARTER = LANES / 4;
    private static final int SQUARE = LANES * LANES;

    /// Lane numbers for [jdk.incubator.vector.FloatVector#selectFrom]: below `LANES` the first vector, from there
    /// the second.
    private static final float[] LOW = interleaved(0);

    private static final float[] HIGH = interleaved(LANES / 2);

    /// The most squares that [#squares] takes at a time.
    static final int MAX_SQUARES = 8;

    /// Floats of working memory that [#squares] needs.
    static final int WORKING = MAX_SQUARES * SQUARE;

    private static final WarmUp WARM_UP = WarmUp.of(new Exercise());

    private Transposition() {}

    /// Whether [#squares] is compiled; before that it is slower than any scalar loop.
    static boolean isFast() {
        return WARM_UP.isDone();
    }

    /// `for i in [0, LANES), j in [0, count·LANES): y[yAt + j·yRow + i] = x[xAt + i·xRow + j]`
    ///
    /// @param count from 0 to [#MAX_SQUARES]
    /// @param working [#WORKING] floats that it may overwrite
    static void squares(int count, float[] x, int xAt, int xRow, float[] y, int yAt, int yRow, float[] working) {
        int ySquare = LANES * yRow;
        if (LANES == 4) {
            shuffleTwice(count, x, xAt, xRow, LANES, y, yAt, yRow, ySquare);
        } else if (LANES == 8) {
            SquareOfEight.transpose(count, x, xAt, xRow, y, yAt, yRow);
        } else {
            shuffleTwice(count, x, xAt, xRow, LANES, working, 0, LANES, SQUARE);
            shuffleTwice(count, working, 0, LANES, SQUARE, y, yAt, yRow, ySquare);
        }
    }

    private static void shuffleTwice(
            int count, float[] x, int xAt, int xRow, int xSquare, float[] y, int yAt, int yRow, int ySquare) {
        var low = FloatVector.fromArray(SPECIES, LOW, 0);
        var high = FloatVector.fromArray(SPECIES, HIGH, 0);
        for (int s = 0; s < count; s++) {
            for (int i = 0; i < QUARTER; i++) {
                int from = xAt + s * xSquare + i * xRow;
                int to = yAt + s * ySquare + 4 * i * yRow;
                var x0 = FloatVector.fromArray(SPECIES, x, from);
                var x1 = FloatVector.fromArray(SPECIES, x, from + QUARTER * xRow);
                var x2 = FloatVector.fromArray(SPECIES, x, from + 2 * QUARTER * xRow);
                var x3 = FloatVector.fromArray(SPECIES, x, from + 3 * QUARTER * xRow);
                var low02 = low.selectFrom(x0, x2);
                var low13 = low.selectFrom(x1, x3);
                low.selectFrom(low02, low13).intoArray(y, to);
                high.selectFrom(low02, low13).intoArray(y, to + yRow);
                var high02 = high.selectFrom(x0, x2);
                var high13 = high.selectFrom(x1, x3);
                low.selectFrom(high02, high13).intoArray(y, to + 2 * yRow);
                high.selectFrom(high02, high13).intoArray(y, to + 3 * yRow);
            }
        }
    }

    private static float[] interleaved(int from) {
        float[] lanes = new float[LANES];
        for (int i = 0; i < LANES; i++) {
            lanes[i] = from + i / 2 + (i & 1) * LANES;
        }
        return lanes;
    }

    private static final class Exercise implements WarmUp.Exercise {
        private static final int SQUARES = 3;

        private final float[] x = new float[SQUARES * SQUARE + Lanes.PADDING];
        private final float[] y = new float[SQUARES * SQUARE + Lanes.PADDING];
        private final float[] working = new float[WORKING + Lanes.PADDING];

        @Override
        public void run(int calls, int rounds) {
            for (int i = 0; i < calls; i++) {
                squares(Math.min(rounds, SQUARES), x, 0, SQUARES * LANES, y, 0, LANES, working);
            }
        }
    }
}

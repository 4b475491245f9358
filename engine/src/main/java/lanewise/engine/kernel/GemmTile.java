package lanewise.engine.kernel;

import static lanewise.engine.kernel.GemmBlocking.COLUMNS;
import static lanewise.engine.kernel.GemmBlocking.MANY_REGISTERS;
import static lanewise.engine.kernel.GemmBlocking.PACKED_ROW;
import static lanewise.engine.kernel.GemmBlocking.ROWS;

import lanewise.engine.simd.Lanes;
import lanewise.engine.simd.WarmUp;

/// One tile of [Gemm], by the micro-kernel for this machine or, until that is compiled, by its scalar twin.
final class GemmTile {
    /// Without the instruction for it the scalar twin, which then rounds twice, stays in use.
    static final WarmUp WARM_UP = WarmUp.ofFused(new Exercise());

    private GemmTile() {}

    /// Begins the warm-up, if it has not begun: loops are warmed up in the order in which they ask for it.
    static void warmUp() {
        // the class is initialised by the call
    }

    /// `for i in [0, ROWS), j in [0, COLUMNS): c[i, j] (=|+=) sum over p in [0, k) of a[i, p]·b[p, j]`, as
    /// [GemmMicroKernel#run]. With 16 registers both operands are packed: `aRow` is [GemmBlocking#PACKED_ROW],
    /// `aColumn` 1, and `bRow` [GemmBlocking#COLUMNS].
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
        if (WARM_UP.isDone()) {
            runVectors(k, a, aAt, aRow, aColumn, b, bAt, bRow, c, cAt, cRow, add);
        } else {
            GemmScalarKernel.run(k, a, aAt, aRow, aColumn, b, bAt, bRow, c, cAt, cRow, add);
        }
    }

    private static void runVectors(
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
        if (!MANY_REGISTERS) {
            GemmNarrowMicroKernel.run(k, a, aAt, b, bAt, c, cAt, cRow, add);
        } else {
            GemmMicroKernel.run(k, a, aAt, aRow, aColumn, b, bAt, bRow, c, cAt, cRow, add);
        }
    }

    private static final class Exercise implements WarmUp.Exercise {
        private final float[] a = new float[(ROWS - 1) * PACKED_ROW + WarmUp.ROUNDS + Lanes.PADDING];
        private final float[] b = new float[WarmUp.ROUNDS * COLUMNS + Lanes.PADDING];
        private final float[] c = new float[ROWS * COLUMNS + Lanes.PADDING];

        @Override
        public void run(int calls, int rounds) {
            for (int i = 0; i < calls; i++) {
                runVectors(rounds, a, 0, PACKED_ROW, 1, b, 0, COLUMNS, c, 0, COLUMNS, (i & 1) == 0);
            }
        }
    }
}

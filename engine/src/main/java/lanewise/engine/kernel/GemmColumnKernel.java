package lanewise.engine.kernel;

import static lanewise.engine.kernel.GemmBlocking.COLUMNS;
import static lanewise.engine.kernel.GemmBlocking.MANY_REGISTERS;
import static lanewise.engine.kernel.GemmBlocking.PACKED_ROW;
import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import lanewise.engine.simd.Lanes;
import lanewise.engine.simd.WarmUp;

/// The innermost loop of [Gemm] for a last panel that has one vector of columns or less: 8 rows by a vector, where
/// [GemmNarrowMicroKernel]'s 4 rows by two would compute twice as much as there is. It has the same bits, and is
/// written in the same way for the same reason.
final class GemmColumnKernel {
    /// Rows of its tile.
    static final int ROWS = 8;

    private GemmColumnKernel() {}

    /// Whether the columns behind the last whole panel are for it.
    static boolean takes(int columns) {
        int rest = columns % COLUMNS;
        return rest > 0 && rest <= LANES && isFast();
    }

    /// Whether it is for this machine, and compiled. Until then the other kernel's tiles do.
    static boolean isFast() {
        return Compiled.WARM_UP.isDone();
    }

    /// `for i in [0, 8), j in [0, columns): c[i, j] (=|+=) sum over p in [0, k) of a[i, p]·b[p, j]`
    ///
    /// where `a[i, p]` is `a[aAt + i·PACKED_ROW + p]`, `b[p, j]` is `b[bAt + p·LANES + j]` and `c[i, j]` is
    /// `c[cAt + i·cRow + j]`; `columns` is at most `LANES`. The sum takes its products in ascending `p`.
    static void run(
            int k, int columns, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int cRow, boolean add) {
        if (k == 0) {
            return; // an idle call of the warm-up
        }
        var c0 = FloatVector.zero(SPECIES);
        var c1 = c0;
        var c2 = c0;
        var c3 = c0;
        var c4 = c0;
        var c5 = c0;
        var c6 = c0;
        var c7 = c0;
        for (int p = 0; p < k; p++) {
            int ap = aAt + p;
            var b0 = FloatVector.fromArray(SPECIES, b, bAt + p * LANES);
            c0 = FloatVector.broadcast(SPECIES, a[ap]).fma(b0, c0);
            c1 = FloatVector.broadcast(SPECIES, a[ap + PACKED_ROW]).fma(b0, c1);
            c2 = FloatVector.broadcast(SPECIES, a[ap + 2 * PACKED_ROW]).fma(b0, c2);
            c3 = FloatVector.broadcast(SPECIES, a[ap + 3 * PACKED_ROW]).fma(b0, c3);
            c4 = FloatVector.broadcast(SPECIES, a[ap + 4 * PACKED_ROW]).fma(b0, c4);
            c5 = FloatVector.broadcast(SPECIES, a[ap + 5 * PACKED_ROW]).fma(b0, c5);
            c6 = FloatVector.broadcast(SPECIES, a[ap + 6 * PACKED_ROW]).fma(b0, c6);
            c7 = FloatVector.broadcast(SPECIES, a[ap + 7 * PACKED_ROW]).fma(b0, c7);
        }
        var some = SPECIES.indexInRange(0, columns);
        if (add) {
            c0 = FloatVector.fromArray(SPECIES, c, cAt).add(c0);
            c1 = FloatVector.fromArray(SPECIES, c, cAt + cRow).add(c1);
            c2 = FloatVector.fromArray(SPECIES, c, cAt + 2 * cRow).add(c2);
            c3 = FloatVector.fromArray(SPECIES, c, cAt + 3 * cRow).add(c3);
            c4 = FloatVector.fromArray(SPECIES, c, cAt + 4 * cRow).add(c4);
            c5 = FloatVector.fromArray(SPECIES, c, cAt + 5 * cRow).add(c5);
            c6 = FloatVector.fromArray(SPECIES, c, cAt + 6 * cRow).add(c6);
            c7 = FloatVector.fromArray(SPECIES, c, cAt + 7 * cRow).add(c7);
        }
        c0.intoArray(c, cAt, some);
        c1.intoArray(c, cAt + cRow, some);
        c2.intoArray(c, cAt + 2 * cRow, some);
        c3.intoArray(c, cAt + 3 * cRow, some);
        c4.intoArray(c, cAt + 4 * cRow, some);
        c5.intoArray(c, cAt + 5 * cRow, some);
        c6.intoArray(c, cAt + 6 * cRow, some);
        c7.intoArray(c, cAt + 7 * cRow, some);
    }

    /// Begins when the first such panel comes. With 32 registers rows are not packed.
    private static final class Compiled {
        static final WarmUp WARM_UP = MANY_REGISTERS ? WarmUp.never() : WarmUp.ofFused(new Exercise());
    }

    private static final class Exercise implements WarmUp.Exercise {
        private final float[] a = new float[(ROWS - 1) * PACKED_ROW + WarmUp.ROUNDS + Lanes.PADDING];
        private final float[] b = new float[WarmUp.ROUNDS * LANES + Lanes.PADDING];
        private final float[] c = new float[ROWS * LANES + Lanes.PADDING];

        @Override
        public void run(int calls, int rounds) {
            for (int i = 0; i < calls; i++) {
                GemmColumnKernel.run(rounds, LANES - (i & 1), a, 0, b, 0, c, 0, LANES, (i & 2) == 0);
            }
        }
    }
}

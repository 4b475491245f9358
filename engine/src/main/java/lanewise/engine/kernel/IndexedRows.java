package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/// Rows taken by their numbers, and added back: for `x [outer, n, inner]`, `y [outer, k, inner]`, both row-major,
/// and `index [k]`, each in `[0, n)`.
public final class IndexedRows {
    private IndexedRows() {}

    /// `for o, j: y[o, j, :] = x[o, index[j], :]`
    public static void take(
            float[] x,
            int xOffset,
            int outer,
            int n,
            int inner,
            long[] index,
            int indexOffset,
            int k,
            float[] y,
            int yOffset) {
        for (int o = 0; o < outer; o++) {
            for (int j = 0; j < k; j++) {
                int row = o * n + (int) index[indexOffset + j];
                System.arraycopy(x, xOffset + row * inner, y, yOffset + (o * k + j) * inner, inner);
            }
        }
    }

    /// `for o, j: x[o, index[j], :] += y[o, j, :]`, in the order of `j`, so that the sum does not depend on
    /// threads.
    public static void add(
            float[] y,
            int yOffset,
            int outer,
            int n,
            int inner,
            long[] index,
            int indexOffset,
            int k,
            float[] x,
            int xOffset) {
        for (int o = 0; o < outer; o++) {
            for (int j = 0; j < k; j++) {
                int row = o * n + (int) index[indexOffset + j];
                addRow(y, yOffset + (o * k + j) * inner, x, xOffset + row * inner, inner);
            }
        }
    }

    private static void addRow(float[] y, int yAt, float[] x, int xAt, int inner) {
        int i = 0;
        for (; i <= inner - LANES; i += LANES) {
            FloatVector.fromArray(SPECIES, x, xAt + i)
                    .add(FloatVector.fromArray(SPECIES, y, yAt + i))
                    .intoArray(x, xAt + i);
        }
        if (i < inner) {
            int width = inner - i;
            FloatVector.fromArray(SPECIES, x, xAt + i, SPECIES.indexInRange(0, width))
                    .add(FloatVector.fromArray(SPECIES, y, yAt + i, SPECIES.indexInRange(0, width)))
                    .intoArray(x, xAt + i, SPECIES.indexInRange(0, width));
        }
    }
}

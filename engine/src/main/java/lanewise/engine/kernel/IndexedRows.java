package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.jspecify.annotations.Nullable;

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
                if (inner == 1) {
                    y[yOffset + o * k + j] = x[xOffset + row];
                } else {
                    System.arraycopy(x, xOffset + row * inner, y, yOffset + (o * k + j) * inner, inner);
                }
            }
        }
    }

    /// `for o, j: x[o, index[j], :] = y[o, j, :]`; of several the last stays.
    public static void put(
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
                System.arraycopy(y, yOffset + (o * k + j) * inner, x, xOffset + row * inner, inner);
            }
        }
    }

    /// `for o, j: x[o, index[j], :] = value`
    public static void fill(
            float value, int outer, int n, int inner, long[] index, int indexOffset, int k, float[] x, int xOffset) {
        for (int o = 0; o < outer; o++) {
            for (int j = 0; j < k; j++) {
                int row = xOffset + (o * n + (int) index[indexOffset + j]) * inner;
                Arrays.fill(x, row, row + inner, value);
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
                if (inner == 1) {
                    x[xOffset + row] += y[yOffset + o * k + j];
                    continue;
                }
                addRow(y, yOffset + (o * k + j) * inner, x, xOffset + row * inner, inner);
            }
        }
    }

    /// `for j: x[index[j], :] += y[j, :] / divisors[index[j]]`, for `x [n, inner]`; the row `leftOut` stays, and
    /// without divisors they are 1.
    public static void add(
            float[] y,
            int yOffset,
            int inner,
            long[] index,
            int indexOffset,
            int k,
            int leftOut,
            int @Nullable [] divisors,
            float[] x,
            int xOffset) {
        for (int j = 0; j < k; j++) {
            int row = (int) index[indexOffset + j];
            if (row == leftOut) {
                continue;
            }
            if (divisors == null || divisors[row] == 1) {
                addRow(y, yOffset + j * inner, x, xOffset + row * inner, inner);
            } else {
                AddTo.run(x, xOffset + row * inner, 1f / divisors[row], y, yOffset + j * inner, inner);
            }
        }
    }

    /// `for i in [0, inner): x[xAt + i] += y[yAt + i]`
    static void addRow(float[] y, int yAt, float[] x, int xAt, int inner) {
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

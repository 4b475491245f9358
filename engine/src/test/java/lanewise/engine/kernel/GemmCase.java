package lanewise.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import lanewise.engine.simd.Lanes;

/// One product with random factors that lie inside larger arrays: rows further apart than they are long, something
/// in front and behind, and NaN wherever there is no element.
final class GemmCase {
    private final int m;
    private final int n;
    private final int k;
    private final float[] a;
    private final int aAt;
    private final int aRow;
    private final int aColumn;
    private final float[] b;
    private final int bAt;
    private final int bRow;
    private final int bColumn;

    /// B's elements, row after row.
    private final float[] rowsOfB;

    private final float[] earlier;
    private final float[] bias;
    private final int biasAt;
    private final int cAt;
    private final int cRow;

    GemmCase(int m, int n, int k, boolean transposeA, boolean transposeB, long seed) {
        this.m = m;
        this.n = n;
        this.k = k;
        var random = new Random(seed);
        int lda = (transposeA ? m : k) + random.nextInt(4);
        int ldb = (transposeB ? k : n) + random.nextInt(4);
        aAt = random.nextInt(20);
        bAt = random.nextInt(20);
        cAt = random.nextInt(20);
        aRow = transposeA ? 1 : lda;
        aColumn = transposeA ? lda : 1;
        bRow = transposeB ? 1 : ldb;
        bColumn = transposeB ? ldb : 1;
        cRow = n + random.nextInt(4);
        a = matrix(random, m, k, aAt, aRow, aColumn);
        b = matrix(random, k, n, bAt, bRow, bColumn);
        rowsOfB = new float[k * n];
        for (int p = 0; p < k; p++) {
            for (int j = 0; j < n; j++) {
                rowsOfB[p * n + j] = b[bAt + p * bRow + j * bColumn];
            }
        }
        earlier = matrix(random, m, n, cAt, cRow, 1);
        biasAt = random.nextInt(20);
        bias = matrix(random, 1, n, biasAt, n, 1);
    }

    /// C after the product, the surrounding included.
    float[] multiplied(boolean add) {
        float[] c = add ? earlier.clone() : GemmTest.nans(earlier.length);
        Gemm.run(m, n, k, a, aAt, aRow, aColumn, b, bAt, bRow, bColumn, c, cAt, cRow, add);
        return c;
    }

    /// With a bias come the bits of its addition afterwards, and nothing else is written.
    void checkBias(boolean add) {
        float[] expected = multiplied(add);
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                expected[cAt + i * cRow + j] += bias[biasAt + j];
            }
        }
        float[] c = add ? earlier.clone() : GemmTest.nans(earlier.length);
        Gemm.run(m, n, k, a, aAt, aRow, aColumn, b, bAt, bRow, bColumn, c, cAt, cRow, add, bias, biasAt);
        assertThat(c)
                .as("[%d, %d]·[%d, %d] with a bias, add %s", m, k, k, n, add)
                .isEqualTo(expected);
    }

    /// Every element is within the rounding of a sum of `k` products, and nothing else is written. Overwriting
    /// begins with NaN.
    void check(boolean add) {
        float[] c = multiplied(add);
        boolean inRuns = Math.min(m, n) > GemmDotProducts.MAX_FEW || k < GemmDotProducts.MIN_DEPTH;
        boolean inOrder = inRuns && k < GemmDeep.MIN_DEPTH;
        double[] sums = new double[n];
        float[] totals = new float[n];
        for (int i = 0; i < m; i++) {
            sumRow(i, add, sums);
            totalRow(i, add, totals);
            for (int j = 0; j < n; j++) {
                int at = cAt + i * cRow + j;
                boolean near = Math.abs(c[at] - sums[j]) <= 1e-6 * (2 + Math.sqrt(k)); // of NaN as well
                if (!near || inOrder && Float.floatToIntBits(c[at]) != Float.floatToIntBits(totals[j])) {
                    throw new AssertionError(
                            "[%d, %d]·[%d, %d], add %s, element (%d, %d): %s, not %s, in order of additions %s"
                                    .formatted(m, k, k, n, add, i, j, c[at], sums[j], totals[j]));
                }
                c[at] = Float.NaN;
            }
        }
        assertThat(c).isEqualTo(GemmTest.nans(c.length));
    }

    /// A row of C in double.
    private void sumRow(int i, boolean add, double[] sums) {
        for (int j = 0; j < n; j++) {
            sums[j] = add ? earlier[cAt + i * cRow + j] : 0;
        }
        for (int p = 0; p < k; p++) {
            double x = a[aAt + i * aRow + p * aColumn];
            for (int j = 0; j < n; j++) {
                sums[j] += x * rowsOfB[p * n + j];
            }
        }
    }

    /// A row of C in the order of additions that [Gemm] promises: so neither blocking nor compilation nor threads
    /// matter.
    private void totalRow(int i, boolean add, float[] totals) {
        for (int j = 0; j < n; j++) {
            totals[j] = add ? earlier[cAt + i * cRow + j] : 0;
        }
        float[] runs = new float[n];
        int depth = k == 0 ? 1 : GemmBlocking.depth(k);
        for (int from = 0; from < k; from += depth) {
            Arrays.fill(runs, 0);
            for (int p = from; p < Math.min(from + depth, k); p++) {
                float x = a[aAt + i * aRow + p * aColumn];
                for (int j = 0; j < n; j++) {
                    runs[j] = Lanes.fma(x, rowsOfB[p * n + j], runs[j]);
                }
            }
            for (int j = 0; j < n; j++) {
                totals[j] = from == 0 && !add ? runs[j] : totals[j] + runs[j];
            }
        }
    }

    private static float[] matrix(Random random, int rows, int columns, int at, int row, int column) {
        int last = at + Math.max(rows - 1, 0) * row + Math.max(columns - 1, 0) * column;
        float[] x = GemmTest.nans(last + 1 + random.nextInt(3) + Lanes.PADDING);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                x[at + i * row + j * column] = random.nextFloat() * 2 - 1;
            }
        }
        return x;
    }
}

package lanewise.engine.kernel;

import java.util.Arrays;
import lanewise.engine.simd.Lanes;

/// The product of two matrices.
///
/// Every element of C is summed in one order, which depends on `k` alone: runs of [GemmBlocking#depth(int)]
/// products, each run by fused multiply-adds in ascending `p`, are added up in ascending order. So neither threads
/// nor packing nor compilation change a bit. A product with at most 8 rows or columns
/// may be [GemmDotProducts]'s, in an order of its own, which depends on the sizes and strides alone.
public final class Gemm {
    private Gemm() {}

    /// `for i in [0, m), j in [0, n): c[i, j] (=|+=) sum over p in [0, k) of a[i, p]·b[p, j]`
    ///
    /// where `a[i, p]` is `a[aAt + i·aRow + p·aColumn]` and `b[p, j]` likewise: exchanging two strides transposes
    /// an operand. C is row-major, `c[cAt + i·cRow + j]`, and shares no element with A and B. Without `add` nothing
    /// of C is read.
    @SuppressWarnings("ArgumentSelectionDefectChecker") // exchanging the strides is what transposes
    public static void run(
            int m,
            int n,
            int k,
            float[] a,
            int aAt,
            int aRow,
            int aColumn,
            float[] b,
            int bAt,
            int bRow,
            int bColumn,
            float[] c,
            int cAt,
            int cRow,
            boolean add) {
        assert m >= 0 && n >= 0 && k >= 0 : "m " + m + ", n " + n + ", k " + k;
        if (m == 0 || n == 0) {
            return;
        }
        if (k == 0) {
            for (int i = 0; i < m && !add; i++) {
                Arrays.fill(c, cAt + i * cRow, cAt + i * cRow + n, 0f);
            }
            return;
        }
        assert isPadded(a, aAt + (m - 1) * aRow + (k - 1) * aColumn);
        assert isPadded(b, bAt + (k - 1) * bRow + (n - 1) * bColumn);
        assert isPadded(c, cAt + (m - 1) * cRow + n - 1);
        GemmScratch scratch = GemmScratch.ofThread();
        if (few(m, n) && bColumn == 1) {
            scratch.fewRows.multiply(m, n, k, a, aAt, aRow, aColumn, b, bAt, bRow, c, cAt, cRow, 1, add);
            return;
        }
        if (few(n, m) && aRow == 1) {
            scratch.fewRows.multiply(n, m, k, b, bAt, bColumn, bRow, a, aAt, aColumn, c, cAt, 1, cRow, add);
            return;
        }
        if (dots(m, n, k, bRow) && aColumn == 1) {
            scratch.dotProducts.multiply(m, n, k, a, aAt, aRow, b, bAt, bColumn, bRow, c, cAt, cRow, 1, add, scratch);
            return;
        }
        if (dots(n, m, k, aColumn) && bRow == 1) {
            scratch.dotProducts.multiply(
                    n, m, k, b, bAt, bColumn, a, aAt, aRow, aColumn, c, cAt, 1, cRow, add, scratch);
            return;
        }
        GemmTask task = scratch.task;
        if (GemmBlocking.transposes(m, n, k, aRow, bColumn)) {
            // Cᵀ = Bᵀ·Aᵀ: the strides exchange their roles too
            task.set(n, m, k, b, bAt, bColumn, bRow, a, aAt, aColumn, aRow, c, cAt, cRow, add, true);
        } else {
            task.set(m, n, k, a, aAt, aRow, aColumn, b, bAt, bRow, bColumn, c, cAt, cRow, add, false);
        }
        try {
            task.multiply(scratch);
        } finally {
            task.clear();
        }
    }

    /// Whether the rows are few and long enough for [GemmFewRows].
    private static boolean few(int rows, int columns) {
        return rows <= GemmFewRows.MAX_ROWS && columns >= 2 * Lanes.PADDING;
    }

    /// Whether few of these are multiplied with many, for [GemmDotProducts]; what of the few does not lie along k
    /// is copied, which must be the lesser work.
    private static boolean dots(int many, int few, int k, int stride) {
        return few <= GemmDotProducts.MAX_FEW
                && many >= few
                && k >= 8 * Lanes.LANES
                && (stride == 1 || many >= 16 * few);
    }

    private static boolean isPadded(float[] x, int last) {
        return last >= 0 && last + Lanes.PADDING < x.length;
    }
}

package lanewise.engine.kernel;

/// Products so small that finding their way through [Gemm] would take longer than computing them: a few columns, in
/// [GemmEdgeKernel]'s tiles straight from A and B to C, the last of which overlaps the one above it. With the bits
/// of all tiles.
final class GemmSmall {
    /// Products of all sums together that are worth one thread only.
    private static final long MAX_PRODUCTS = 2 * GemmBlocking.MIN_PRODUCTS;

    private GemmSmall() {}

    /// Whether a product is for this class. Not what may be [GemmDotProducts]'s, which has other bits: before the
    /// tiles are compiled it would be.
    static boolean takes(int m, int n, int k, int bColumn) {
        return GemmBlocking.MANY_REGISTERS
                && bColumn == 1
                && m >= GemmEdgeKernel.ROWS
                && n <= GemmEdgeKernel.MAX_COLUMNS
                && k <= GemmBlocking.MAX_DEPTH
                && (k < GemmDotProducts.MIN_DEPTH || Math.min(m, n) > GemmDotProducts.MAX_FEW)
                && (long) m * n * k <= MAX_PRODUCTS
                && GemmEdgeKernel.takes(n);
    }

    /// `for i in [0, m), j in [0, n): c[i, j] = sum over p in [0, k) of a[i, p]·b[p, j]`, as [Gemm#run].
    static void run(
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
            float[] c,
            int cAt,
            int cRow) {
        for (int i = 0; i < m; i += GemmEdgeKernel.ROWS) {
            int top = Math.min(i, m - GemmEdgeKernel.ROWS);
            GemmEdgeKernel.run(
                    k, n, a, aAt + top * aRow, aRow, aColumn, b, bAt, bRow, c, cAt + top * cRow, cRow, false);
        }
    }
}

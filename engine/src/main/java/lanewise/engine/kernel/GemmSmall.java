package lanewise.engine.kernel;

import static lanewise.engine.kernel.GemmBlocking.COLUMNS;
import static lanewise.engine.kernel.GemmBlocking.ROWS;

/// Products so small that finding their way through [Gemm] would take longer than computing them: in tiles straight
/// from A and B to C, the last of which overlap those above and before them. With the bits of all tiles.
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
                && k <= GemmBlocking.MAX_DEPTH
                && (k < GemmDotProducts.MIN_DEPTH || Math.min(m, n) > GemmDotProducts.MAX_FEW)
                && (long) m * n * k <= MAX_PRODUCTS
                && isFast(n);
    }

    private static boolean isFast(int n) {
        int rest = n % COLUMNS;
        boolean wide = n >= COLUMNS && GemmTile.WARM_UP.isDone();
        return (n < COLUMNS || wide) && (rest == 0 || GemmEdgeKernel.takes(rest) || wide && overlaps(rest));
    }

    /// Whether so many columns behind the last whole panel are a tile of that width, which begins before them.
    private static boolean overlaps(int rest) {
        return rest > GemmEdgeKernel.MAX_COLUMNS;
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
        int rest = n % COLUMNS;
        int wide = overlaps(rest) ? n : n - rest;
        for (int j = 0; j < wide; j += COLUMNS) {
            int start = Math.min(j, n - COLUMNS);
            for (int i = 0; i < m; i += ROWS) {
                int top = Math.min(i, m - ROWS);
                int at = cAt + top * cRow + start;
                GemmMicroKernel.run(k, a, aAt + top * aRow, aRow, aColumn, b, bAt + start, bRow, c, at, cRow, false);
            }
        }
        if (wide == n) {
            return;
        }
        for (int i = 0; i < m; i += GemmEdgeKernel.ROWS) {
            int top = Math.min(i, m - GemmEdgeKernel.ROWS);
            int at = cAt + top * cRow + wide;
            GemmEdgeKernel.run(k, rest, a, aAt + top * aRow, aRow, aColumn, b, bAt + wide, bRow, c, at, cRow, false);
        }
    }
}

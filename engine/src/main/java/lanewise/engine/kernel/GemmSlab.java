package lanewise.engine.kernel;

import static lanewise.engine.kernel.GemmBlocking.COLUMNS;
import static lanewise.engine.kernel.GemmBlocking.PACKED_ROW;
import static lanewise.engine.kernel.GemmBlocking.ROWS;
import static lanewise.engine.kernel.GemmScratch.SLAB_ROWS;

/// The way of [Gemm] to a C whose columns are contiguous instead of its rows: tiles go into a slab of rows, in
/// which their runs are added up, and from there transposed to C.
final class GemmSlab {
    private GemmSlab() {}

    /// Rows `[i0, i1)` by columns `[j0, j1)` of a block that has all of k.
    static void compute(GemmProduct product, GemmBlock block, int i0, int i1, int j0, int j1, GemmScratch scratch) {
        int depth = GemmBlocking.depth(product.k);
        float[] rows = scratch.rows(GemmBlocking.tiles(product.k, depth) * SLAB_ROWS * PACKED_ROW);
        for (int i = i0; i < i1; i += SLAB_ROWS) {
            int count = Math.min(SLAB_ROWS, i1 - i);
            for (int p = 0; p < product.k; p += depth) {
                int at = p / depth * SLAB_ROWS * PACKED_ROW;
                GemmPacking.packRows(i, count, p, Math.min(depth, product.k - p), product, rows, at, scratch);
            }
            for (int j = j0; j < j1; j += COLUMNS) {
                int panelAt = (j - block.from) * product.k;
                int to = product.cAt + i + j * product.cColumn;
                computeOne(product, count, Math.min(COLUMNS, j1 - j), rows, block.panels, panelAt, to, scratch);
            }
        }
    }

    private static void computeOne(
            GemmProduct product,
            int rows,
            int columns,
            float[] packedRows,
            float[] panels,
            int panelAt,
            int to,
            GemmScratch scratch) {
        int depth = GemmBlocking.depth(product.k);
        float[] slab = scratch.slab;
        if (product.add) {
            GemmPacking.packPanel(columns, rows, product.c, to, 1, product.cColumn, slab, 0, scratch);
        }
        for (int p = 0; p < product.k; p += depth) {
            int run = Math.min(depth, product.k - p);
            int panel = panelAt + p * COLUMNS;
            for (int i = 0; i < rows; i += ROWS) {
                int at = (p / depth * SLAB_ROWS + i) * PACKED_ROW;
                GemmTile.run(
                        run,
                        packedRows,
                        at,
                        PACKED_ROW,
                        1,
                        panels,
                        panel,
                        COLUMNS,
                        slab,
                        i * COLUMNS,
                        COLUMNS,
                        product.add || p > 0);
            }
        }
        GemmPacking.copyOutTransposed(rows, columns, slab, product.c, to, product.cColumn, scratch);
    }
}

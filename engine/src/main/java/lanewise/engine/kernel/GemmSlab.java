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
                int panelAt = block.panelAt(j);
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
            int cAt,
            GemmScratch scratch) {
        int depth = GemmBlocking.depth(product.k);
        float[] slab = scratch.slab;
        if (product.add) {
            GemmPacking.packPanel(columns, rows, product.c, cAt, 1, product.cColumn, slab, 0, scratch);
        }
        boolean edge = GemmEdgeKernel.takes(columns);
        for (int p = 0; p < product.k; p += depth) {
            int run = Math.min(depth, product.k - p);
            int panel = panelAt + p * COLUMNS;
            boolean add = product.add || p > 0;
            int rowsAt = p / depth * SLAB_ROWS * PACKED_ROW;
            if (edge) {
                for (int i = 0; i < rows; i += GemmEdgeKernel.ROWS) {
                    int at = rowsAt + i * PACKED_ROW;
                    int to = i * COLUMNS;
                    GemmEdgeKernel.run(
                            run,
                            columns,
                            packedRows,
                            at,
                            PACKED_ROW,
                            1,
                            panels,
                            panel,
                            COLUMNS,
                            slab,
                            to,
                            COLUMNS,
                            add);
                }
            } else {
                for (int i = 0; i < rows; i += ROWS) {
                    int at = rowsAt + i * PACKED_ROW;
                    int to = i * COLUMNS;
                    GemmTile.run(run, packedRows, at, PACKED_ROW, 1, panels, panel, COLUMNS, slab, to, COLUMNS, add);
                }
            }
        }
        GemmPacking.copyOutTransposed(rows, columns, slab, product.c, cAt, product.cColumn, scratch);
    }
}

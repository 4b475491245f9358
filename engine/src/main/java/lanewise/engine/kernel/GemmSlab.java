package lanewise.engine.kernel;

import static lanewise.engine.kernel.GemmBlocking.COLUMNS;
import static lanewise.engine.kernel.GemmBlocking.MANY_REGISTERS;
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
        int packedRun = SLAB_ROWS * PACKED_ROW;
        for (int i = i0; i < i1; i += SLAB_ROWS) {
            int count = Math.min(SLAB_ROWS, i1 - i);
            boolean inPlace = MANY_REGISTERS && count == SLAB_ROWS;
            float[] rows = inPlace ? product.a : scratch.rows(GemmBlocking.tiles(product.k, depth) * packedRun);
            for (int p = 0; p < product.k && !inPlace; p += depth) {
                int at = p / depth * packedRun;
                GemmPacking.packRows(i, count, p, Math.min(depth, product.k - p), product, rows, at, scratch);
            }
            for (int j = j0; j < j1; j += COLUMNS) {
                int columns = Math.min(COLUMNS, j1 - j);
                int panelAt = block.panelAt(j);
                int to = product.cAt + i + j * product.cColumn;
                float[] slab = scratch.slab;
                if (product.add) {
                    GemmPacking.packPanel(columns, count, product.c, to, 1, product.cColumn, slab, 0, scratch);
                }
                if (inPlace) {
                    int at = product.aAt + i * product.aRow;
                    int run = depth * product.aColumn;
                    sum(product, count, columns, rows, at, product.aRow, product.aColumn, run, block, panelAt, slab);
                } else {
                    sum(product, count, columns, rows, 0, PACKED_ROW, 1, packedRun, block, panelAt, slab);
                }
                GemmPacking.copyOutTransposed(count, columns, slab, product.c, to, product.cColumn, scratch);
            }
        }
    }

    /// The tiles of a slab, run after run of their sums.
    ///
    /// @param aRun from one run in the rows to the next
    private static void sum(
            GemmProduct product,
            int rows,
            int columns,
            float[] a,
            int aAt,
            int aRow,
            int aColumn,
            int aRun,
            GemmBlock block,
            int panelAt,
            float[] slab) {
        int depth = GemmBlocking.depth(product.k);
        boolean edge = GemmEdgeKernel.takes(columns);
        float[] b = block.panels;
        for (int p = 0; p < product.k; p += depth) {
            int run = Math.min(depth, product.k - p);
            int bAt = panelAt + p * COLUMNS;
            boolean add = product.add || p > 0;
            int first = aAt + p / depth * aRun;
            for (int i = 0; i < rows; i += edge ? GemmEdgeKernel.ROWS : ROWS) {
                int at = first + i * aRow;
                int to = i * COLUMNS;
                if (edge) {
                    GemmEdgeKernel.run(run, columns, a, at, aRow, aColumn, b, bAt, COLUMNS, slab, to, COLUMNS, add);
                } else {
                    GemmTile.run(run, a, at, aRow, aColumn, b, bAt, COLUMNS, slab, to, COLUMNS, add);
                }
            }
        }
    }
}

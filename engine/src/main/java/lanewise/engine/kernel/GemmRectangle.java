package lanewise.engine.kernel;

import static lanewise.engine.kernel.GemmBlocking.BLOCK_ROWS;
import static lanewise.engine.kernel.GemmBlocking.COLUMNS;
import static lanewise.engine.kernel.GemmBlocking.GROUP_COLUMNS;
import static lanewise.engine.kernel.GemmBlocking.PACKED_ROW;
import static lanewise.engine.kernel.GemmBlocking.ROWS;
import static lanewise.engine.simd.Lanes.LANES;

/// A rectangle of a [GemmBlock] that one thread computes, run after run of its sums, tile after tile. Each thread
/// keeps one of these.
final class GemmRectangle {
    private static final float[] NOTHING = new float[0];

    private final GemmScratch scratch;
    private GemmProduct product = new GemmProduct();
    private GemmBlock block = new GemmBlock();

    /// The rows of A that are worked on, packed, or nothing.
    private float[] rows = NOTHING;

    /// The run of products that is being added: `[p, p + depth)`, in the panels from `q` on.
    private int p;

    private int q;
    private int depth;

    /// @param scratch the same thread's
    GemmRectangle(GemmScratch scratch) {
        this.scratch = scratch;
    }

    /// Rows `[i0, i1)` by columns `[j0, j1)` of the block, which begin at a strip and a panel.
    void compute(GemmProduct product, GemmBlock block, int i0, int i1, int j0, int j1) {
        this.product = product;
        this.block = block;
        if (block.isInPlace()) {
            int longest = GemmBlocking.depth(product.k);
            for (p = block.p; p < block.p + block.depth; p += longest) {
                depth = Math.min(longest, block.p + block.depth - p);
                computeInPlace(i0, i1, j0, j1);
            }
        } else {
            computePacked(i0, i1, j0, j1);
        }
    }

    /// B as it lies; the last panel overlaps the one before it, unless a smaller tile is for it.
    private void computeInPlace(int i0, int i1, int j0, int j1) {
        rows = NOTHING;
        if (product.m < GemmEdgeKernel.ROWS) {
            rows = scratch.rows(2 * ROWS * PACKED_ROW);
            GemmPacking.packRows(i0, i1 - i0, p, depth, product, rows, 0, scratch);
        }
        for (int j = j0; j < j1; j += block.tileColumns()) {
            int at = product.bAt + p * product.bRow;
            if (block.high && j1 - j > GemmEdgeKernel.MAX_COLUMNS) {
                computeEdge(i0, i1, j, j + GemmEdgeKernel.MAX_COLUMNS, product.b, at + j, product.bRow);
                continue;
            }
            if (GemmEdgeKernel.takes(j1 - j)) {
                computeEdge(i0, i1, j, j1, product.b, at + j, product.bRow);
                break;
            }
            int start = Math.min(j, product.n - COLUMNS);
            for (int i = i0; i < i1; i += ROWS) {
                computeTile(i, i0, i1, j, j0, j1, start, product.b, at + start, product.bRow);
            }
        }
        addBias(i0, i1, j0, j1);
    }

    /// Block by block of A's rows: they and a group of panels stay in the second-level cache, a strip in the first.
    private void computePacked(int i0, int i1, int j0, int j1) {
        boolean packsRows = GemmBlocking.packsRows(product, j1 - j0);
        rows = packsRows ? scratch.rows((BLOCK_ROWS + GemmColumnKernel.ROWS) * PACKED_ROW) : NOTHING;
        int longest = GemmBlocking.depth(product.k);
        for (int i = i0; i < i1; i += BLOCK_ROWS) {
            int end = Math.min(i + BLOCK_ROWS, i1);
            for (q = 0; q < block.depth; q += longest) {
                p = block.p + q;
                depth = Math.min(longest, block.depth - q);
                if (packsRows) {
                    GemmPacking.packRows(i, end - i, p, depth, product, rows, 0, scratch);
                }
                for (int j = j0; j < j1; j += GROUP_COLUMNS) {
                    computeGroup(i, end, j, Math.min(j + GROUP_COLUMNS, j1));
                }
            }
        }
    }

    /// Strip after strip, so that C is written along its rows, where the processor expects it.
    private void computeGroup(int i0, int i1, int j0, int j1) {
        int last = j1 == block.to ? j0 + (j1 - j0 - 1) / COLUMNS * COLUMNS : j1;
        boolean hasEdge = (rows != NOTHING || product.m >= GemmEdgeKernel.ROWS) && GemmEdgeKernel.takes(j1 - last);
        int wide = last < j1 && (block.narrow || hasEdge) ? last : j1;
        int low = i1 - eightRows(i0, i1);
        for (int i = i0; i < low; i += ROWS) {
            for (int j = j0; j < wide; j += COLUMNS) {
                int start = block.startOf(j);
                computeTile(i, i0, low, j, j0, Math.min(j + COLUMNS, j1), start, block.panels, panelAt(j), COLUMNS);
            }
            addBias(Math.max(i0, i - ROWS), i, j0, wide); // the last strip may yet have overlapped the one before
        }
        if (low > i0) {
            addBias(i0 + (low - i0 - 1) / ROWS * ROWS, low, j0, wide);
        }
        if (low < i1) {
            computeLow(i0, low, j0, wide);
            addBias(low, i1, j0, wide);
        }
        if (wide == j1) {
            return;
        }
        if (block.narrow) {
            computeNarrow(i0, i1, wide, j1);
        } else {
            computeEdge(i0, i1, wide, j1, block.panels, panelAt(wide), COLUMNS);
        }
        addBias(i0, i1, wide, j1);
    }

    /// How many of the last rows tiles of two vectors are for: 8, or none. Where two rows are left behind the last
    /// whole strip, these and the strip are such a tile instead of two that are half empty.
    private static int eightRows(int i0, int i1) {
        boolean two = i1 - i0 >= GemmEdgeKernel.ROWS && (i1 - i0) % ROWS == GemmEdgeKernel.ROWS - ROWS;
        return GemmBlocking.MANY_REGISTERS && two && GemmEdgeKernel.takes(COLUMNS / 2) ? GemmEdgeKernel.ROWS : 0;
    }

    /// The 8 rows from `i` on, by half a panel at a time.
    private void computeLow(int i0, int i, int j0, int j1) {
        GemmProduct x = product;
        boolean packed = rows != NOTHING;
        float[] a = packed ? rows : x.a;
        int aAt = packed ? (i - i0) * PACKED_ROW : x.aAt + i * x.aRow + p * x.aColumn;
        int aRow = packed ? PACKED_ROW : x.aRow;
        int aColumn = packed ? 1 : x.aColumn;
        for (int j = j0; j < j1; j += COLUMNS / 2) {
            int panel = j - (j - j0) % COLUMNS;
            int columns = Math.min(COLUMNS / 2, j1 - j);
            int bAt = panelAt(panel) + j - block.startOf(panel);
            int at = x.cAt + i * x.cRow + j;
            GemmEdgeKernel.run(
                    depth, columns, a, aAt, aRow, aColumn, block.panels, bAt, COLUMNS, x.c, at, x.cRow, adds());
        }
    }

    /// To the rows and columns whose last run of products has just been added: they still lie in the first cache.
    private void addBias(int i0, int i1, int j0, int j1) {
        if (product.hasBias() && p + depth == product.k) {
            product.addBias(i0, i1, j0, j1);
        }
    }

    /// Where the run begins in the panel whose first column is `j`.
    private int panelAt(int j) {
        return block.panelAt(j) + q * COLUMNS;
    }

    /// Columns `[j, j1)`, of which [GemmEdgeKernel] takes so many.
    private void computeEdge(int i0, int i1, int j, int j1, float[] panel, int panelAt, int panelRow) {
        GemmProduct x = product;
        int columns = j1 - j;
        boolean packed = rows != NOTHING;
        float[] a = packed ? rows : x.a;
        int aRow = packed ? PACKED_ROW : x.aRow;
        int aColumn = packed ? 1 : x.aColumn;
        for (int i = i0; i < i1; i += GemmEdgeKernel.ROWS) {
            int top = packed ? i : Math.min(i, x.m - GemmEdgeKernel.ROWS);
            int aAt = packed ? (i - i0) * PACKED_ROW : x.aAt + top * x.aRow + p * x.aColumn;
            boolean inside = top >= i0 && top + GemmEdgeKernel.ROWS <= i1;
            if (inside && (!adds() || top == i)) {
                int at = x.cAt + top * x.cRow + j;
                GemmEdgeKernel.run(
                        depth, columns, a, aAt, aRow, aColumn, panel, panelAt, panelRow, x.c, at, x.cRow, adds());
            } else {
                int row = GemmEdgeKernel.MAX_COLUMNS;
                GemmEdgeKernel.run(
                        depth, columns, a, aAt, aRow, aColumn, panel, panelAt, panelRow, scratch.tile, 0, row, false);
                int count = Math.min(GemmEdgeKernel.ROWS, i1 - i);
                copyOut(count, columns, (i - top) * row, row, x.cAt + i * x.cRow + j);
            }
        }
    }

    /// Columns `[j, j1)`, a vector of them at most, from packed rows.
    private void computeNarrow(int i0, int i1, int j, int j1) {
        float[] panels = block.panels;
        int panelAt = block.panelAt(j) + q * LANES;
        for (int i = i0; i < i1; i += GemmColumnKernel.ROWS) {
            int rowsAt = (i - i0) * PACKED_ROW;
            int at = product.cAt + i * product.cRow + j;
            if (i + GemmColumnKernel.ROWS <= i1) {
                GemmColumnKernel.run(depth, j1 - j, rows, rowsAt, panels, panelAt, product.c, at, product.cRow, adds());
            } else {
                GemmColumnKernel.run(depth, LANES, rows, rowsAt, panels, panelAt, scratch.tile, 0, LANES, false);
                GemmPacking.copyOut(i1 - i, j1 - j, scratch.tile, 0, LANES, product.c, at, product.cRow, adds());
            }
        }
    }

    /// Rows `[i, i1)` by columns `[j, j1)` of C, a tile of them at most. The tile may reach beyond: up, where A is
    /// read as it lies, and to the left, as far as the panel begins at `start`. Where nothing is added, it may then
    /// overlap what was computed before in `[i0, i1)` and `[j0, j1)`.
    private void computeTile(
            int i, int i0, int i1, int j, int j0, int j1, int start, float[] panel, int panelAt, int panelRow) {
        GemmProduct x = product;
        boolean packed = rows != NOTHING;
        int top = packed ? i : Math.min(i, x.m - ROWS);
        float[] a = packed ? rows : x.a;
        int aAt = packed ? (i - i0) * PACKED_ROW : x.aAt + top * x.aRow + p * x.aColumn;
        int aRow = packed ? PACKED_ROW : x.aRow;
        int aColumn = packed ? 1 : x.aColumn;
        boolean inside = top >= i0 && top + ROWS <= i1 && start >= j0 && start + COLUMNS <= j1;
        if (inside && (!adds() || top == i && start == j)) {
            int at = x.cAt + top * x.cRow + start;
            GemmTile.run(depth, a, aAt, aRow, aColumn, panel, panelAt, panelRow, x.c, at, x.cRow, adds());
            return;
        }
        GemmTile.run(depth, a, aAt, aRow, aColumn, panel, panelAt, panelRow, scratch.tile, 0, COLUMNS, false);
        int first = (i - top) * COLUMNS + j - start;
        copyOut(Math.min(ROWS, i1 - i), Math.min(COLUMNS, j1 - j), first, COLUMNS, x.cAt + i * x.cRow + j);
    }

    /// That part of the tile in `scratch` which begins at `first`, to C.
    private void copyOut(int rows, int columns, int first, int row, int at) {
        GemmPacking.copyOut(rows, columns, scratch.tile, first, row, product.c, at, product.cRow, adds());
    }

    /// Whether the products come on top of what C holds.
    private boolean adds() {
        return product.add || p > 0;
    }
}

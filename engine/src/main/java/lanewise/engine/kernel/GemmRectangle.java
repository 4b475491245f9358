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
            p = block.p;
            depth = block.depth;
            computeInPlace(i0, i1, j0, j1);
        } else {
            computePacked(i0, i1, j0, j1);
        }
    }

    /// B as it lies; the last panel overlaps the one before it.
    private void computeInPlace(int i0, int i1, int j0, int j1) {
        for (int j = j0; j < j1; j += COLUMNS) {
            int start = Math.min(j, product.n - COLUMNS);
            int at = product.bAt + p * product.bRow + start;
            for (int i = i0; i < i1; i += ROWS) {
                rowsInPlace(i, i0, i1, j, j0, j1, start, product.b, at, product.bRow);
            }
        }
    }

    /// Block by block of A's rows: they and a group of panels stay in the second-level cache, a strip in the first.
    private void computePacked(int i0, int i1, int j0, int j1) {
        boolean packsRows = GemmBlocking.packsRows(product.m, j1 - j0, product.aColumn);
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
        boolean endsNarrow = block.narrow && j1 == block.to;
        int wide = endsNarrow ? j1 / COLUMNS * COLUMNS : j1;
        for (int i = i0; i < i1; i += ROWS) {
            for (int j = j0; j < wide; j += COLUMNS) {
                int at = (j - block.from) * block.depth + q * COLUMNS;
                if (rows == NOTHING) {
                    rowsInPlace(i, i0, i1, j, j, j1, j, block.panels, at, COLUMNS);
                } else {
                    packedRows(i, i1, j, j1, (i - i0) * PACKED_ROW, at);
                }
            }
        }
        if (endsNarrow) {
            computeNarrow(i0, i1, wide, j1);
        }
    }

    /// Columns `[j, j1)`, a vector of them at most, from packed rows.
    private void computeNarrow(int i0, int i1, int j, int j1) {
        float[] panels = block.panels;
        int panelAt = (j - block.from) * block.depth + q * LANES;
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

    /// A tile from packed rows and a packed panel.
    private void packedRows(int i, int i1, int j, int j1, int rowsAt, int panelAt) {
        float[] panels = block.panels;
        int at = product.cAt + i * product.cRow + j;
        boolean whole = i + ROWS <= i1 && j + COLUMNS <= j1;
        if (whole) {
            GemmTile.run(
                    depth, rows, rowsAt, PACKED_ROW, 1, panels, panelAt, COLUMNS, product.c, at, product.cRow, adds());
            return;
        }
        GemmTile.run(depth, rows, rowsAt, PACKED_ROW, 1, panels, panelAt, COLUMNS, scratch.tile, 0, COLUMNS, false);
        copyOut(Math.min(ROWS, i1 - i), Math.min(COLUMNS, j1 - j), 0, at);
    }

    /// A tile from rows of A as they lie: rows `[i, i1)`, columns `[j, j1)`. What the panel has is from `start` on;
    /// where nothing is added, the tile may overlap what was computed before in `[i0, i1)` and `[j0, j1)`.
    private void rowsInPlace(
            int i, int i0, int i1, int j, int j0, int j1, int start, float[] panel, int panelAt, int panelRow) {
        GemmProduct x = product;
        int top = Math.min(i, x.m - ROWS);
        int rowsAt = x.aAt + top * x.aRow + p * x.aColumn;
        boolean inside = top >= i0 && top + ROWS <= i1 && start >= j0 && start + COLUMNS <= j1;
        if (inside && (!adds() || top == i && start == j)) {
            int at = x.cAt + top * x.cRow + start;
            GemmTile.run(depth, x.a, rowsAt, x.aRow, x.aColumn, panel, panelAt, panelRow, x.c, at, x.cRow, adds());
            return;
        }
        GemmTile.run(depth, x.a, rowsAt, x.aRow, x.aColumn, panel, panelAt, panelRow, scratch.tile, 0, COLUMNS, false);
        int at = x.cAt + i * x.cRow + j;
        int first = (i - top) * COLUMNS + j - start;
        copyOut(Math.min(ROWS, i1 - i), Math.min(COLUMNS, j1 - j), first, at);
    }

    /// That part of the tile in `scratch` which begins at `first`, to C.
    private void copyOut(int rows, int columns, int first, int at) {
        GemmPacking.copyOut(rows, columns, scratch.tile, first, COLUMNS, product.c, at, product.cRow, adds());
    }

    /// Whether the products come on top of what C holds.
    private boolean adds() {
        return product.add || p > 0;
    }
}

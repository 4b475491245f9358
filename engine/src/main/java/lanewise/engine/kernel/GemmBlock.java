package lanewise.engine.kernel;

import static lanewise.engine.kernel.GemmBlocking.BLOCK_ROWS;
import static lanewise.engine.kernel.GemmBlocking.COLUMNS;
import static lanewise.engine.kernel.GemmBlocking.GROUP_COLUMNS;
import static lanewise.engine.kernel.GemmBlocking.PACKED_ROW;
import static lanewise.engine.kernel.GemmBlocking.ROWS;

/// The part of a product that is computed at a time: of C the columns `[from, to)`, of their sums the products
/// `[p, p + depth)`. Threads compute rectangles of it.
final class GemmBlock {
    private static final float[] NOTHING = new float[0];

    private final GemmProduct product;
    int from;
    int to;
    int p;
    int depth;

    /// The block of B in panels, element `(q, j)` of panel `x` at `(x·depth + q)·COLUMNS + j`; empty if B is read
    /// where it lies.
    float[] panels = NOTHING;

    GemmBlock(GemmProduct product) {
        this.product = product;
    }

    void set(int from, int to, int p, int depth) {
        this.from = from;
        this.to = to;
        this.p = p;
        this.depth = depth;
    }

    /// Says that B is read where it lies.
    void readInPlace() {
        panels = NOTHING;
    }

    /// Rows `[i0, i1)` by columns `[j0, j1)`, which begin at a strip and a panel.
    void compute(int i0, int i1, int j0, int j1, GemmScratch scratch) {
        if (panels == NOTHING) {
            computeInPlace(i0, i1, j0, j1, scratch);
        } else {
            computePacked(i0, i1, j0, j1, scratch);
        }
    }

    /// B as it lies; the last panel overlaps the one before it.
    private void computeInPlace(int i0, int i1, int j0, int j1, GemmScratch scratch) {
        for (int j = j0; j < j1; j += COLUMNS) {
            int start = Math.min(j, product.n - COLUMNS);
            int at = product.bAt + p * product.bRow + start;
            for (int i = i0; i < i1; i += ROWS) {
                rowsInPlace(i, i0, i1, j, j0, j1, start, product.b, at, product.bRow, scratch);
            }
        }
    }

    /// Block by block of A's rows: they and a group of panels stay in the second-level cache, a strip in the first.
    private void computePacked(int i0, int i1, int j0, int j1, GemmScratch scratch) {
        boolean packsRows = GemmBlocking.packsRows(product.m, j1 - j0, product.aColumn);
        float[] rows = packsRows ? scratch.rows(BLOCK_ROWS * PACKED_ROW) : NOTHING;
        for (int i = i0; i < i1; i += BLOCK_ROWS) {
            int end = Math.min(i + BLOCK_ROWS, i1);
            if (packsRows) {
                GemmPacking.packRows(i, end - i, p, depth, product, rows, 0, scratch);
            }
            for (int j = j0; j < j1; j += GROUP_COLUMNS) {
                computeGroup(i, end, j, Math.min(j + GROUP_COLUMNS, j1), rows, scratch);
            }
        }
    }

    /// Strip after strip, so that C is written along its rows, where the processor expects it.
    private void computeGroup(int i0, int i1, int j0, int j1, float[] rows, GemmScratch scratch) {
        for (int i = i0; i < i1; i += ROWS) {
            for (int j = j0; j < j1; j += COLUMNS) {
                int at = (j - from) * depth;
                if (rows == NOTHING) {
                    rowsInPlace(i, i0, i1, j, j, j1, j, panels, at, COLUMNS, scratch);
                } else {
                    packedRows(i, i1, j, j1, rows, (i - i0) * PACKED_ROW, at, scratch);
                }
            }
        }
    }

    /// A tile from packed rows and a packed panel.
    private void packedRows(int i, int i1, int j, int j1, float[] rows, int rowsAt, int panelAt, GemmScratch scratch) {
        int at = product.cAt + i * product.cRow + j;
        boolean whole = i + ROWS <= i1 && j + COLUMNS <= j1;
        if (whole && !adds()) {
            GemmTile.run(depth, rows, rowsAt, PACKED_ROW, 1, panels, panelAt, COLUMNS, product.c, at, product.cRow);
            return;
        }
        GemmTile.run(depth, rows, rowsAt, PACKED_ROW, 1, panels, panelAt, COLUMNS, scratch.tile, 0, COLUMNS);
        copyOut(whole, Math.min(ROWS, i1 - i), Math.min(COLUMNS, j1 - j), 0, at, scratch);
    }

    /// A tile from rows of A as they lie: rows `[i, i1)`, columns `[j, j1)`. What the panel has is from `start` on;
    /// where nothing is added, the tile may overlap what was computed before in `[i0, i1)` and `[j0, j1)`.
    private void rowsInPlace(
            int i,
            int i0,
            int i1,
            int j,
            int j0,
            int j1,
            int start,
            float[] panel,
            int panelAt,
            int panelRow,
            GemmScratch scratch) {
        GemmProduct x = product;
        int top = Math.min(i, x.m - ROWS);
        int rowsAt = x.aAt + top * x.aRow + p * x.aColumn;
        boolean inside = top + ROWS <= i1 && start + COLUMNS <= j1;
        if (!adds() && inside && top >= i0 && start >= j0) {
            int at = x.cAt + top * x.cRow + start;
            GemmTile.run(depth, x.a, rowsAt, x.aRow, x.aColumn, panel, panelAt, panelRow, x.c, at, x.cRow);
            return;
        }
        GemmTile.run(depth, x.a, rowsAt, x.aRow, x.aColumn, panel, panelAt, panelRow, scratch.tile, 0, COLUMNS);
        boolean whole = inside && top == i && start == j;
        int at = x.cAt + i * x.cRow + j;
        int first = (i - top) * COLUMNS + j - start;
        copyOut(whole, Math.min(ROWS, i1 - i), Math.min(COLUMNS, j1 - j), first, at, scratch);
    }

    /// The tile in `scratch`, or that part of it which begins at `first`, to C.
    private void copyOut(boolean whole, int rows, int columns, int first, int at, GemmScratch scratch) {
        if (whole && adds()) {
            GemmPacking.addTile(scratch.tile, product.c, at, product.cRow);
        } else {
            GemmPacking.copyOut(rows, columns, scratch.tile, first, COLUMNS, product.c, at, product.cRow, adds());
        }
    }

    /// Whether the products come on top of what C holds.
    private boolean adds() {
        return product.add || p > 0;
    }
}

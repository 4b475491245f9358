package lanewise.engine.kernel;

import static lanewise.engine.kernel.GemmBlocking.BLOCK_COLUMNS;
import static lanewise.engine.kernel.GemmBlocking.BLOCK_ROWS;
import static lanewise.engine.kernel.GemmBlocking.COLUMNS;
import static lanewise.engine.kernel.GemmBlocking.GROUP_COLUMNS;
import static lanewise.engine.kernel.GemmBlocking.MANY_REGISTERS;
import static lanewise.engine.kernel.GemmBlocking.PACKED_ROW;
import static lanewise.engine.kernel.GemmBlocking.ROWS;
import static lanewise.engine.kernel.GemmScratch.SLAB_ROWS;

import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;
import lanewise.engine.simd.Lanes;
import lanewise.engine.simd.WarmUp;

/// One product under way: `C[m, n] (=|+=) A[m, k]·B[k, n]`, whose strips of rows or panels of columns are divided
/// among the threads. Each thread keeps one of these and sets it anew for every product.
final class GemmTask implements RangeTask {
    private static final float[] NOTHING = new float[0];

    /// Without the instruction for it the scalar twin, which then rounds twice, stays in use.
    static final WarmUp WARM_UP = WarmUp.ofFused(new Exercise());

    /// What the threads are dividing among them.
    private enum Phase {
        PACK,
        COMPUTE
    }

    private int m;
    private int n;
    private int k;
    private int depth;
    private float[] a = NOTHING;
    private int aAt;
    private int aRow;
    private int aColumn;
    private float[] b = NOTHING;
    private int bAt;
    private int bRow;
    private int bColumn;
    private float[] c = NOTHING;
    private int cAt;
    private int cRow;
    private boolean add;
    private boolean transposed;
    private Phase phase = Phase.COMPUTE;
    private float[] packed = NOTHING;
    private int blockFrom;
    private int blockTo;
    private int blockP;
    private int blockDepth;
    private int rowParts;
    private int columnParts;

    /// Sets the product. If `transposed`, element `(i, j)` of the result goes to `c[cAt + j·cRow + i]`.
    void set(
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
            boolean add,
            boolean transposed) {
        this.m = m;
        this.n = n;
        this.k = k;
        this.depth = GemmBlocking.depth(k);
        this.a = a;
        this.aAt = aAt;
        this.aRow = aRow;
        this.aColumn = aColumn;
        this.b = b;
        this.bAt = bAt;
        this.bRow = bRow;
        this.bColumn = bColumn;
        this.c = c;
        this.cAt = cAt;
        this.cRow = cRow;
        this.add = add;
        this.transposed = transposed;
    }

    /// Lets go of the operands.
    void clear() {
        a = NOTHING;
        b = NOTHING;
        c = NOTHING;
        packed = NOTHING;
    }

    /// Computes it.
    ///
    /// @param scratch the calling thread's
    void multiply(GemmScratch scratch) {
        if (GemmBlocking.readsInPlace(m, n, k, bRow, bColumn) && !transposed) {
            for (int p = 0; p < k; p += depth) {
                setBlock(0, n, p, Math.min(depth, k - p));
                compute();
            }
            return;
        }
        int columns = Math.min(BLOCK_COLUMNS, GemmBlocking.tiles(n, COLUMNS) * COLUMNS);
        int length = transposed ? k : Math.min(depth, k);
        packed = scratch.packed(columns * length);
        for (int j = 0; j < n; j += columns) {
            for (int p = 0; p < k; p += length) {
                setBlock(j, Math.min(j + columns, n), p, Math.min(length, k - p));
                pack();
                compute();
            }
        }
    }

    private void setBlock(int from, int to, int p, int length) {
        blockFrom = from;
        blockTo = to;
        blockP = p;
        blockDepth = length;
    }

    private void pack() {
        phase = Phase.PACK;
        int panels = GemmBlocking.tiles(blockTo - blockFrom, COLUMNS);
        int runs = GemmBlocking.tiles(blockDepth, depth);
        Workers.run(panels * runs, GemmBlocking.packingGrain(Math.min(depth, blockDepth)), this);
    }

    /// Divides the block of C among the threads, as a grid of rectangles.
    private void compute() {
        phase = Phase.COMPUTE;
        int strips = GemmBlocking.tiles(m, ROWS);
        int panels = GemmBlocking.tiles(blockTo - blockFrom, COLUMNS);
        int parts = GemmBlocking.parts(strips, panels, blockDepth, Workers.threads());
        rowParts = GemmBlocking.rowParts(strips, panels, parts);
        columnParts = parts / rowParts;
        Workers.run(rowParts * columnParts, 1, this);
    }

    @Override
    public void run(int from, int to) {
        GemmScratch scratch = GemmScratch.ofThread();
        if (phase == Phase.PACK) {
            pack(from, to, scratch);
            return;
        }
        int strips = GemmBlocking.tiles(m, ROWS);
        int panels = GemmBlocking.tiles(blockTo - blockFrom, COLUMNS);
        for (int part = from; part < to; part++) {
            int row = part / columnParts;
            int column = part % columnParts;
            compute(
                    bound(strips, row, rowParts) * ROWS,
                    Math.min(bound(strips, row + 1, rowParts) * ROWS, m),
                    blockFrom + bound(panels, column, columnParts) * COLUMNS,
                    Math.min(blockFrom + bound(panels, column + 1, columnParts) * COLUMNS, blockTo),
                    scratch);
        }
    }

    private static int bound(int tiles, int part, int parts) {
        return (int) ((long) tiles * part / parts);
    }

    /// Packs the block of B, panel after panel: element `(p, j)` of panel `x` at `(x·k + p)·COLUMNS + j`, where k
    /// is the block's. A unit is a run of one panel.
    private void pack(int from, int to, GemmScratch scratch) {
        int runs = GemmBlocking.tiles(blockDepth, depth);
        int whole = bColumn == 1 && runs == 1 && GemmPacking.isFast() ? (blockTo - blockFrom) / COLUMNS : 0;
        int unit = from;
        while (unit < to) {
            int j = unit / runs * COLUMNS;
            int p = unit % runs * depth;
            int start = bAt + (blockP + p) * bRow + (blockFrom + j) * bColumn;
            int at = j * blockDepth + p * COLUMNS;
            int depthHere = Math.min(depth, blockDepth - p);
            int panels = Math.min(Math.min(whole, to) - unit, MAX_PANELS);
            if (panels > 1) {
                GemmPacking.packContiguousPanels(panels, depthHere, b, start, bRow, packed, at);
                unit += panels;
            } else {
                int columns = Math.min(COLUMNS, blockTo - blockFrom - j);
                GemmPacking.packPanel(columns, depthHere, b, start, bRow, bColumn, packed, at, scratch);
                unit++;
            }
        }
    }

    private static final int MAX_PANELS = 8;

    private void compute(int i0, int i1, int j0, int j1, GemmScratch scratch) {
        if (transposed) {
            computeTransposed(i0, i1, j0, j1, scratch);
        } else if (packed == NOTHING) {
            computeInPlace(i0, i1, j0, j1, scratch);
        } else {
            computePacked(i0, i1, j0, j1, scratch);
        }
    }

    /// B as it lies; the last panel overlaps the one before it.
    private void computeInPlace(int i0, int i1, int j0, int j1, GemmScratch scratch) {
        for (int j = j0; j < j1; j += COLUMNS) {
            int start = Math.min(j, n - COLUMNS);
            for (int i = i0; i < i1; i += ROWS) {
                tileInPlace(i, i0, i1, j, j0, j1, start, b, bAt + blockP * bRow + start, bRow, scratch);
            }
        }
    }

    /// Block by block of A's rows: they and a group of panels stay in the second-level cache, a strip in the first.
    /// Strip after strip, so that C is written along its rows, where the processor expects it.
    private void computePacked(int i0, int i1, int j0, int j1, GemmScratch scratch) {
        boolean packsRows = GemmBlocking.packsRows(m, j1 - j0, aColumn);
        float[] rows = packsRows ? scratch.rows(BLOCK_ROWS * PACKED_ROW) : NOTHING;
        for (int ic = i0; ic < i1; ic += BLOCK_ROWS) {
            int iEnd = Math.min(ic + BLOCK_ROWS, i1);
            if (packsRows) {
                int from = aAt + ic * aRow + blockP * aColumn;
                GemmPacking.packRows(iEnd - ic, blockDepth, a, from, aRow, aColumn, rows, 0, scratch);
            }
            for (int jc = j0; jc < j1; jc += GROUP_COLUMNS) {
                computeGroup(ic, iEnd, jc, Math.min(jc + GROUP_COLUMNS, j1), rows, scratch);
            }
        }
    }

    private void computeGroup(int i0, int i1, int j0, int j1, float[] rows, GemmScratch scratch) {
        for (int i = i0; i < i1; i += ROWS) {
            for (int j = j0; j < j1; j += COLUMNS) {
                int panelAt = (j - blockFrom) * blockDepth;
                if (rows == NOTHING) {
                    tileInPlace(i, i0, i1, j, j, j1, j, packed, panelAt, COLUMNS, scratch);
                } else {
                    packedTile(i, i1, j, j1, rows, (i - i0) * PACKED_ROW, panelAt, scratch);
                }
            }
        }
    }

    private void packedTile(int i, int i1, int j, int j1, float[] rows, int rowsAt, int panelAt, GemmScratch scratch) {
        int to = cAt + i * cRow + j;
        boolean adds = add || blockP > 0;
        boolean whole = i + ROWS <= i1 && j + COLUMNS <= j1;
        if (whole && !adds) {
            micro(blockDepth, rows, rowsAt, PACKED_ROW, 1, packed, panelAt, COLUMNS, c, to, cRow);
            return;
        }
        micro(blockDepth, rows, rowsAt, PACKED_ROW, 1, packed, panelAt, COLUMNS, scratch.tile, 0, COLUMNS);
        if (whole) {
            GemmPacking.addTile(scratch.tile, c, to, cRow);
        } else {
            int rowCount = Math.min(ROWS, i1 - i);
            int columnCount = Math.min(COLUMNS, j1 - j);
            GemmPacking.copyOut(rowCount, columnCount, scratch.tile, 0, COLUMNS, c, to, cRow, adds);
        }
    }

    /// A tile of rows of A as they lie, rows `[i, i1)`, columns `[j, j1)`. What B has is from `start` on, and tiles
    /// may overlap what is computed before in `[i0, i1)` and `[j0, j1)`.
    private void tileInPlace(
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
        int top = Math.min(i, m - ROWS);
        int at = aAt + top * aRow + blockP * aColumn;
        boolean adds = add || blockP > 0;
        boolean whole = top + ROWS <= i1 && start + COLUMNS <= j1;
        if (!adds && whole && top >= i0 && start >= j0) {
            micro(blockDepth, a, at, aRow, aColumn, panel, panelAt, panelRow, c, cAt + top * cRow + start, cRow);
            return;
        }
        micro(blockDepth, a, at, aRow, aColumn, panel, panelAt, panelRow, scratch.tile, 0, COLUMNS);
        int to = cAt + i * cRow + j;
        if (whole && top == i && start == j) {
            GemmPacking.addTile(scratch.tile, c, to, cRow);
            return;
        }
        int rows = Math.min(ROWS, i1 - i);
        int columns = Math.min(COLUMNS, j1 - j);
        int from = (i - top) * COLUMNS + j - start;
        GemmPacking.copyOut(rows, columns, scratch.tile, from, COLUMNS, c, to, cRow, adds);
    }

    /// Tiles go into a slab of rows, in which their runs are added up, and from there transposed to C.
    private void computeTransposed(int i0, int i1, int j0, int j1, GemmScratch scratch) {
        float[] rows = scratch.rows(GemmBlocking.tiles(k, depth) * SLAB_ROWS * PACKED_ROW);
        for (int ic = i0; ic < i1; ic += SLAB_ROWS) {
            int count = Math.min(SLAB_ROWS, i1 - ic);
            for (int p = 0; p < k; p += depth) {
                GemmPacking.packRows(
                        count,
                        Math.min(depth, k - p),
                        a,
                        aAt + ic * aRow + p * aColumn,
                        aRow,
                        aColumn,
                        rows,
                        p / depth * SLAB_ROWS * PACKED_ROW,
                        scratch);
            }
            for (int j = j0; j < j1; j += COLUMNS) {
                computeSlab(count, Math.min(COLUMNS, j1 - j), j * k, cAt + j * cRow + ic, rows, scratch);
            }
        }
    }

    private void computeSlab(int rows, int columns, int panelAt, int to, float[] packedRows, GemmScratch scratch) {
        if (add) {
            GemmPacking.packPanel(columns, rows, c, to, 1, cRow, scratch.slab, 0, scratch);
        }
        for (int p = 0; p < k; p += depth) {
            int kc = Math.min(depth, k - p);
            boolean adds = add || p > 0;
            for (int i = 0; i < rows; i += ROWS) {
                int at = (p / depth * SLAB_ROWS + i) * PACKED_ROW;
                int panel = panelAt + p * COLUMNS;
                if (adds) {
                    micro(kc, packedRows, at, PACKED_ROW, 1, packed, panel, COLUMNS, scratch.tile, 0, COLUMNS);
                    GemmPacking.addTile(scratch.tile, scratch.slab, i * COLUMNS, COLUMNS);
                } else {
                    micro(
                            kc,
                            packedRows,
                            at,
                            PACKED_ROW,
                            1,
                            packed,
                            panel,
                            COLUMNS,
                            scratch.slab,
                            i * COLUMNS,
                            COLUMNS);
                }
            }
        }
        GemmPacking.copyOutTransposed(rows, columns, scratch.slab, c, to, cRow, scratch);
    }

    private static void micro(
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
        if (WARM_UP.isDone()) {
            vectorTile(k, a, aAt, aRow, aColumn, b, bAt, bRow, c, cAt, cRow);
        } else {
            GemmScalarKernel.run(k, a, aAt, aRow, aColumn, b, bAt, bRow, c, cAt, cRow);
        }
    }

    static void vectorTile(
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
        if (MANY_REGISTERS) {
            GemmMicroKernel.run(k, a, aAt, aRow, aColumn, b, bAt, bRow, c, cAt, cRow);
        } else {
            GemmNarrowMicroKernel.run(k, a, aAt, b, bAt, c, cAt, cRow);
        }
    }

    /// One tile.
    private static final class Exercise implements WarmUp.Exercise {
        private final float[] a = new float[(ROWS - 1) * PACKED_ROW + WarmUp.ROUNDS + Lanes.PADDING];
        private final float[] b = new float[WarmUp.ROUNDS * COLUMNS + Lanes.PADDING];
        private final float[] c = new float[ROWS * COLUMNS + Lanes.PADDING];

        @Override
        public void run(int calls, int rounds) {
            for (int i = 0; i < calls; i++) {
                vectorTile(rounds, a, 0, PACKED_ROW, 1, b, 0, COLUMNS, c, 0, COLUMNS);
            }
        }
    }
}

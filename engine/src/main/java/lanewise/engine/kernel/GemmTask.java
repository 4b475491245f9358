package lanewise.engine.kernel;

import static lanewise.engine.kernel.GemmBlocking.COLUMNS;
import static lanewise.engine.kernel.GemmBlocking.MANY_REGISTERS;
import static lanewise.engine.kernel.GemmBlocking.PACKED_COLUMNS;
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
        ROWS,
        COLUMNS
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
    private Phase phase = Phase.ROWS;
    private float[] packed = NOTHING;

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
        int strips = GemmBlocking.tiles(m, ROWS);
        int panels = GemmBlocking.tiles(n, COLUMNS);
        if (transposed || GemmBlocking.packsWhole(m, n, k, bColumn)) {
            packed = scratch.packed(panels * COLUMNS * k);
            phase = Phase.PACK;
            int runs = GemmBlocking.tiles(k, depth);
            Workers.run(panels * runs, GemmBlocking.packingGrain(depth), this);
        }
        if (GemmBlocking.dividesRows(strips, panels, Workers.threads())) {
            phase = Phase.ROWS;
            Workers.run(strips, GemmBlocking.grain(panels, k), this);
        } else {
            phase = Phase.COLUMNS;
            Workers.run(panels, GemmBlocking.grain(strips, k), this);
        }
    }

    @Override
    public void run(int from, int to) {
        GemmScratch scratch = GemmScratch.ofThread();
        switch (phase) {
            case PACK -> pack(from, to, scratch);
            case ROWS -> compute(from * ROWS, Math.min(to * ROWS, m), 0, n, scratch);
            case COLUMNS -> compute(0, m, from * COLUMNS, Math.min(to * COLUMNS, n), scratch);
        }
    }

    /// Packs B whole, panel after panel: element `(p, j)` of panel `x` at `(x·k + p)·COLUMNS + j`. A unit is a run
    /// of one panel.
    private void pack(int from, int to, GemmScratch scratch) {
        int runs = GemmBlocking.tiles(k, depth);
        for (int unit = from; unit < to; unit++) {
            int j = unit / runs * COLUMNS;
            int p = unit % runs * depth;
            packPanel(j, n, p, Math.min(depth, k - p), packed, j * k + p * COLUMNS, scratch);
        }
    }

    private void packPanel(int j, int jEnd, int p, int kc, float[] panel, int at, GemmScratch scratch) {
        GemmPacking.packPanel(
                Math.min(COLUMNS, jEnd - j), kc, b, bAt + p * bRow + j * bColumn, bRow, bColumn, panel, at, scratch);
    }

    private void compute(int i0, int i1, int j0, int j1, GemmScratch scratch) {
        if (transposed) {
            computeTransposed(i0, i1, j0, j1, scratch);
        } else if (packed != NOTHING) {
            computePacked(i0, i1, j0, j1, scratch);
        } else if (GemmBlocking.packsBlocks(m, n, bColumn)) {
            computeBlocks(i0, i1, j0, j1, scratch);
        } else {
            computeUnpacked(i0, i1, j0, j1, scratch);
        }
    }

    /// B as it lies; the last panel overlaps the one before it.
    private void computeUnpacked(int i0, int i1, int j0, int j1, GemmScratch scratch) {
        for (int p = 0; p < k; p += depth) {
            int kc = Math.min(depth, k - p);
            packShortStrip(p, kc, scratch);
            for (int j = j0; j < j1; j += COLUMNS) {
                int start = Math.min(j, n - COLUMNS);
                for (int i = i0; i < i1; i += ROWS) {
                    tile(i, i1, j, j1, start, p, kc, b, bAt + p * bRow + start, bRow, scratch);
                }
            }
        }
    }

    /// Strip after strip, so that C is written along its rows, where the processor expects it.
    private void computePacked(int i0, int i1, int j0, int j1, GemmScratch scratch) {
        for (int p = 0; p < k; p += depth) {
            int kc = Math.min(depth, k - p);
            packShortStrip(p, kc, scratch);
            for (int i = i0; i < i1; i += ROWS) {
                for (int j = j0; j < j1; j += COLUMNS) {
                    tile(i, i1, j, j1, j, p, kc, packed, j * k + p * COLUMNS, COLUMNS, scratch);
                }
            }
        }
    }

    /// Packs a block of B at a time, each thread for itself, and walks over A strip by strip.
    private void computeBlocks(int i0, int i1, int j0, int j1, GemmScratch scratch) {
        for (int jc = j0; jc < j1; jc += PACKED_COLUMNS) {
            int jEnd = Math.min(jc + PACKED_COLUMNS, j1);
            float[] block = scratch.block();
            for (int p = 0; p < k; p += depth) {
                int kc = Math.min(depth, k - p);
                packShortStrip(p, kc, scratch);
                for (int j = jc; j < jEnd; j += COLUMNS) {
                    packPanel(j, jEnd, p, kc, block, (j - jc) * kc, scratch);
                }
                for (int i = i0; i < i1; i += ROWS) {
                    for (int j = jc; j < jEnd; j += COLUMNS) {
                        tile(i, i1, j, jEnd, j, p, kc, block, (j - jc) * kc, COLUMNS, scratch);
                    }
                }
            }
        }
    }

    /// One tile of C, rows from `i`, columns from `j`, from the products of `[p, p + kc)`. Its panel of B begins at
    /// column `start`.
    private void tile(
            int i,
            int iEnd,
            int j,
            int jEnd,
            int start,
            int p,
            int kc,
            float[] panel,
            int panelAt,
            int panelRow,
            GemmScratch scratch) {
        int rows = Math.min(ROWS, iEnd - i);
        int columns = Math.min(COLUMNS, jEnd - j);
        boolean adds = add || p > 0;
        if (rows == ROWS && columns == COLUMNS && start == j && !adds) {
            strip(i, p, kc, panel, panelAt, panelRow, c, cAt + i * cRow + j, cRow, scratch);
            return;
        }
        int top = strip(i, p, kc, panel, panelAt, panelRow, scratch.tile, 0, COLUMNS, scratch);
        int from = (i - top) * COLUMNS + j - start;
        GemmPacking.copyOut(rows, columns, scratch.tile, from, COLUMNS, c, cAt + i * cRow + j, cRow, adds);
    }

    /// The tile whose rows begin at `i`, or so far above that A has all of them. Returns where they begin.
    private int strip(
            int i,
            int p,
            int kc,
            float[] panel,
            int panelAt,
            int panelRow,
            float[] tile,
            int tileAt,
            int tileRow,
            GemmScratch scratch) {
        if (m < ROWS) {
            micro(kc, scratch.strip, 0, 1, ROWS, panel, panelAt, panelRow, tile, tileAt, tileRow);
            return 0;
        }
        int top = Math.min(i, m - ROWS);
        micro(kc, a, aAt + top * aRow + p * aColumn, aRow, aColumn, panel, panelAt, panelRow, tile, tileAt, tileRow);
        return top;
    }

    /// Tiles go into a slab of rows, in which their runs are added up, and from there transposed to C.
    private void computeTransposed(int i0, int i1, int j0, int j1, GemmScratch scratch) {
        for (int j = j0; j < j1; j += COLUMNS) {
            int columns = Math.min(COLUMNS, j1 - j);
            for (int ic = i0; ic < i1; ic += SLAB_ROWS) {
                int rows = Math.min(SLAB_ROWS, i1 - ic);
                int at = cAt + j * cRow + ic;
                if (add) {
                    GemmPacking.packPanel(columns, rows, c, at, 1, cRow, scratch.slab, 0, scratch);
                }
                for (int p = 0; p < k; p += depth) {
                    int kc = Math.min(depth, k - p);
                    packShortStrip(p, kc, scratch);
                    for (int i = ic; i < ic + rows; i += ROWS) {
                        slabTile(i, ic, p, kc, packed, j * k + p * COLUMNS, scratch);
                    }
                }
                GemmPacking.copyOutTransposed(rows, columns, scratch.slab, c, at, cRow, scratch);
            }
        }
    }

    private void slabTile(int i, int ic, int p, int kc, float[] panel, int panelAt, GemmScratch scratch) {
        boolean adds = add || p > 0;
        int at = (i - ic) * COLUMNS;
        if (i <= m - ROWS && !adds) {
            strip(i, p, kc, panel, panelAt, COLUMNS, scratch.slab, at, COLUMNS, scratch);
            return;
        }
        int top = strip(i, p, kc, panel, panelAt, COLUMNS, scratch.tile, 0, COLUMNS, scratch);
        int rows = Math.min(ROWS, m - i);
        int from = (i - top) * COLUMNS;
        GemmPacking.copyOut(rows, COLUMNS, scratch.tile, from, COLUMNS, scratch.slab, at, COLUMNS, adds);
    }

    /// An A of less than a strip's rows is copied into a whole strip.
    private void packShortStrip(int p, int kc, GemmScratch scratch) {
        if (m < ROWS) {
            GemmPacking.packStrip(m, kc, a, aAt + p * aColumn, aRow, aColumn, scratch.strip);
        }
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
            GemmNarrowMicroKernel.run(k, a, aAt, aRow, aColumn, b, bAt, bRow, c, cAt, cRow);
        }
    }

    /// One tile.
    private static final class Exercise implements WarmUp.Exercise {
        private final float[] a = new float[WarmUp.ROUNDS * ROWS + Lanes.PADDING];
        private final float[] b = new float[WarmUp.ROUNDS * COLUMNS + Lanes.PADDING];
        private final float[] c = new float[ROWS * COLUMNS + Lanes.PADDING];

        @Override
        public void run(int calls, int rounds) {
            for (int i = 0; i < calls; i++) {
                vectorTile(rounds, a, 0, 1, ROWS, b, 0, COLUMNS, c, 0, COLUMNS);
            }
        }
    }
}

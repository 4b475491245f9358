package lanewise.engine.kernel;

import static lanewise.engine.kernel.GemmBlocking.BLOCK_COLUMNS;
import static lanewise.engine.kernel.GemmBlocking.COLUMNS;
import static lanewise.engine.simd.Lanes.LANES;

import java.util.concurrent.atomic.AtomicInteger;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;

/// One product under way: block after block, each first packed, then computed, and both divided among the threads.
/// Each thread keeps one of these.
final class GemmTask implements RangeTask {
    /// Neighbouring panels that are packed together, so that B's rows are read in long runs.
    private static final int MAX_PANELS = 16;

    /// What the threads are dividing among them.
    private enum Phase {
        PACK,
        COMPUTE
    }

    static {
        // before the packing loops': tiles by element are what a program would wait for longest
        GemmTile.warmUp();
    }

    private final GemmProduct product;
    private final GemmBlock block = new GemmBlock();
    private final GemmGrid grid = new GemmGrid();
    private Phase phase = Phase.COMPUTE;
    private int depth;
    /// The next part to compute: each thread takes one after another, so that one that is held up, or whose core is
    /// a slower one, does less.
    private final AtomicInteger next = new AtomicInteger();

    GemmTask(GemmProduct product) {
        this.product = product;
    }

    /// Computes it.
    ///
    /// @param scratch the calling thread's
    void multiply(GemmScratch scratch) {
        int n = product.n;
        int k = product.k;
        depth = GemmBlocking.depth(k);
        if (GemmBlocking.readsInPlace(product)) {
            block.readInPlace(GemmBlocking.hasHighTiles(product.m));
            block.set(0, n, 0, k);
            compute();
            return;
        }
        int columns = Math.min(BLOCK_COLUMNS, GemmBlocking.tiles(n, COLUMNS) * COLUMNS);
        int length = isTransposed() || GemmBlocking.packsWhole(n, k) ? k : depth;
        float[] panels = scratch.panels(panelFloats(columns, length), (long) product.m * n * k);
        block.readPanels(panels, scratch.panelsAt());
        block.overlaps = !isTransposed();
        for (int j = 0; j < n; j += columns) {
            block.narrow = !isTransposed() && GemmColumnKernel.takes(Math.min(j + columns, n) - j);
            for (int p = 0; p < k; p += length) {
                block.set(j, Math.min(j + columns, n), p, Math.min(length, k - p));
                pack();
                compute();
            }
        }
    }

    private static int panelFloats(int columns, int length) {
        return GemmBlocking.tiles(columns, COLUMNS) * (length * COLUMNS + GemmBlock.PANEL_PADDING);
    }

    /// Packs all of B into `panels`, from `at` on, for [#multiplyPacked].
    void pack(float[] panels, int at) {
        takeWhole(panels, at);
        pack();
        block.release();
    }

    /// Computes it, where `panels` has all of B from `at` on.
    void multiplyPacked(float[] panels, int at) {
        takeWhole(panels, at);
        compute();
        block.release();
    }

    private void takeWhole(float[] panels, int at) {
        depth = GemmBlocking.depth(product.k);
        block.readPanels(panels, at);
        block.set(0, product.n, 0, product.k);
    }

    private boolean isTransposed() {
        return product.cColumn != 1;
    }

    private void pack() {
        phase = Phase.PACK;
        int runs = GemmBlocking.tiles(block.depth, depth);
        Workers.run(panels() * runs, GemmBlocking.packingGrain(Math.min(depth, block.depth)), this);
    }

    /// Divides the block of C among the threads.
    private void compute() {
        phase = Phase.COMPUTE;
        grid.set(product.m, block.from, block.to, block.tileRows(), block.tileColumns());
        long products = (long) product.m * (block.to - block.from) * block.depth;
        int threads = GemmBlocking.threads(grid.tiles(), products, Workers.threads());
        grid.divide(threads == 1 ? 1 : GemmBlocking.parts(products, threads));
        next.setPlain(0);
        Workers.run(threads, 1, this);
    }

    private int panels() {
        return GemmBlocking.tiles(block.to - block.from, COLUMNS);
    }

    @Override
    public void run(int from, int to) {
        GemmScratch scratch = GemmScratch.ofThread();
        if (phase == Phase.PACK) {
            pack(from, to, scratch);
            return;
        }
        int parts = grid.parts();
        for (int part = next.getAndIncrement(); part < parts; part = next.getAndIncrement()) {
            int i0 = grid.top(part);
            int i1 = grid.bottom(part);
            int j0 = grid.left(part);
            int j1 = grid.right(part);
            if (isTransposed()) {
                GemmSlab.compute(product, block, i0, i1, j0, j1, scratch);
            } else {
                scratch.rectangle.compute(product, block, i0, i1, j0, j1);
            }
        }
    }

    /// Packs panels of the block. A unit is a run of one panel.
    private void pack(int from, int to, GemmScratch scratch) {
        GemmProduct x = product;
        int whole = x.bColumn == 1 && GemmPacking.isFast() ? (block.to - block.from) / COLUMNS : 0;
        int unit = from;
        while (unit < to) {
            int panel = unit % panels();
            int j = panel * COLUMNS;
            int p = unit / panels() * depth;
            int run = Math.min(depth, block.depth - p);
            int first = block.startOf(block.from + j);
            int start = x.bAt + (block.p + p) * x.bRow + first * x.bColumn;
            int at = block.panelsAt + panel * block.panelSize() + p * COLUMNS;
            int panels = Math.min(Math.min(whole - panel, to - unit), MAX_PANELS);
            int columns = Math.min(COLUMNS, block.to - first);
            if (block.narrow && columns < COLUMNS) {
                int narrowAt = block.panelsAt + panel * block.panelSize() + p * LANES;
                GemmPacking.packNarrowPanel(
                        columns, run, x.b, start, x.bRow, x.bColumn, block.panels, narrowAt, scratch);
                unit++;
            } else if (panels > 1) {
                GemmPacking.packContiguousPanels(panels, run, x.b, start, x.bRow, block.panels, at, block.panelSize());
                unit += panels;
            } else {
                GemmPacking.packPanel(columns, run, x.b, start, x.bRow, x.bColumn, block.panels, at, scratch);
                unit++;
            }
        }
    }
}

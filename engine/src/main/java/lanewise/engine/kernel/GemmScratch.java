package lanewise.engine.kernel;

import static lanewise.engine.kernel.GemmBlocking.COLUMNS;
import static lanewise.engine.kernel.GemmBlocking.ROWS;

import lanewise.engine.simd.Lanes;
import org.jspecify.annotations.Nullable;

/// One thread's working memory for [Gemm], some 5 MiB after a large one, kept for its next product.
final class GemmScratch {
    /// Rows of a slab: a multiple of [GemmBlocking#ROWS], and of all vector lengths.
    static final int SLAB_ROWS = 48;

    private static final ThreadLocal<GemmScratch> OF_THREAD = ThreadLocal.withInitial(GemmScratch::new);

    /// The product that this thread has asked for.
    final GemmProduct product = new GemmProduct();

    /// Its four ways.
    final GemmTask task = new GemmTask(product);

    final GemmFewRows fewRows = new GemmFewRows(product);

    final GemmDotProducts dotProducts = new GemmDotProducts(product);

    final GemmDeep deep = new GemmDeep(product);

    /// What it computes at a time of whichever thread's product.
    final GemmRectangle rectangle = new GemmRectangle(this);

    /// The vectors of sums of [GemmDotProducts].
    final float[] sums = new float[8 * Lanes.LANES + Lanes.PADDING];

    /// A tile that does not fit into C as it is.
    final float[] tile =
            new float[Math.max(ROWS * COLUMNS, GemmEdgeKernel.ROWS * GemmEdgeKernel.MAX_COLUMNS) + Lanes.PADDING];

    /// Tiles one below the other, on their way to a transposed C.
    final float[] slab = new float[SLAB_ROWS * COLUMNS + Lanes.PADDING];

    /// The transposed slab.
    final float[] transposedSlab = new float[COLUMNS * SLAB_ROWS + Lanes.PADDING];

    /// For [Transposition].
    final float[] squares = new float[Transposition.WORKING + Lanes.PADDING];

    /// How long the collector is trusted to have left the panels where they were.
    private static final long PANELS_REST_NANOS = 100_000_000;

    /// Products from which on it is worth to ask where the panels' cache lines begin.
    private static final long MIN_PRODUCTS = 1 << 24;

    /// The same for panels that serve several products: floats of them.
    private static final int MIN_KEPT_FLOATS = 1 << 16;

    private final CacheLines lines = new CacheLines();
    private int panelsAt;
    private long asked;
    private boolean everAsked;
    private float[] rows = new float[0];
    private float[] panels = new float[0];
    private float[] partial = new float[0];
    private @Nullable GemmScratch nested;

    private GemmScratch() {}

    static GemmScratch ofThread() {
        return OF_THREAD.get();
    }

    /// For a product that is part of this one.
    GemmScratch nested() {
        GemmScratch found = nested;
        if (found == null) {
            found = new GemmScratch();
            nested = found;
        }
        return found;
    }

    /// Memory for partial results, of undefined content.
    float[] partial(int length) {
        if (partial.length < length + Lanes.PADDING) {
            partial = new float[length + Lanes.PADDING];
        }
        return partial;
    }

    /// Memory for packed rows of A, of undefined content.
    float[] rows(int length) {
        if (rows.length < length + Lanes.PADDING) {
            rows = new float[length + Lanes.PADDING];
        }
        return rows;
    }

    /// Memory for a block of B in panels, of undefined content, from [#panelsAt] on.
    ///
    /// @param products that are done with them
    float[] panels(int length, long products) {
        int needed = Math.max(length, CacheLines.MIN_LENGTH) + CacheLines.LINE + Lanes.PADDING;
        if (panels.length < needed) {
            panels = new float[needed];
            panelsAt = 0;
            everAsked = false;
        }
        if (products >= MIN_PRODUCTS && CacheLines.isKnown()) {
            long now = System.nanoTime();
            if (!everAsked || now - asked > PANELS_REST_NANOS) {
                panelsAt = lines.first(panels, panelsAt);
                everAsked = true;
                asked = now;
            }
        }
        return panels;
    }

    /// Where the panels begin in their memory.
    int panelsAt() {
        return panelsAt;
    }

    /// Where to put panels that are used for long in memory of somebody else's, which has room for a line more.
    int panelsAt(float[] memory, long floats) {
        boolean worth = floats >= MIN_KEPT_FLOATS && CacheLines.isKnown();
        return worth ? lines.first(memory, 0) : 0;
    }
}

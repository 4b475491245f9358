package lanewise.engine.kernel;

import static lanewise.engine.kernel.GemmBlocking.COLUMNS;
import static lanewise.engine.kernel.GemmBlocking.ROWS;

/// The part of a product that is computed at a time: of C the columns `[from, to)`, of their sums the products
/// `[p, p + depth)`, one run of them or several. Threads compute rectangles of it, see [GemmRectangle].
final class GemmBlock {
    /// Floats between two panels.
    static final int PANEL_PADDING = 80;

    /// The least number of rows that is whole tiles of both heights.
    private static final int WHOLE_TILES = 24;

    private static final float[] NOTHING = new float[0];

    int from;
    int to;
    int p;
    int depth;

    /// The block of B in panels, element `(q, j)` of panel `x` at `x·panelSize + q·COLUMNS + j` behind
    /// [#panelsAt]; empty if B is read where it lies.
    float[] panels = NOTHING;

    /// Where the panels begin, with a cache line if that is known.
    int panelsAt;

    /// Whether the last panel is for [GemmColumnKernel], and its elements at
    /// `x·depth·COLUMNS + q·LANES + j`.
    boolean narrow;

    /// Whether a last panel may begin before its first column, see [#startOf].
    boolean overlaps;

    /// Whether B, which is read where it lies, is for [GemmEdgeKernel]'s tiles of 8 rows by 3 vectors.
    boolean high;

    void set(int from, int to, int p, int depth) {
        this.from = from;
        this.to = to;
        this.p = p;
        this.depth = depth;
    }

    /// Floats from one panel to the next: not a multiple of a page, as those that are packed together would else
    /// lie in the same sets of a cache.
    int panelSize() {
        return depth * COLUMNS + PANEL_PADDING;
    }

    /// Where the panel begins whose first column is `j`.
    int panelAt(int j) {
        return panelsAt + (j - from) / COLUMNS * panelSize();
    }

    /// The first column of the panel that has column `j` first of those before it have not: a last one that lacks a
    /// few columns has the last ones of the panel before it too, so that its tiles are whole.
    int startOf(int j) {
        boolean few = to - j < COLUMNS && to - j > GemmEdgeKernel.MAX_COLUMNS;
        return few && overlaps && to >= COLUMNS ? to - COLUMNS : j;
    }

    /// Whether B is read where it lies.
    boolean isInPlace() {
        return panels == NOTHING;
    }

    /// Says that B is read where it lies, and whether by the higher tiles, see [#high].
    void readInPlace(boolean high) {
        release();
        this.high = high;
    }

    /// Says that B is in these panels, which begin at `at`.
    void readPanels(float[] panels, int at) {
        this.panels = panels;
        panelsAt = at;
        narrow = false;
        overlaps = false;
        high = false;
    }

    /// Lets go of the panels.
    void release() {
        panels = NOTHING;
        narrow = false;
        high = false;
    }

    /// Threads divide the rows at multiples of this, whole tiles of each height that there is.
    int tileRows() {
        int rest = (to - from) % COLUMNS;
        if (high || to - from <= GemmEdgeKernel.MAX_COLUMNS) {
            return GemmEdgeKernel.ROWS;
        }
        return rest > 0 && GemmEdgeKernel.takes(rest) ? WHOLE_TILES : ROWS;
    }

    /// And the columns at multiples of this.
    int tileColumns() {
        return high ? GemmEdgeKernel.MAX_COLUMNS : COLUMNS;
    }
}

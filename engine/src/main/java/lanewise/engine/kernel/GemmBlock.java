package lanewise.engine.kernel;

import static lanewise.engine.kernel.GemmBlocking.COLUMNS;

/// The part of a product that is computed at a time: of C the columns `[from, to)`, of their sums the products
/// `[p, p + depth)`, one run of them or several. Threads compute rectangles of it, see [GemmRectangle].
final class GemmBlock {
    /// Floats between two panels.
    static final int PANEL_PADDING = 80;

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

    /// Whether B is read where it lies.
    boolean isInPlace() {
        return panels == NOTHING;
    }

    /// Says that B is read where it lies.
    void readInPlace() {
        panels = NOTHING;
        narrow = false;
    }
}

package lanewise.engine.kernel;

import lanewise.engine.simd.Lanes;

/// The right operand of several products, packed once for all of them: where few rows at a time are multiplied by
/// the same matrix, as in a recurrent network's steps, packing it anew would take as long as multiplying.
///
/// The bits of a product are those of [Gemm]'s tiles.
public final class PackedMatrix {
    private final int rows;
    private final int columns;
    private final float[] panels;

    /// Where they begin.
    private final int at;

    private PackedMatrix(int rows, int columns, float[] panels, int at) {
        this.rows = rows;
        this.columns = columns;
        this.panels = panels;
        this.at = at;
    }

    /// How many floats of memory a matrix takes, its padding among them.
    ///
    /// @throws ArithmeticException if there are too many for an array
    public static int size(int rows, int columns) {
        int panels = GemmBlocking.tiles(columns, GemmBlocking.COLUMNS);
        int panel = Math.addExact(Math.multiplyExact(rows, GemmBlocking.COLUMNS), GemmBlock.PANEL_PADDING);
        return Math.addExact(Math.multiplyExact(panels, panel), CacheLines.LINE + Lanes.PADDING);
    }

    /// Packs `b[p, j] = b[bAt + p·bRow + j·bColumn]`, `p` in `[0, rows)` and `j` in `[0, columns)`, into `memory`,
    /// [#size] floats that belong to the result from now on.
    public static PackedMatrix pack(int rows, int columns, float[] b, int bAt, int bRow, int bColumn, float[] memory) {
        assert memory.length >= size(rows, columns);
        GemmScratch scratch = GemmScratch.ofThread();
        int at = scratch.panelsAt(memory, (long) rows * columns);
        PackedMatrix packed = new PackedMatrix(rows, columns, memory, at);
        GemmProduct product = scratch.product;
        product.set(0, columns, rows, memory, 0, 0, 0, b, bAt, bRow, bColumn, memory, 0, 0, false);
        try {
            if (rows > 0 && columns > 0) {
                scratch.task.pack(memory, at);
            }
        } finally {
            product.clear();
        }
        return packed;
    }

    /// `for i in [0, m), j in [0, columns): c[i, j] (=|+=) sum over p in [0, rows) of a[i, p]·b[p, j]`, where `a[i,
    /// p]` is `a[aAt + i·aRow + p]` and `c[i, j]` is `c[cAt + i·cRow + j]`. There is at least one row.
    public void multiply(int m, float[] a, int aAt, int aRow, float[] c, int cAt, int cRow, boolean add) {
        if (m == 0 || columns == 0) {
            return;
        }
        GemmScratch scratch = GemmScratch.ofThread();
        GemmProduct product = scratch.product;
        product.set(m, columns, rows, a, aAt, aRow, 1, panels, 0, 0, 1, c, cAt, cRow, add);
        try {
            scratch.task.multiplyPacked(panels, at);
        } finally {
            product.clear();
        }
    }
}

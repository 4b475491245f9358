package lanewise.engine.kernel;

/// How a block of C is divided among threads: a grid of rectangles, each of whole tiles but for those at its end.
///
/// It is set before the threads begin, and they read nothing else of it: which tiles there are depends on what is
/// compiled, which may change while they compute.
final class GemmGrid {
    private int rows;
    private int from;
    private int to;
    private int tileRows = 1;
    private int tileColumns = 1;
    private int rowParts = 1;
    private int columnParts = 1;

    /// Sets what is divided, rows `[0, rows)` by columns `[from, to)`, and the least that is not: tiles of so many
    /// rows and columns.
    void set(int rows, int from, int to, int tileRows, int tileColumns) {
        this.rows = rows;
        this.from = from;
        this.to = to;
        this.tileRows = tileRows;
        this.tileColumns = tileColumns;
    }

    /// How many tiles there are.
    long tiles() {
        return (long) strips() * panels();
    }

    /// Divides them into so many parts, or some fewer.
    void divide(int parts) {
        rowParts = GemmBlocking.rowParts(strips(), panels(), parts);
        columnParts = parts / rowParts;
    }

    /// How many parts there are; some may be empty.
    int parts() {
        return rowParts * columnParts;
    }

    /// The first row of a part.
    int top(int part) {
        return bound(strips(), part / columnParts, rowParts) * tileRows;
    }

    /// The end of its rows.
    int bottom(int part) {
        return Math.min(bound(strips(), part / columnParts + 1, rowParts) * tileRows, rows);
    }

    /// The first column of a part.
    int left(int part) {
        return from + bound(panels(), part % columnParts, columnParts) * tileColumns;
    }

    /// The end of its columns.
    int right(int part) {
        return Math.min(from + bound(panels(), part % columnParts + 1, columnParts) * tileColumns, to);
    }

    private int strips() {
        return GemmBlocking.tiles(rows, tileRows);
    }

    private int panels() {
        return GemmBlocking.tiles(to - from, tileColumns);
    }

    private static int bound(int tiles, int part, int parts) {
        return (int) ((long) tiles * part / parts);
    }
}

package lanewise.engine.kernel;

import static lanewise.engine.kernel.GemmBlocking.COLUMNS;
import static lanewise.engine.kernel.GemmBlocking.PACKED_ROW;
import static lanewise.engine.kernel.GemmScratch.SLAB_ROWS;
import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import lanewise.engine.simd.Lanes;
import lanewise.engine.simd.WarmUp;

/// Copies the operands of [Gemm] into the order in which the micro-kernel reads them, and tiles of C out to where
/// they belong.
final class GemmPacking {
    private static final int MAX_SQUARE_COLUMNS = Transposition.MAX_SQUARES * LANES;

    static final WarmUp WARM_UP = WarmUp.of(new Exercise());

    private GemmPacking() {}

    /// Rows of A: `for i in [0, rows), q in [0, depth): packed[at + i·PACKED_ROW + q] = a[from + i, p + q]`. Rows
    /// that the last strip lacks hold anything.
    static void packRows(
            int from, int rows, int p, int depth, GemmProduct x, float[] packed, int at, GemmScratch scratch) {
        int start = x.aAt + from * x.aRow + p * x.aColumn;
        if (x.aColumn == 1) {
            for (int i = 0; i < rows; i++) {
                System.arraycopy(x.a, start + i * x.aRow, packed, at + i * PACKED_ROW, depth);
            }
            return;
        }
        boolean squares = x.aRow == 1 && Transposition.isFast();
        int wholeRows = squares ? Lanes.wholeVectors(rows) : 0;
        int wholeDepth = squares ? Lanes.wholeVectors(depth) : 0;
        // along A's rows of memory, since the next one may be a page away
        for (int q = 0; q < wholeDepth; q += LANES) {
            for (int i = 0; i < wholeRows; i += MAX_SQUARE_COLUMNS) {
                int count = Math.min((wholeRows - i) / LANES, Transposition.MAX_SQUARES);
                int square = start + i + q * x.aColumn;
                int to = at + i * PACKED_ROW + q;
                Transposition.squares(count, x.a, square, x.aColumn, packed, to, PACKED_ROW, scratch.squares);
            }
        }
        for (int i = 0; i < rows; i++) {
            for (int q = i < wholeRows ? wholeDepth : 0; q < depth; q++) {
                packed[at + i * PACKED_ROW + q] = x.a[start + i * x.aRow + q * x.aColumn];
            }
        }
    }

    /// A panel of B: `for p in [0, depth), j in [0, COLUMNS): panel[at + p·COLUMNS + j] = b[p, j]`. Columns that B
    /// does not have hold anything.
    static void packPanel(
            int columns,
            int depth,
            float[] b,
            int bAt,
            int bRow,
            int bColumn,
            float[] panel,
            int at,
            GemmScratch scratch) {
        if (bColumn == 1 && COLUMNS - columns <= Lanes.PADDING && WARM_UP.isDone()) {
            packContiguousPanels(1, depth, b, bAt, bRow, panel, at, 0);
            return;
        }
        if (bRow == 1 && columns >= LANES && depth >= LANES && Transposition.isFast()) {
            packTransposedColumns(columns, depth, b, bAt, bColumn, panel, at, scratch);
        } else {
            packColumns(columns, depth, b, bAt, bRow, bColumn, panel, at);
        }
    }

    /// A panel of at most `LANES` columns: `for p in [0, depth), j in [0, columns): panel[at + p·LANES + j] = b[p,
    /// j]`, and anything behind each.
    static void packNarrowPanel(
            int columns,
            int depth,
            float[] b,
            int bAt,
            int bRow,
            int bColumn,
            float[] panel,
            int at,
            GemmScratch scratch) {
        if (bColumn == 1 && WARM_UP.isDone()) {
            packVectors(depth, b, bAt, bRow, panel, at);
            return;
        }
        int done = 0;
        if (bRow == 1 && columns == LANES && Transposition.isFast()) {
            for (; done <= depth - LANES; done += LANES) {
                Transposition.squares(1, b, bAt + done, bColumn, panel, at + done * LANES, LANES, scratch.squares);
            }
        }
        for (int p = done; p < depth; p++) {
            for (int j = 0; j < columns; j++) {
                panel[at + p * LANES + j] = b[bAt + p * bRow + j * bColumn];
            }
        }
    }

    private static void packVectors(int depth, float[] b, int bAt, int bRow, float[] panel, int at) {
        for (int p = 0; p < depth; p++) {
            FloatVector.fromArray(SPECIES, b, bAt + p * bRow).intoArray(panel, at + p * LANES);
        }
    }

    /// Whether [#packContiguousPanels] is compiled; before that it is slower than any scalar loop.
    static boolean isFast() {
        return WARM_UP.isDone();
    }

    /// Several neighbouring panels whose rows are contiguous, `panelSize` from one to the next. Their rows are read
    /// together, since those of one panel are shorter than what the memory sends at a time.
    static void packContiguousPanels(
            int panels, int depth, float[] b, int bAt, int bRow, float[] panel, int at, int panelSize) {
        for (int p = 0; p < depth; p++) {
            int from = bAt + p * bRow;
            int to = at + p * COLUMNS;
            for (int x = 0; x < panels; x++) {
                for (int j = 0; j < COLUMNS; j += LANES) {
                    FloatVector.fromArray(SPECIES, b, from + j).intoArray(panel, to + j);
                }
                from += COLUMNS;
                to += panelSize;
            }
        }
    }

    /// Columns of contiguous elements, `LANES x LANES` at a time, of which there are as many at least; the last
    /// squares overlap those before them.
    private static void packTransposedColumns(
            int columns, int depth, float[] b, int bAt, int bColumn, float[] panel, int at, GemmScratch scratch) {
        int whole = Lanes.wholeVectors(depth);
        for (int j = 0; j < columns; j += LANES) {
            int start = Math.min(j, columns - LANES);
            int from = bAt + start * bColumn;
            int to = at + start;
            for (int p = 0; p < whole; p += MAX_SQUARE_COLUMNS) {
                int count = Math.min((whole - p) / LANES, Transposition.MAX_SQUARES);
                Transposition.squares(count, b, from + p, bColumn, panel, to + p * COLUMNS, COLUMNS, scratch.squares);
            }
            if (whole < depth) {
                int p = depth - LANES;
                Transposition.squares(1, b, from + p, bColumn, panel, to + p * COLUMNS, COLUMNS, scratch.squares);
            }
        }
    }

    /// The columns element by element.
    static void packColumns(int columns, int depth, float[] b, int bAt, int bRow, int bColumn, float[] panel, int at) {
        for (int p = 0; p < depth; p++) {
            for (int j = 0; j < columns; j++) {
                panel[at + p * COLUMNS + j] = b[bAt + p * bRow + j * bColumn];
            }
        }
    }

    /// `for i in [0, rows), j in [0, columns): c[cAt + i·cRow + j] (=|+=) x[xAt + i·xRow + j]`
    static void copyOut(
            int rows, int columns, float[] x, int xAt, int xRow, float[] c, int cAt, int cRow, boolean add) {
        for (int i = 0; i < rows; i++) {
            if (!add) {
                System.arraycopy(x, xAt + i * xRow, c, cAt + i * cRow, columns);
            } else if (WARM_UP.isDone()) {
                addRow(columns, x, xAt + i * xRow, c, cAt + i * cRow);
            } else {
                addRowByElement(columns, x, xAt + i * xRow, c, cAt + i * cRow);
            }
        }
    }

    /// `for i in [0, rows), j in [0, columns): c[cAt + j·cRow + i] = slab[i·COLUMNS + j]`
    static void copyOutTransposed(
            int rows, int columns, float[] slab, float[] c, int cAt, int cRow, GemmScratch scratch) {
        if (Transposition.isFast()) {
            copyOutTransposedByVector(rows, columns, slab, c, cAt, cRow, scratch);
        } else {
            copyOutTransposedByElement(rows, columns, slab, c, cAt, cRow);
        }
    }

    static void copyOutTransposedByVector(
            int rows, int columns, float[] slab, float[] c, int cAt, int cRow, GemmScratch scratch) {
        if (rows == SLAB_ROWS && columns % LANES == 0) {
            for (int i = 0; i < SLAB_ROWS; i += LANES) {
                for (int j = 0; j < columns; j += MAX_SQUARE_COLUMNS) {
                    int squares = Math.min((columns - j) / LANES, Transposition.MAX_SQUARES);
                    Transposition.squares(
                            squares, slab, i * COLUMNS + j, COLUMNS, c, cAt + j * cRow + i, cRow, scratch.squares);
                }
            }
            return;
        }
        float[] transposed = scratch.transposedSlab;
        for (int i = 0; i < rows; i += LANES) {
            for (int j = 0; j < columns; j += MAX_SQUARE_COLUMNS) {
                int squares = Math.min((columns - j + LANES - 1) / LANES, Transposition.MAX_SQUARES);
                int to = j * SLAB_ROWS + i;
                Transposition.squares(
                        squares, slab, i * COLUMNS + j, COLUMNS, transposed, to, SLAB_ROWS, scratch.squares);
            }
        }
        copyOut(columns, rows, transposed, 0, SLAB_ROWS, c, cAt, cRow, false);
    }

    static void copyOutTransposedByElement(int rows, int columns, float[] slab, float[] c, int cAt, int cRow) {
        for (int j = 0; j < columns; j++) {
            for (int i = 0; i < rows; i++) {
                c[cAt + j * cRow + i] = slab[i * COLUMNS + j];
            }
        }
    }

    static void addRow(int length, float[] x, int xAt, float[] y, int yAt) {
        int i = 0;
        for (; i <= length - LANES; i += LANES) {
            FloatVector.fromArray(SPECIES, y, yAt + i)
                    .add(FloatVector.fromArray(SPECIES, x, xAt + i))
                    .intoArray(y, yAt + i);
        }
        int rest = length - i;
        if (rest > 0) {
            FloatVector.fromArray(SPECIES, y, yAt + i, SPECIES.indexInRange(0, rest))
                    .add(FloatVector.fromArray(SPECIES, x, xAt + i))
                    .intoArray(y, yAt + i, SPECIES.indexInRange(0, rest));
        }
    }

    static void addRowByElement(int length, float[] x, int xAt, float[] y, int yAt) {
        for (int i = 0; i < length; i++) {
            y[yAt + i] += x[xAt + i];
        }
    }

    private static final class Exercise implements WarmUp.Exercise {
        private static final int LENGTH = WarmUp.ROUNDS * LANES;

        private final float[] x = new float[WarmUp.ROUNDS * COLUMNS + LENGTH + Lanes.PADDING];
        private final float[] y = new float[WarmUp.ROUNDS * COLUMNS + LENGTH + Lanes.PADDING];

        @Override
        public void run(int calls, int rounds) {
            int length = rounds == 0 ? 0 : rounds * LANES - 1;
            for (int i = 0; i < calls; i++) {
                addRow(length, x, 0, y, 0);
                packContiguousPanels(1, rounds, x, 0, COLUMNS, y, 0, 0);
                packVectors(rounds, x, 0, LANES, y, 0);
            }
        }
    }
}

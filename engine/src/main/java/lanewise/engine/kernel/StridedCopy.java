package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;
import lanewise.engine.simd.Lanes;

/// Copies between arrays whose elements lie at any strides.
///
/// `for i, j, ...: y[yOffset + i·yStrides[0] + j·yStrides[1] + ...] = x[xOffset + i·xStrides[0] + j·xStrides[1] +
/// ...]`
///
/// Neighbouring dimensions that are evenly spaced in both arrays are merged first. What is then one run in both is
/// copied as such; a transpose goes by squares of vectors, or by blocks that stay in the first-level cache; the
/// rest is a plain loop over the innermost dimension.
public final class StridedCopy implements RangeTask {
    /// Elements from which a copy is divided among threads: some 10 µs of work.
    private static final int PARALLEL_FROM = 1 << 16;

    /// A block is 16 x 64 floats: its rows are whole cache lines on the side that is written, and both sides fit
    /// the first-level cache even where all lines of one side fall into few sets.
    private static final int BLOCK_ROWS = 16;

    private static final int BLOCK_COLUMNS = 64;

    /// Elements from which a copy is worth vector code, which is slow until it is compiled.
    private static final int VECTORS_FROM = 1 << 12;

    /// The side of a tile that is transposed into working memory first, so that the array is written in long runs;
    /// a multiple of all vectors' lengths. It fits the second-level cache.
    private static final int TILE = 128;

    /// From one row of it to the next: not in the same set of a cache.
    private static final int TILE_STEP = TILE + 16;

    /// Elements from which tiles are worth it where rows are multiples of a tile's apart, which puts their
    /// beginnings into few sets of a cache; and where they are not, since then the caches hold them until the next
    /// column.
    private static final int TILES_FROM = 1 << 16;

    private static final int ALWAYS_TILES_FROM = 1 << 21;

    /// Runs of so many elements are copied by vectors rather than by a call each, and shorter ones element by
    /// element along the other dimension.
    private static final int SHORT_RUN = 64;

    private static final int TINY_RUN = 8;

    private final float[] x;
    private final int xOffset;
    private final int[] xStrides;
    private final float[] y;
    private final int yOffset;
    private final int[] yStrides;
    private final int[] sizes;

    /// The number of dimensions left after merging.
    private int rank;

    private StridedCopy(float[] x, int xOffset, int[] xStrides, float[] y, int yOffset, int[] yStrides, int[] sizes) {
        this.x = x;
        this.xOffset = xOffset;
        this.xStrides = xStrides.clone();
        this.y = y;
        this.yOffset = yOffset;
        this.yStrides = yStrides.clone();
        this.sizes = sizes.clone();
    }

    /// `y`, row-major from `yOffset` on, becomes the elements of `x`, which lie at `strides`.
    public static void gather(float[] x, int xOffset, int[] sizes, int[] strides, float[] y, int yOffset) {
        copy(x, xOffset, strides, y, yOffset, rowMajor(sizes), sizes);
    }

    /// The elements of `y`, which lie at `strides`, become those of `x`, row-major from `xOffset` on.
    public static void scatter(float[] x, int xOffset, float[] y, int yOffset, int[] sizes, int[] strides) {
        copy(x, xOffset, rowMajor(sizes), y, yOffset, strides, sizes);
    }

    /// The elements of `y` at `yStrides` become those of `x` at `xStrides`; no element of `y` may be named twice,
    /// and the two may not overlap.
    public static void copy(
            float[] x, int xOffset, int[] xStrides, float[] y, int yOffset, int[] yStrides, int[] sizes) {
        int elements = 1;
        for (int size : sizes) {
            elements *= size;
        }
        if (elements == 0) {
            return;
        }
        var copy = new StridedCopy(x, xOffset, xStrides, y, yOffset, yStrides, sizes);
        copy.merge();
        copy.order();
        if (copy.rank == 0) {
            y[yOffset] = x[xOffset];
            return;
        }
        int rows = copy.sizes[0];
        int grain = Math.max(1, (int) ((long) PARALLEL_FROM * rows / elements));
        Workers.run(rows, grain, copy);
    }

    /// Copies the indices `[from, to)` of the outermost dimension.
    @Override
    public void run(int from, int to) {
        sub(0, xOffset + from * xStrides[0], yOffset + from * yStrides[0], to - from);
    }

    /// Copies from dimension `d` on, of which `count` indices.
    private void sub(int d, int xAt, int yAt, int count) {
        if (d == rank - 1) {
            row(count, xAt, xStrides[d], yAt, yStrides[d]);
        } else if (d == rank - 2 && isTranspose(d)) {
            transpose(count, sizes[d + 1], xAt, yAt);
        } else if (d == rank - 2 && sizes[d + 1] < TINY_RUN) {
            blocks(0, count, 0, sizes[d + 1], xAt, yAt);
        } else if (d == rank - 2 && areShortRuns(count)) {
            shortRuns(count, xAt, yAt);
        } else {
            for (int i = 0; i < count; i++) {
                sub(d + 1, xAt + i * xStrides[d], yAt + i * yStrides[d], sizes[d + 1]);
            }
        }
    }

    private void row(int count, int xAt, int xStride, int yAt, int yStride) {
        if (xStride == 1 && yStride == 1) {
            System.arraycopy(x, xAt, y, yAt, count);
            return;
        }
        if (xStride == 0 && yStride == 1) {
            Arrays.fill(y, yAt, yAt + count, x[xAt]);
            return;
        }
        if (yStride == 1) {
            gatherRow(count, xAt, xStride, yAt);
            return;
        }
        for (int i = 0; i < count; i++) {
            y[yAt + i * yStride] = x[xAt + i * xStride];
        }
    }

    private boolean areShortRuns(int count) {
        int run = sizes[rank - 1];
        return run < SHORT_RUN
                && xStrides[rank - 1] == 1
                && yStrides[rank - 1] == 1
                && (long) count * run >= VECTORS_FROM;
    }

    private void shortRuns(int count, int xAt, int yAt) {
        int run = sizes[rank - 1];
        int whole = Lanes.wholeVectors(run);
        int xStep = xStrides[rank - 2];
        int yStep = yStrides[rank - 2];
        VectorMask<Float> rest = SPECIES.indexInRange(whole, run);
        for (int i = 0; i < count; i++) {
            int from = xAt + i * xStep;
            int to = yAt + i * yStep;
            for (int j = 0; j < whole; j += LANES) {
                FloatVector.fromArray(SPECIES, x, from + j).intoArray(y, to + j);
            }
            if (whole < run) {
                FloatVector.fromArray(SPECIES, x, from + whole, rest).intoArray(y, to + whole, rest);
            }
        }
    }

    /// With loops of their own for the commonest strides, whose ranges the compiler checks once.
    private void gatherRow(int count, int xAt, int xStride, int yAt) {
        if (xStride == 2) {
            for (int i = 0; i < count; i++) {
                y[yAt + i] = x[xAt + 2 * i];
            }
        } else if (xStride == -1) {
            for (int i = 0; i < count; i++) {
                y[yAt + i] = x[xAt - i];
            }
        } else {
            for (int i = 0; i < count; i++) {
                y[yAt + i] = x[xAt + i * xStride];
            }
        }
    }

    /// Whether the two innermost dimensions are neighbours in memory in one array the one way round, and in the
    /// other array the other way round.
    private boolean isTranspose(int d) {
        return Math.abs(xStrides[d]) < Math.abs(xStrides[d + 1]) != Math.abs(yStrides[d]) < Math.abs(yStrides[d + 1]);
    }

    private void transpose(int rows, int columns, int xAt, int yAt) {
        int d = rank - 2;
        boolean inSquares = xStrides[d] == 1 && yStrides[d + 1] == 1 && (long) rows * columns >= VECTORS_FROM;
        int squareRows = inSquares ? Lanes.wholeVectors(rows) : 0;
        int squareColumns = inSquares ? Lanes.wholeVectors(columns) : 0;
        squares(squareRows, squareColumns, xAt, yAt);
        blocks(0, squareRows, squareColumns, columns, xAt, yAt);
        blocks(squareRows, rows, 0, columns, xAt, yAt);
    }

    /// Transposes whole squares of vectors. A stack of them goes along the rows of `y` together, so that a cache
    /// line that two stacks share is still there for the second.
    private void squares(int rows, int columns, int xAt, int yAt) {
        int xRow = xStrides[rank - 1];
        int yRow = yStrides[rank - 2];
        int elements = rows * columns;
        if (elements >= ALWAYS_TILES_FROM || elements >= TILES_FROM && yRow % TILE == 0) {
            tiles(rows, columns, xAt, yAt);
        } else {
            stacks(rows, columns, xAt, xRow, y, yAt, yRow);
        }
    }

    private void stacks(int rows, int columns, int xAt, int xRow, float[] target, int at, int targetRow) {
        float[] working = GemmScratch.ofThread().squares;
        int stack = Transposition.MAX_SQUARES * LANES;
        for (int i = 0; i < rows; i += stack) {
            int count = Math.min(stack, rows - i) / LANES;
            for (int j = 0; j < columns; j += LANES) {
                int to = at + i * targetRow + j;
                Transposition.squares(count, x, xAt + i + j * xRow, xRow, target, to, targetRow, working);
            }
        }
    }

    private void tiles(int rows, int columns, int xAt, int yAt) {
        int xRow = xStrides[rank - 1];
        int yRow = yStrides[rank - 2];
        float[] tile = GemmScratch.ofThread().partial(TILE * TILE_STEP);
        for (int j = 0; j < columns; j += TILE) {
            int width = Math.min(TILE, columns - j);
            for (int i = 0; i < rows; i += TILE) {
                int height = Math.min(TILE, rows - i);
                stacks(height, width, xAt + i + j * xRow, xRow, tile, 0, TILE_STEP);
                for (int row = 0; row < height; row++) {
                    System.arraycopy(tile, row * TILE_STEP, y, yAt + (i + row) * yRow + j, width);
                }
            }
        }
    }

    /// Transposes what lies in these rows and columns by blocks, as high as few columns leave room for.
    private void blocks(int fromRow, int toRow, int fromColumn, int toColumn, int xAt, int yAt) {
        int d = rank - 2;
        int width = Math.clamp(toColumn - fromColumn, 1, BLOCK_COLUMNS);
        int height = Math.max(BLOCK_ROWS, BLOCK_ROWS * BLOCK_COLUMNS / width);
        for (int i = fromRow; i < toRow; i += height) {
            for (int j = fromColumn; j < toColumn; j += BLOCK_COLUMNS) {
                block(
                        Math.min(height, toRow - i),
                        Math.min(BLOCK_COLUMNS, toColumn - j),
                        xAt + i * xStrides[d] + j * xStrides[d + 1],
                        yAt + i * yStrides[d] + j * yStrides[d + 1]);
            }
        }
    }

    /// Along the longer side.
    private void block(int height, int width, int xAt, int yAt) {
        int d = rank - 2;
        if (height > width) {
            for (int j = 0; j < width; j++) {
                row(height, xAt + j * xStrides[d + 1], xStrides[d], yAt + j * yStrides[d + 1], yStrides[d]);
            }
            return;
        }
        for (int i = 0; i < height; i++) {
            row(width, xAt + i * xStrides[d], xStrides[d + 1], yAt + i * yStrides[d], yStrides[d + 1]);
        }
    }

    /// Drops dimensions of one index and joins those that are evenly spaced in both arrays, in place.
    private void merge() {
        int last = -1;
        for (int d = 0; d < sizes.length; d++) {
            if (sizes[d] == 1) {
                continue;
            }
            boolean joins =
                    last >= 0 && xStrides[last] == xStrides[d] * sizes[d] && yStrides[last] == yStrides[d] * sizes[d];
            if (joins) {
                sizes[last] *= sizes[d];
            } else {
                sizes[++last] = sizes[d];
            }
            xStrides[last] = xStrides[d];
            yStrides[last] = yStrides[d];
        }
        rank = last + 1;
    }

    /// Brings the dimension of nearest neighbours in `y` innermost, and that of `x` next to it: a copy may go in
    /// any order.
    private void order() {
        moveTo(nearest(yStrides, rank), rank - 1);
        moveTo(nearest(xStrides, rank - 1), rank - 2);
    }

    /// The dimension among the first `count` whose neighbours are nearest, the last such.
    private static int nearest(int[] strides, int count) {
        int nearest = count - 1;
        for (int d = count - 2; d >= 0; d--) {
            if (Math.abs(strides[d]) < Math.abs(strides[nearest])) {
                nearest = d;
            }
        }
        return nearest;
    }

    private void moveTo(int from, int to) {
        for (int d = from; d < to; d++) {
            swap(sizes, d);
            swap(xStrides, d);
            swap(yStrides, d);
        }
    }

    private static void swap(int[] values, int d) {
        int value = values[d];
        values[d] = values[d + 1];
        values[d + 1] = value;
    }

    private static int[] rowMajor(int[] sizes) {
        int[] strides = new int[sizes.length];
        int stride = 1;
        for (int d = sizes.length - 1; d >= 0; d--) {
            strides[d] = stride;
            stride *= sizes[d];
        }
        return strides;
    }
}

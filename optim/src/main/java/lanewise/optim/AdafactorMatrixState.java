package lanewise.optim;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;
import static lanewise.engine.simd.Lanes.wholeVectors;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import lanewise.autograd.Tensor;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;

/// The factored second moment of a matrix `[n, m]`, or of a batch of them, in [Adafactor], and its three passes
/// over the gradient: the first sums the squares of rows and columns, the second measures the update, the third
/// makes the step.
///
/// The passes go tile by tile. Each tile leaves sums of its own behind, which are added up in double, in an order
/// that depends on the shape alone.
final class AdafactorMatrixState extends ParameterState<Adafactor.Options> {
    /// Rows of a tile: so few squares are added up one after the other in a column.
    private static final int ROWS = 64;

    /// Columns of a tile, a multiple of every vector length: their sums, 4 KiB, stay in L1 while the rows pass.
    private static final int COLUMNS = 1 << 10;

    /// Elements that one thread takes at least.
    private static final int GRAIN = 1 << 15;

    private static final float[] NONE = {};

    private final int length;
    private final int n;
    private final int m;
    private final int matrices;

    /// Tiles one below the other in one matrix, and beside each other.
    private final int strips;

    private final int panels;
    private final float[] rowVariance;
    private final float[] columnVariance;

    /// Sums of squares, of row `i` of all matrices in panel `k` at `k·n·matrices + i`.
    private final float[] rowParts;

    /// Sums of squares, of column `j` in strip `k` of all matrices at `k·m + j`.
    private final float[] columnParts;

    private final double[] columnSums;
    private final float[] rowFactors;
    private final float[] updateParts;

    /// A vector for each tile: the sums of a row's lanes, see [BlockSums].
    private final float[] lanes;

    private final DotProduct squares;
    private final RangeTask sum = new Sum();
    private final RangeTask measure = new Measure();
    private final RangeTask move = new Move();
    private float[] p = NONE;
    private float[] g = NONE;
    private int pAt;
    private int gAt;

    private float least;
    private float rate;
    private float shrink;

    AdafactorMatrixState(Tensor parameter) {
        super(parameter);
        Shape shape = parameter.shape();
        length = shape.elements();
        n = shape.dim(-2);
        m = shape.dim(-1);
        matrices = length == 0 ? 0 : length / (n * m);
        strips = tiles(n, ROWS);
        panels = tiles(m, COLUMNS);
        rowVariance = slot("row_var", shape.with(-1, 1)).data();
        columnVariance = slot("col_var", shape.with(-2, 1)).data();
        rowParts = new float[panels * n * matrices];
        columnParts = new float[matrices * strips * m];
        columnSums = new double[m];
        rowFactors = new float[n * matrices];
        updateParts = new float[matrices * strips * panels];
        lanes = new float[m < LANES ? 0 : updateParts.length * LANES];
        squares = new DotProduct(length);
    }

    private static int tiles(int size, int ofTile) {
        return (size + ofTile - 1) / ofTile;
    }

    @Override
    protected void update(Tensor gradient, Adafactor.Options options) {
        if (length == 0) {
            return;
        }
        NDArray values = parameter().array();
        NDArray slopes = gradient.array().contiguous();
        least = (float) (options.eps1() * options.eps1());
        shrink = (float) (options.learningRate() * options.weightDecay());
        p = values.data();
        pAt = values.offset();
        g = slopes.data();
        gAt = slopes.offset();
        double alpha = options.stepSize(steps(), squares.of(p, pAt, p, pAt), length);
        run(sum);
        double w = options.weight(steps());
        for (int matrix = 0; matrix < matrices; matrix++) {
            takeRows(matrix, w, options.eps1());
            takeColumns(matrix, w);
        }
        run(measure);
        double updateSquares = 0;
        for (float part : updateParts) {
            updateSquares += part;
        }
        alpha /= options.clip(updateSquares, length);
        rate = (float) (options.maximize() ? -alpha : alpha);
        run(move);
        values.storage().touch();
        p = NONE; // the state keeps neither alive
        g = NONE;
    }

    private void run(RangeTask pass) {
        int elements = Math.min(n, ROWS) * Math.min(m, COLUMNS);
        Workers.run(updateParts.length, Math.max(1, GRAIN / elements), pass);
    }

    /// `r ← (1 − w)·r + w·mean`, and `r / max(mean(r), ε₁)`.
    private void takeRows(int matrix, double w, double eps1) {
        int rows = n * matrices;
        double total = 0;
        for (int i = matrix * n; i < (matrix + 1) * n; i++) {
            double row = 0;
            for (int panel = 0; panel < panels; panel++) {
                row += rowParts[panel * rows + i];
            }
            rowVariance[i] = (float) ((1 - w) * rowVariance[i] + w * row / m);
            total += rowVariance[i];
        }
        double scale = 1 / Math.max(total / n, eps1);
        for (int i = matrix * n; i < (matrix + 1) * n; i++) {
            rowFactors[i] = (float) (rowVariance[i] * scale);
        }
    }

    /// `c ← (1 − w)·c + w·mean`
    private void takeColumns(int matrix, double w) {
        Arrays.fill(columnSums, 0);
        for (int strip = 0; strip < strips; strip++) {
            int at = (matrix * strips + strip) * m;
            for (int j = 0; j < m; j++) {
                columnSums[j] += columnParts[at + j];
            }
        }
        int at = matrix * m;
        for (int j = 0; j < m; j++) {
            columnVariance[at + j] = (float) ((1 - w) * columnVariance[at + j] + w * columnSums[j] / n);
        }
    }

    /// A pass over tiles: strip after strip through all matrices, each from left to right.
    private abstract class Pass implements RangeTask {
        @Override
        public final void run(int from, int to) {
            for (int tile = from; tile < to; tile++) {
                int strip = tile / panels;
                int panel = tile % panels;
                int top = strip % strips * ROWS;
                int row = strip / strips * n + top;
                int column = panel * COLUMNS;
                tile(tile, row, row + Math.min(ROWS, n - top), column, Math.min(COLUMNS, m - column));
            }
        }

        /// Rows `[row, rowEnd)` of all matrices, and `columns` columns from `column` on.
        abstract void tile(int tile, int row, int rowEnd, int column, int columns);
    }

    private final class Sum extends Pass {
        @Override
        void tile(int tile, int row, int rowEnd, int column, int columns) {
            int sumsAt = tile / panels * m + column;
            int rowsAt = tile % panels * n * matrices;
            int whole = wholeVectors(columns);
            Arrays.fill(columnParts, sumsAt, sumsAt + columns, 0f);
            for (int i = row; i < rowEnd; i++) {
                int at = gAt + i * m + column;
                float total = 0;
                if (whole > 0) {
                    addSquares(at, whole, sumsAt, tile * LANES);
                    total = BlockSums.sumOfLanes(lanes, tile * LANES);
                }
                for (int j = whole; j < columns; j++) {
                    float square = g[at + j] * g[at + j];
                    columnParts[sumsAt + j] += square;
                    total += square;
                }
                rowParts[rowsAt + i] = total;
            }
        }
    }

    /// Adds the squares of `count` elements of a row to the columns' sums, and gives their own sum lane by lane.
    private void addSquares(int at, int count, int sumsAt, int lane) {
        var total = FloatVector.zero(SPECIES);
        for (int j = 0; j < count; j += LANES) {
            var slope = FloatVector.fromArray(SPECIES, g, at + j);
            var column = FloatVector.fromArray(SPECIES, columnParts, sumsAt + j);
            slope.fma(slope, column).intoArray(columnParts, sumsAt + j);
            total = slope.fma(slope, total);
        }
        total.intoArray(lanes, lane);
    }

    private final class Measure extends Pass {
        @Override
        void tile(int tile, int row, int rowEnd, int column, int columns) {
            int variances = row / n * m + column;
            int whole = wholeVectors(columns);
            float total = 0;
            for (int i = row; i < rowEnd; i++) {
                int at = gAt + i * m + column;
                if (whole > 0) {
                    sumUpdates(at, whole, rowFactors[i], variances, tile * LANES);
                    total += BlockSums.sumOfLanes(lanes, tile * LANES);
                }
                for (int j = whole; j < columns; j++) {
                    float v = Math.max(columnVariance[variances + j] * rowFactors[i], least);
                    total += g[at + j] * g[at + j] / v;
                }
            }
            updateParts[tile] = total;
        }
    }

    /// The sum of `u² = g² / max(v, ε₁²)` over `count` elements of a row, lane by lane.
    private void sumUpdates(int at, int count, float factor, int variances, int lane) {
        var total = FloatVector.zero(SPECIES);
        for (int j = 0; j < count; j += LANES) {
            var slope = FloatVector.fromArray(SPECIES, g, at + j);
            var c = FloatVector.fromArray(SPECIES, columnVariance, variances + j);
            var v = c.mul(factor).max(least); // max(r·c, ε₁²)
            total = total.add(slope.mul(slope).div(v));
        }
        total.intoArray(lanes, lane);
    }

    private final class Move extends Pass {
        @Override
        void tile(int tile, int row, int rowEnd, int column, int columns) {
            int variances = row / n * m + column;
            int whole = wholeVectors(columns);
            for (int i = row; i < rowEnd; i++) {
                int at = i * m + column;
                move(at, whole, rowFactors[i], variances);
                for (int j = whole; j < columns; j++) {
                    float v = Math.max(columnVariance[variances + j] * rowFactors[i], least);
                    float delta = g[gAt + at + j] / (float) Math.sqrt(v) * rate;
                    p[pAt + at + j] -= Math.fma(p[pAt + at + j], shrink, delta);
                }
            }
        }
    }

    /// `p ← p − (ηλ·p + α·g/√max(v, ε₁²))` for `count` elements of a row.
    private void move(int at, int count, float factor, int variances) {
        var etaLambda = FloatVector.broadcast(SPECIES, shrink);
        for (int j = 0; j < count; j += LANES) {
            var x = FloatVector.fromArray(SPECIES, p, pAt + at + j);
            var slope = FloatVector.fromArray(SPECIES, g, gAt + at + j);
            var c = FloatVector.fromArray(SPECIES, columnVariance, variances + j);
            var v = c.mul(factor).max(least); // max(r·c, ε₁²)
            var delta = slope.div(v.sqrt()).mul(rate); // α·g / √v
            x.sub(x.fma(etaLambda, delta)).intoArray(p, pAt + at + j); // p − (ηλ·p + delta)
        }
    }
}

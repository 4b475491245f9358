package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;

/// The gradients of [RowNorm]. With `x̂[i, j] = (x[i, j] − mean[i])·rstd[i]` and `g[i, j] = dy[i, j]·w[j]`:
///
/// `for i, j: dx[i, j] = rstd[i]·(g[i, j] − mean over k of g[i, k] − x̂[i, j]·mean over k of g[i, k]·x̂[i, k])`,
/// without the second term where rows were not centred, and
/// `for j: dw[j] = Σᵢ dy[i, j]·x̂[i, j]`, `db[j] = Σᵢ dy[i, j]`.
///
/// All come from one pass over memory: a row is in the nearest cache when it is read the second time. `x̂` is
/// computed again, which is cheaper than reading what the forward pass could have kept. Blocks of rows, whose
/// number depends on the shape alone, add up `dw` and `db` each in memory of its own; the blocks' sums are added in
/// the order of [ReduceColumns].
public final class RowNormGradient implements RangeTask {
    private static final int MOST_BLOCKS = 256;
    private static final int MOST_ROWS = 64;
    private static final int LEAST_ROWS = 4;

    private static final int PIECE = RowExponential.PIECE;

    private final float[] x;
    private final int xOffset;
    private final int rows;
    private final int n;
    private final boolean centred;
    private final float[] w;
    private final int wOffset;
    private final float[] mean;
    private final float[] rstd;
    private final float[] dy;
    private final int dyOffset;
    private final float[] working;
    private final float[] dx;
    private final int dxOffset;

    private RowNormGradient(
            float[] x,
            int xOffset,
            int rows,
            int n,
            boolean centred,
            float[] w,
            int wOffset,
            float[] mean,
            float[] rstd,
            float[] dy,
            int dyOffset,
            float[] working,
            float[] dx,
            int dxOffset) {
        this.x = x;
        this.xOffset = xOffset;
        this.rows = rows;
        this.n = n;
        this.centred = centred;
        this.w = w;
        this.wOffset = wOffset;
        this.mean = mean;
        this.rstd = rstd;
        this.dy = dy;
        this.dyOffset = dyOffset;
        this.working = working;
        this.dx = dx;
        this.dxOffset = dxOffset;
    }

    /// Rows of some ten microseconds, but not more blocks than there is memory for.
    private static int rowsOfABlock(int rows, int n) {
        int enough = Math.clamp(RowNorm.PARALLEL_FROM / n, LEAST_ROWS, MOST_ROWS);
        return Math.max(enough, (rows + MOST_BLOCKS - 1) / MOST_BLOCKS);
    }

    private static int blocks(int rows, int n) {
        int each = rowsOfABlock(rows, n);
        return (rows + each - 1) / each;
    }

    /// Of a block: `dw`, `db`, and the two sums of a row.
    private static int stride(int n) {
        return 2 * n + 2;
    }

    /// The floats of working memory for `rows` of `n`.
    public static int working(int rows, int n) {
        return blocks(rows, n) * stride(n);
    }

    /// Writes the input's gradient to `dx [rows, n]`, and to `sums`, from index 0 on, `dw [n]` and behind it `db
    /// [n]`.
    ///
    /// @param w `[n]`
    /// @param mean as [RowNorm] left it, `[rows]`
    /// @param rstd as [RowNorm] left it, `[rows]`
    /// @param working [#working(int, int)] floats
    public static void run(
            float[] x,
            int xOffset,
            int rows,
            int n,
            boolean centred,
            float[] w,
            int wOffset,
            float[] mean,
            float[] rstd,
            float[] dy,
            int dyOffset,
            float[] working,
            float[] sums,
            float[] dx,
            int dxOffset) {
        if (SmallSums.areFew(1, rows, n)) {
            few(x, xOffset, rows, n, centred, w, wOffset, mean, rstd, dy, dyOffset, sums, dx, dxOffset);
            return;
        }
        var task = new RowNormGradient(
                x, xOffset, rows, n, centred, w, wOffset, mean, rstd, dy, dyOffset, working, dx, dxOffset);
        Workers.run(blocks(rows, n), 1, task);
        total(blocks(rows, n), 2 * n, stride(n), working, sums);
    }

    /// The same for so few elements that speed is no concern, with all sums in double; see [SmallSums].
    private static void few(
            float[] x,
            int xOffset,
            int rows,
            int n,
            boolean centred,
            float[] w,
            int wOffset,
            float[] mean,
            float[] rstd,
            float[] dy,
            int dyOffset,
            float[] sums,
            float[] dx,
            int dxOffset) {
        for (int i = 0; i < rows; i++) {
            int at = xOffset + i * n;
            int from = dyOffset + i * n;
            double center = centred ? mean[i] : 0;
            double ofG = 0;
            double ofProducts = 0;
            for (int j = 0; j < n; j++) {
                double g = (double) dy[from + j] * w[wOffset + j];
                ofG += g;
                ofProducts += g * ((x[at + j] - center) * rstd[i]);
            }
            double meanOfG = centred ? ofG / n : 0;
            double meanOfProducts = ofProducts / n;
            for (int j = 0; j < n; j++) {
                double g = (double) dy[from + j] * w[wOffset + j];
                double normal = (x[at + j] - center) * rstd[i];
                dx[dxOffset + i * n + j] = (float) (rstd[i] * (g - meanOfG - normal * meanOfProducts));
            }
        }
        for (int j = 0; j < n; j++) {
            double ofWeight = 0;
            double ofBias = 0;
            for (int i = 0; i < rows; i++) {
                double g = dy[dyOffset + i * n + j];
                ofWeight += g * ((x[xOffset + i * n + j] - (centred ? (double) mean[i] : 0)) * rstd[i]);
                ofBias += g;
            }
            sums[j] = (float) ofWeight;
            sums[n + j] = (float) ofBias;
        }
    }

    /// `for j in [0, width): sums[j] = Σ over the blocks of working[block·stride + j]`, one block after another.
    private static void total(int blocks, int width, int stride, float[] working, float[] sums) {
        System.arraycopy(working, 0, sums, 0, width);
        for (int block = 1; block < blocks; block++) {
            int at = block * stride;
            int j = 0;
            for (; j <= width - LANES; j += LANES) {
                FloatVector.fromArray(SPECIES, sums, j)
                        .add(FloatVector.fromArray(SPECIES, working, at + j))
                        .intoArray(sums, j);
            }
            for (; j < width; j++) {
                sums[j] += working[at + j];
            }
        }
    }

    @Override
    public void run(int from, int to) {
        int each = rowsOfABlock(rows, n);
        for (int block = from; block < to; block++) {
            int own = block * stride(n);
            Arrays.fill(working, own, own + stride(n), 0f);
            int end = Math.min(rows, (block + 1) * each);
            for (int row = block * each; row < end; row++) {
                row(row, own);
            }
        }
    }

    private void row(int row, int own) {
        int index = own + 2 * n;
        sums(row, own, index);
        double scale = rstd[row];
        double sum = centred ? working[index] : 0;
        double product = working[index + 1];
        float p = (float) (-scale * scale * scale * product / n);
        apply(row * n, mean[row], (float) scale, p, (float) (-scale * sum / n));
    }

    /// A row's `Σⱼ g` and `Σⱼ g·(x − mean)`, pieces of it added in doubles, go to `working[index]` and the next.
    private void sums(int row, int own, int index) {
        double sum = 0;
        double product = 0;
        for (int j = 0; j < n; j += PIECE) {
            int at = row * n + j;
            int count = Math.min(PIECE, n - j);
            RowNormSums.add(
                    x,
                    xOffset + at,
                    mean[row],
                    rstd[row],
                    dy,
                    dyOffset + at,
                    w,
                    wOffset + j,
                    count,
                    working,
                    own + j,
                    n,
                    index);
            sum += working[index];
            product += working[index + 1];
        }
        working[index] = (float) sum;
        working[index + 1] = (float) product;
    }

    /// `dx = rstd·g + p·(x − mean) + q`
    private void apply(int at, float middle, float scale, float p, float q) {
        FloatVector shift = FloatVector.broadcast(SPECIES, middle);
        FloatVector factor = FloatVector.broadcast(SPECIES, scale);
        FloatVector slope = FloatVector.broadcast(SPECIES, p);
        FloatVector constant = FloatVector.broadcast(SPECIES, q);
        int j = 0;
        for (; j <= n - LANES; j += LANES) {
            FloatVector g = FloatVector.fromArray(SPECIES, dy, dyOffset + at + j)
                    .mul(FloatVector.fromArray(SPECIES, w, wOffset + j));
            FloatVector.fromArray(SPECIES, x, xOffset + at + j)
                    .sub(shift)
                    .fma(slope, g.fma(factor, constant))
                    .intoArray(dx, dxOffset + at + j);
        }
        if (j < n) {
            FloatVector g = FloatVector.fromArray(SPECIES, dy, dyOffset + at + j)
                    .mul(FloatVector.fromArray(SPECIES, w, wOffset + j));
            FloatVector.fromArray(SPECIES, x, xOffset + at + j)
                    .sub(shift)
                    .fma(slope, g.fma(factor, constant))
                    .intoArray(dx, dxOffset + at + j, SPECIES.indexInRange(0, n - j));
        }
    }
}

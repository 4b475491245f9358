package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;

/// The gradients of [ChannelNorm]. With `x̂ = (x − mean)·rstd` and `g = dy·w`, for each element of a set:
///
/// `dx = rstd·(g − mean over the set of g − x̂·mean over the set of g·x̂)`; where mean and variance were given,
/// `dx = rstd·g`.
///
/// `dw[k]` is the sum of `dy·x̂` over channel `k`, `db[k]` that of `dy`.
public final class ChannelNormGradient implements RangeTask {
    private final NormSets sets;
    private final float[] x;
    private final int xOffset;
    private final boolean measured;
    private final float[] w;
    private final int wOffset;
    private final float[] mean;
    private final float[] rstd;
    private final float[] dy;
    private final int dyOffset;
    private final float[] sums;
    private final float[] dx;
    private final int dxOffset;

    private ChannelNormGradient(
            NormSets sets,
            float[] x,
            int xOffset,
            boolean measured,
            float[] w,
            int wOffset,
            float[] mean,
            float[] rstd,
            float[] dy,
            int dyOffset,
            float[] sums,
            float[] dx,
            int dxOffset) {
        this.sets = sets;
        this.x = x;
        this.xOffset = xOffset;
        this.measured = measured;
        this.w = w;
        this.wOffset = wOffset;
        this.mean = mean;
        this.rstd = rstd;
        this.dy = dy;
        this.dyOffset = dyOffset;
        this.sums = sums;
        this.dx = dx;
        this.dxOffset = dxOffset;
    }

    /// Writes the input's gradient to `dx`, laid out as `x`, and to `sums` two numbers a run, of `dy` and
    /// `dy·(x − mean)`, for [#channels].
    ///
    /// @param measured whether mean and variance were the sets' own
    /// @param sums working memory, `2·n·c` floats from index 0 on
    public static void run(
            NormSets sets,
            float[] x,
            int xOffset,
            boolean measured,
            float[] w,
            int wOffset,
            float[] mean,
            float[] rstd,
            float[] dy,
            int dyOffset,
            float[] sums,
            float[] dx,
            int dxOffset) {
        var task = new ChannelNormGradient(
                sets, x, xOffset, measured, w, wOffset, mean, rstd, dy, dyOffset, sums, dx, dxOffset);
        Workers.run(sets.count(), sets.grain(), task);
    }

    /// Adds up the sums of the runs: `dw[k]`, at index `k`, and `db[k]`, at `c + k`, from index `at` on.
    ///
    /// @param sums as [#run] wrote them
    public static void channels(NormSets sets, float[] rstd, float[] sums, float[] gradients, int at) {
        int channels = sets.channels();
        int examples = sets.count() * sets.runs() / channels;
        for (int channel = 0; channel < channels; channel++) {
            double slope = 0;
            double constant = 0;
            for (int example = 0; example < examples; example++) {
                int set = sets.groups() == 0 ? channel : example * sets.groups() + channel / sets.runs();
                int run = example * channels + channel;
                constant += sums[2 * run];
                slope += (double) rstd[set] * sums[2 * run + 1];
            }
            gradients[at + channel] = (float) slope;
            gradients[at + channels + channel] = (float) constant;
        }
    }

    @Override
    public void run(int from, int to) {
        int length = sets.length();
        for (int set = from; set < to; set++) {
            float middle = mean[set];
            double sum = 0;
            double product = 0;
            for (int i = 0; i < sets.runs(); i++) {
                int run = sets.run(set, i);
                Moments.products(x, xOffset + run * length, middle, dy, dyOffset + run * length, length, sums, 2 * run);
                double weight = w[wOffset + sets.channel(set, i)];
                sum += weight * sums[2 * run];
                product += weight * sums[2 * run + 1];
            }
            double scale = rstd[set];
            double share = measured ? scale / sets.elements() : 0;
            float p = (float) (-share * scale * scale * product);
            float q = (float) (-share * sum);
            for (int i = 0; i < sets.runs(); i++) {
                int at = sets.run(set, i) * length;
                float factor = (float) (scale * w[wOffset + sets.channel(set, i)]);
                apply(x, xOffset + at, length, middle, p, q, factor, dy, dyOffset + at, dx, dxOffset + at);
            }
        }
    }

    /// `dx = factor·dy + p·(x − mean) + q`
    private static void apply(
            float[] x,
            int at,
            int n,
            float middle,
            float p,
            float q,
            float factor,
            float[] dy,
            int dyAt,
            float[] dx,
            int target) {
        FloatVector mean = FloatVector.broadcast(SPECIES, middle);
        FloatVector slope = FloatVector.broadcast(SPECIES, p);
        FloatVector constant = FloatVector.broadcast(SPECIES, q);
        FloatVector scale = FloatVector.broadcast(SPECIES, factor);
        int j = 0;
        for (; j <= n - LANES; j += LANES) {
            FloatVector.fromArray(SPECIES, x, at + j)
                    .sub(mean)
                    .fma(slope, FloatVector.fromArray(SPECIES, dy, dyAt + j).fma(scale, constant))
                    .intoArray(dx, target + j);
        }
        if (j < n) {
            FloatVector.fromArray(SPECIES, x, at + j)
                    .sub(mean)
                    .fma(slope, FloatVector.fromArray(SPECIES, dy, dyAt + j).fma(scale, constant))
                    .intoArray(dx, target + j, SPECIES.indexInRange(0, n - j));
        }
    }
}

package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;
import lanewise.engine.simd.Lanes;

/// Sets of runs brought to mean 0 and variance 1, then scaled and shifted channel by channel, for
/// `x [n, c, length]`, row-major:
///
/// for each element `e` of set `s` and channel `k`: `y[e] = (x[e] − mean[s])·rstd[s]·w[k] + b[k]`.
///
/// A set, where it fits into the cache of the second level, is read from memory once.
public final class ChannelNorm implements RangeTask {
    private final NormSets sets;
    private final float[] x;
    private final int xOffset;
    private final boolean measure;
    private final double epsilon;
    private final float[] w;
    private final int wOffset;
    private final float[] b;
    private final int bOffset;
    private final float[] mean;
    private final float[] variance;
    private final float[] rstd;
    private final float[] y;
    private final int yOffset;

    private ChannelNorm(
            NormSets sets,
            float[] x,
            int xOffset,
            boolean measure,
            double epsilon,
            float[] w,
            int wOffset,
            float[] b,
            int bOffset,
            float[] mean,
            float[] variance,
            float[] rstd,
            float[] y,
            int yOffset) {
        this.sets = sets;
        this.x = x;
        this.xOffset = xOffset;
        this.measure = measure;
        this.epsilon = epsilon;
        this.w = w;
        this.wOffset = wOffset;
        this.b = b;
        this.bOffset = bOffset;
        this.mean = mean;
        this.variance = variance;
        this.rstd = rstd;
        this.y = y;
        this.yOffset = yOffset;
    }

    /// Writes `y [n, c, length]`, and `rstd[s] = 1/sqrt(variance[s] + ε)` a set. With `measure`, writes the sets'
    /// own means and variances first (the mean squared distance); otherwise takes what `mean` and `variance` hold.
    /// All three from index 0 on.
    ///
    /// @param w `[c]`
    /// @param b `[c]`
    public static void run(
            NormSets sets,
            float[] x,
            int xOffset,
            boolean measure,
            double epsilon,
            float[] w,
            int wOffset,
            float[] b,
            int bOffset,
            float[] mean,
            float[] variance,
            float[] rstd,
            float[] y,
            int yOffset) {
        var task = new ChannelNorm(
                sets, x, xOffset, measure, epsilon, w, wOffset, b, bOffset, mean, variance, rstd, y, yOffset);
        Workers.run(sets.count(), sets.grain(), task);
    }

    @Override
    public void run(int from, int to) {
        int length = sets.length();
        for (int set = from; set < to; set++) {
            if (measure) {
                measure(set);
            }
            rstd[set] = (float) (1 / Math.sqrt(variance[set] + epsilon));
            for (int i = 0; i < sets.runs(); i++) {
                int at = sets.run(set, i) * length;
                int channel = sets.channel(set, i);
                float scale = rstd[set] * w[wOffset + channel];
                apply(x, xOffset + at, length, mean[set], scale, b[bOffset + channel], y, yOffset + at);
            }
        }
    }

    private void measure(int set) {
        int length = sets.length();
        double sum = 0;
        for (int i = 0; i < sets.runs(); i++) {
            sum += Moments.sum(x, xOffset + sets.run(set, i) * length, length);
        }
        float middle = (float) (sum / sets.elements());
        double squares = 0;
        for (int i = 0; i < sets.runs(); i++) {
            squares += Moments.squares(x, xOffset + sets.run(set, i) * length, length, middle);
        }
        mean[set] = middle;
        variance[set] = (float) (squares / sets.elements());
    }

    private static void apply(float[] x, int at, int n, float middle, float scale, float shift, float[] y, int target) {
        int whole = Lanes.wholeVectors(n);
        applyToWhole(x, at, whole, middle, scale, shift, y, target);
        if (whole < n) {
            applyToRest(x, at + whole, n - whole, middle, scale, shift, y, target + whole);
        }
    }

    /// Apart from the rest, since the compiler put vectors that both need on the heap in every call.
    private static void applyToWhole(
            float[] x, int at, int n, float middle, float scale, float shift, float[] y, int target) {
        FloatVector mean = FloatVector.broadcast(SPECIES, middle);
        FloatVector factor = FloatVector.broadcast(SPECIES, scale);
        FloatVector constant = FloatVector.broadcast(SPECIES, shift);
        for (int j = 0; j < n; j += LANES) {
            FloatVector.fromArray(SPECIES, x, at + j)
                    .sub(mean)
                    .fma(factor, constant)
                    .intoArray(y, target + j);
        }
    }

    private static void applyToRest(
            float[] x, int at, int n, float middle, float scale, float shift, float[] y, int target) {
        FloatVector mean = FloatVector.broadcast(SPECIES, middle);
        FloatVector factor = FloatVector.broadcast(SPECIES, scale);
        FloatVector constant = FloatVector.broadcast(SPECIES, shift);
        FloatVector.fromArray(SPECIES, x, at)
                .sub(mean)
                .fma(factor, constant)
                .intoArray(y, target, SPECIES.indexInRange(0, n));
    }
}

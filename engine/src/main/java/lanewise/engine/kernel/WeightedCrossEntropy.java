package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;
import static lanewise.engine.simd.Rotation.BY_2;
import static lanewise.engine.simd.Rotation.BY_4;
import static lanewise.engine.simd.Rotation.BY_8;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;

/// Cross entropy of softmax rows against any distribution, with a weight for each class, for `x [rows, c]`,
/// row-major, with its gradient. With `p[i] = softmax(x[i])`, a factor `s` and, for each row, `q [c]`:
///
/// `for i: loss[i] = −Σⱼ q[j]·log p[i, j]` and `for i, j: g[i, j] = s·(p[i, j]·Σₖ q[k] − q[j])`,
/// where `q[j] = w[j]·(ε/c + (1 − ε)·t[i, j])`, and `t[i]` is a row of probabilities, or 1 at the row's label and
/// otherwise 0.
///
/// As in [RowCrossEntropy] a row is read while it is in the nearest cache.
public final class WeightedCrossEntropy implements RangeTask {
    private static final long[] NO_LABELS = new long[0];
    private static final float[] NO_PROBABILITIES = new float[0];

    private final float[] x;
    private final int xOffset;
    private final int c;
    private final long[] labels;
    private final int labelsOffset;
    private final long ignored;
    private final float[] t;
    private final int tOffset;
    private final float[] w;
    private final int wOffset;
    private final float spread;
    private final float kept;
    private final float sumOfWeights;
    private final float factor;
    private final float[] g;
    private final float[] losses;

    private WeightedCrossEntropy(
            float[] x,
            int xOffset,
            int c,
            long[] labels,
            int labelsOffset,
            long ignored,
            float[] t,
            int tOffset,
            float[] w,
            int wOffset,
            double smoothing,
            float factor,
            float[] g,
            float[] losses) {
        this.x = x;
        this.xOffset = xOffset;
        this.c = c;
        this.labels = labels;
        this.labelsOffset = labelsOffset;
        this.ignored = ignored;
        this.t = t;
        this.tOffset = tOffset;
        this.w = w;
        this.wOffset = wOffset;
        this.spread = (float) (smoothing / c);
        this.kept = (float) (1 - smoothing);
        this.sumOfWeights = Reduce.sum(w, wOffset, c);
        this.factor = factor;
        this.g = g;
        this.losses = losses;
    }

    /// Against labels, with the weights `w [c]`. Writes the losses to `losses [rows]` and their gradient, times
    /// `factor`, to `g [rows, c]`, both from index 0 on; an ignored row's are 0.
    public static void ofLabels(
            float[] x,
            int xOffset,
            int rows,
            int c,
            long[] labels,
            int labelsOffset,
            long ignored,
            float[] w,
            int wOffset,
            double smoothing,
            float factor,
            float[] g,
            float[] losses) {
        var task = new WeightedCrossEntropy(
                x,
                xOffset,
                c,
                labels,
                labelsOffset,
                ignored,
                NO_PROBABILITIES,
                0,
                w,
                wOffset,
                smoothing,
                factor,
                g,
                losses);
        Workers.run(rows, Math.max(1, RowSoftmax.PARALLEL_FROM / c), task);
    }

    /// Against the probabilities `t [rows, c]`, with the weights `w [c]`; the same results.
    public static void ofProbabilities(
            float[] x,
            int xOffset,
            int rows,
            int c,
            float[] t,
            int tOffset,
            float[] w,
            int wOffset,
            double smoothing,
            float factor,
            float[] g,
            float[] losses) {
        var task = new WeightedCrossEntropy(
                x, xOffset, c, NO_LABELS, 0, 0, t, tOffset, w, wOffset, smoothing, factor, g, losses);
        Workers.run(rows, Math.max(1, RowSoftmax.PARALLEL_FROM / c), task);
    }

    @Override
    public void run(int from, int to) {
        for (int row = from; row < to; row++) {
            if (t.length > 0) {
                againstProbabilities(row);
            } else if (labels[labelsOffset + row] == ignored) {
                losses[row] = 0f;
                Arrays.fill(g, row * c, row * c + c, 0f);
            } else {
                againstLabel(row, (int) labels[labelsOffset + row]);
            }
        }
    }

    private void againstLabel(int row, int label) {
        int at = xOffset + row * c;
        int target = row * c;
        float max = RowExponential.largest(x, at, c);
        float sum = RowExponential.exponentials(x, at, c, max, g, target);
        double share = (double) kept * w[wOffset + label];
        double total = share;
        double product = share * (x[at + label] - max);
        if (spread != 0) {
            total += spread * sumOfWeights;
            product += spread * sumOfProducts(at, max);
            subtractWeights(target, (float) (factor * total / sum), -factor * spread);
        } else {
            RowExponential.scale(g, target, c, (float) (factor * total / sum), 0f);
        }
        g[target + label] -= (float) (factor * share);
        losses[row] = (float) (RowExponential.logarithm(sum) * total - product);
    }

    private void againstProbabilities(int row) {
        int at = xOffset + row * c;
        int target = row * c;
        int given = tOffset + row * c;
        float max = RowExponential.largest(x, at, c);
        float sum = RowExponential.exponentials(x, at, c, max, g, target);
        double total = sumOfShares(given);
        double product = subtractShares(target, (float) (factor * total / sum), given, at, max);
        losses[row] = (float) (RowExponential.logarithm(sum) * total - product);
    }

    /// `Σⱼ w[j]·(x[at + j] − max)`, pieces of it added in doubles.
    private double sumOfProducts(int at, float max) {
        FloatVector shift = FloatVector.broadcast(SPECIES, max);
        double total = 0;
        int j = 0;
        while (j < c) {
            int end = Math.min(c, j + RowExponential.PIECE);
            FloatVector sum = FloatVector.zero(SPECIES);
            for (; j <= end - LANES; j += LANES) {
                sum = FloatVector.fromArray(SPECIES, x, at + j)
                        .sub(shift)
                        .mul(FloatVector.fromArray(SPECIES, w, wOffset + j))
                        .add(sum);
            }
            if (j < end) {
                FloatVector last = FloatVector.fromArray(SPECIES, x, at + j)
                        .sub(shift)
                        .mul(FloatVector.fromArray(SPECIES, w, wOffset + j));
                sum = sum.add(last, SPECIES.indexInRange(0, end - j));
                j = end;
            }
            if (LANES > 8) {
                sum = sum.add(sum.rearrange(BY_8));
            }
            if (LANES > 4) {
                sum = sum.add(sum.rearrange(BY_4));
            }
            sum = sum.add(sum.rearrange(BY_2));
            total += sum.lane(0) + sum.lane(1);
        }
        return total;
    }

    /// `Σⱼ w[j]·(spread + kept·t[given + j])`
    private double sumOfShares(int given) {
        FloatVector plus = FloatVector.broadcast(SPECIES, spread);
        FloatVector times = FloatVector.broadcast(SPECIES, kept);
        double total = 0;
        int j = 0;
        while (j < c) {
            int end = Math.min(c, j + RowExponential.PIECE);
            FloatVector sum = FloatVector.zero(SPECIES);
            for (; j <= end - LANES; j += LANES) {
                sum = FloatVector.fromArray(SPECIES, t, given + j)
                        .mul(times)
                        .add(plus)
                        .mul(FloatVector.fromArray(SPECIES, w, wOffset + j))
                        .add(sum);
            }
            if (j < end) {
                FloatVector last = FloatVector.fromArray(SPECIES, t, given + j)
                        .mul(times)
                        .add(plus)
                        .mul(FloatVector.fromArray(SPECIES, w, wOffset + j));
                sum = sum.add(last, SPECIES.indexInRange(0, end - j));
                j = end;
            }
            if (LANES > 8) {
                sum = sum.add(sum.rearrange(BY_8));
            }
            if (LANES > 4) {
                sum = sum.add(sum.rearrange(BY_4));
            }
            sum = sum.add(sum.rearrange(BY_2));
            total += sum.lane(0) + sum.lane(1);
        }
        return total;
    }

    /// `for j: g[target + j] = scale·g[target + j] + share·w[j]`
    private void subtractWeights(int target, float scale, float share) {
        FloatVector times = FloatVector.broadcast(SPECIES, scale);
        FloatVector minus = FloatVector.broadcast(SPECIES, share);
        int j = 0;
        for (; j <= c - LANES; j += LANES) {
            FloatVector.fromArray(SPECIES, g, target + j)
                    .mul(times)
                    .add(FloatVector.fromArray(SPECIES, w, wOffset + j).mul(minus))
                    .intoArray(g, target + j);
        }
        if (j < c) {
            FloatVector.fromArray(SPECIES, g, target + j)
                    .mul(times)
                    .add(FloatVector.fromArray(SPECIES, w, wOffset + j).mul(minus))
                    .intoArray(g, target + j, SPECIES.indexInRange(0, c - j));
        }
    }

    /// `for j: g[target + j] = scale·g[target + j] − factor·q[j]` with `q[j] = w[j]·(spread + kept·t[given + j])`;
    /// returns `Σⱼ q[j]·(x[at + j] − max)`, pieces of it added in doubles.
    private double subtractShares(int target, float scale, int given, int at, float max) {
        FloatVector times = FloatVector.broadcast(SPECIES, scale);
        FloatVector by = FloatVector.broadcast(SPECIES, factor);
        FloatVector plus = FloatVector.broadcast(SPECIES, spread);
        FloatVector share = FloatVector.broadcast(SPECIES, kept);
        FloatVector shift = FloatVector.broadcast(SPECIES, max);
        double total = 0;
        int j = 0;
        while (j < c) {
            int end = Math.min(c, j + RowExponential.PIECE);
            FloatVector sum = FloatVector.zero(SPECIES);
            for (; j <= end - LANES; j += LANES) {
                FloatVector q = FloatVector.fromArray(SPECIES, t, given + j)
                        .mul(share)
                        .add(plus)
                        .mul(FloatVector.fromArray(SPECIES, w, wOffset + j));
                FloatVector.fromArray(SPECIES, g, target + j)
                        .mul(times)
                        .sub(q.mul(by))
                        .intoArray(g, target + j);
                FloatVector d = FloatVector.fromArray(SPECIES, x, at + j).sub(shift);
                sum = d.mul(q).add(sum);
            }
            if (j < end) {
                FloatVector q = FloatVector.fromArray(SPECIES, t, given + j)
                        .mul(share)
                        .add(plus)
                        .mul(FloatVector.fromArray(SPECIES, w, wOffset + j));
                FloatVector.fromArray(SPECIES, g, target + j)
                        .mul(times)
                        .sub(q.mul(by))
                        .intoArray(g, target + j, SPECIES.indexInRange(0, end - j));
                FloatVector d = FloatVector.fromArray(SPECIES, x, at + j).sub(shift);
                sum = sum.add(d.mul(q), SPECIES.indexInRange(0, end - j));
                j = end;
            }
            if (LANES > 8) {
                sum = sum.add(sum.rearrange(BY_8));
            }
            if (LANES > 4) {
                sum = sum.add(sum.rearrange(BY_4));
            }
            sum = sum.add(sum.rearrange(BY_2));
            total += sum.lane(0) + sum.lane(1);
        }
        return total;
    }
}

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

/// Cross entropy of softmax rows against labels, for `x [rows, c]`, row-major, and `labels [rows]`, with its
/// gradient. With `p[i] = softmax(x[i])`, smoothing `ε` and a weight `w`:
///
/// `for i: loss[i] = −Σⱼ q[i, j]·log p[i, j]` and `for i, j: g[i, j] = w·(p[i, j] − q[i, j])`,
/// where `q[i, j] = ε/c`, and `1 − ε` more at `j = labels[i]`.
///
/// The loss and the gradient of an ignored row are 0. That the gradient comes with the loss costs no more than the
/// softmax would, and a row is read while it is in the nearest cache.
public final class RowCrossEntropy implements RangeTask {
    private final float[] x;
    private final int xOffset;
    private final int c;
    private final long[] labels;
    private final int labelsOffset;
    private final long ignored;
    private final double smoothing;
    private final float weight;
    private final float[] g;
    private final float[] losses;

    private RowCrossEntropy(
            float[] x,
            int xOffset,
            int c,
            long[] labels,
            int labelsOffset,
            long ignored,
            double smoothing,
            float weight,
            float[] g,
            float[] losses) {
        this.x = x;
        this.xOffset = xOffset;
        this.c = c;
        this.labels = labels;
        this.labelsOffset = labelsOffset;
        this.ignored = ignored;
        this.smoothing = smoothing;
        this.weight = weight;
        this.g = g;
        this.losses = losses;
    }

    /// Writes the losses to `losses [rows]` and their gradient, times `weight`, to `g [rows, c]`, both from index 0
    /// on.
    public static void run(
            float[] x,
            int xOffset,
            int rows,
            int c,
            long[] labels,
            int labelsOffset,
            long ignored,
            double smoothing,
            float weight,
            float[] g,
            float[] losses) {
        int grain = Math.max(1, RowSoftmax.PARALLEL_FROM / c);
        var task = new RowCrossEntropy(x, xOffset, c, labels, labelsOffset, ignored, smoothing, weight, g, losses);
        Workers.run(rows, grain, task);
    }

    @Override
    public void run(int from, int to) {
        int row = from;
        if (c <= FourRows.LONGEST) {
            int most = FourRows.together(c);
            RowScratch scratch = RowScratch.ofThread();
            while (row <= to - 4) {
                int count = Math.min(most, to - row & -4);
                together(row, count, scratch.max, scratch.sum);
                row += count;
            }
        }
        for (; row < to; row++) {
            if (labels[labelsOffset + row] == ignored) {
                ignore(row);
            } else {
                row(row);
            }
        }
    }

    /// Each step for `count` rows, a multiple of four; the ignored ones, whatever is in them, are cleared at the
    /// end.
    private void together(int row, int count, float[] max, float[] sum) {
        int at = xOffset + row * c;
        for (int r = 0; r < count; r += 4) {
            FourRows.largest(x, at + r * c, c, max, r);
        }
        for (int r = 0; r < count; r += 4) {
            FourRows.exponentials(x, at + r * c, c, max, g, (row + r) * c, sum, r);
        }
        for (int r = 0; r < count; r++) {
            if (labels[labelsOffset + row + r] == ignored) {
                ignore(row + r);
            } else {
                finish(row + r, max[r], sum[r]);
            }
        }
    }

    private void row(int row) {
        int at = xOffset + row * c;
        float max = RowExponential.largest(x, at, c);
        finish(row, max, RowExponential.exponentials(x, at, c, max, g, row * c));
    }

    private void ignore(int row) {
        losses[row] = 0f;
        Arrays.fill(g, row * c, row * c + c, 0f);
    }

    /// The gradient from the exponentials, and the loss.
    private void finish(int row, float max, float sum) {
        int label = (int) labels[labelsOffset + row];
        int target = row * c;
        RowExponential.scale(g, target, c, weight / sum, (float) (-weight * smoothing / c));
        g[target + label] -= (float) (weight * (1 - smoothing));
        losses[row] = (float) loss(xOffset + target, label, max, RowExponential.logarithm(sum));
    }

    /// `log s − (1 − ε)·d[label] − ε·mean(d)` with `d = x − max` and `s = Σ exp d`
    private double loss(int at, int label, double max, double logarithm) {
        double loss = logarithm - (x[at + label] - max);
        if (smoothing != 0) {
            double distance = logarithm - sumOfDifferences(x, at, c, (float) max) / c;
            loss = (1 - smoothing) * loss + smoothing * distance;
        }
        return loss;
    }

    /// `Σⱼ (x[at + j] − max)`, pieces of it added in doubles.
    private static double sumOfDifferences(float[] x, int at, int n, float max) {
        FloatVector shift = FloatVector.broadcast(SPECIES, max);
        double total = 0;
        int j = 0;
        while (j < n) {
            int end = Math.min(n, j + RowExponential.PIECE);
            FloatVector sum = FloatVector.zero(SPECIES);
            for (; j <= end - LANES; j += LANES) {
                sum = sum.add(FloatVector.fromArray(SPECIES, x, at + j).sub(shift));
            }
            if (j < end) {
                sum = sum.add(FloatVector.fromArray(SPECIES, x, at + j).sub(shift), SPECIES.indexInRange(0, end - j));
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

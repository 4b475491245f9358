package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;

/// Cross entropy of softmax rows against labels, for `x [rows, c]`, row-major, and `labels [rows]`. With
/// `p[i] = softmax(x[i])` and smoothing `ε`:
///
/// `for i: loss[i] = −Σⱼ q[i, j]·log p[i, j]`, where `q[i, j] = ε/c`, and `1 − ε` more at `j = labels[i]`.
///
/// The loss of an ignored row is 0.
public final class RowCrossEntropy implements RangeTask {
    private final float[] x;
    private final int xOffset;
    private final int c;
    private final long[] labels;
    private final int labelsOffset;
    private final long ignored;
    private final double smoothing;
    private final float[] p;
    private final float[] losses;

    private RowCrossEntropy(
            float[] x,
            int xOffset,
            int c,
            long[] labels,
            int labelsOffset,
            long ignored,
            double smoothing,
            float[] p,
            float[] losses) {
        this.x = x;
        this.xOffset = xOffset;
        this.c = c;
        this.labels = labels;
        this.labelsOffset = labelsOffset;
        this.ignored = ignored;
        this.smoothing = smoothing;
        this.p = p;
        this.losses = losses;
    }

    /// Writes the softmax to `p [rows, c]` and the losses to `losses [rows]`, both from index 0 on.
    public static void run(
            float[] x,
            int xOffset,
            int rows,
            int c,
            long[] labels,
            int labelsOffset,
            long ignored,
            double smoothing,
            float[] p,
            float[] losses) {
        int grain = Math.max(1, RowSoftmax.PARALLEL_FROM / c);
        var task = new RowCrossEntropy(x, xOffset, c, labels, labelsOffset, ignored, smoothing, p, losses);
        Workers.run(rows, grain, task);
    }

    @Override
    public void run(int from, int to) {
        for (int row = from; row < to; row++) {
            int at = xOffset + row * c;
            float max = Extremum.largest(x, at, c, 1f);
            float sum = RowSoftmax.exponentials(x, at, c, max, p, row * c);
            RowSoftmax.divide(p, row * c, c, sum);
            long label = labels[labelsOffset + row];
            losses[row] = label == ignored ? 0f : (float) loss(at, (int) label, (double) max + StrictMath.log(sum));
        }
    }

    /// `log Σ exp x − (1 − ε)·x[label] − ε·mean(x)`
    private double loss(int at, int label, double logSumExp) {
        double loss = logSumExp - x[at + label];
        if (smoothing != 0) {
            double distance = 0;
            for (int j = 0; j < c; j++) {
                distance += logSumExp - x[at + j];
            }
            loss = (1 - smoothing) * loss + smoothing / c * distance;
        }
        return loss;
    }

    /// `for i, j: dx[i, j] = scale[i]·(p[i, j] − q[i, j])`, or added to what `dx` holds; 0 in ignored rows.
    ///
    /// @param p the softmax `[rows, c]`, from index 0 on
    /// @param scale the losses' gradients `[rows]`, from index 0 on
    public static void gradient(
            float[] p,
            int rows,
            int c,
            long[] labels,
            int labelsOffset,
            long ignored,
            double smoothing,
            float[] scale,
            boolean add,
            float[] dx,
            int dxOffset) {
        for (int row = 0; row < rows; row++) {
            long label = labels[labelsOffset + row];
            int target = dxOffset + row * c;
            if (label != ignored) {
                row(p, row * c, c, (float) (smoothing / c), scale[row], add, dx, target);
                dx[target + (int) label] -= (float) (scale[row] * (1 - smoothing));
            } else if (!add) {
                java.util.Arrays.fill(dx, target, target + c, 0f);
            }
        }
    }

    private static void row(float[] p, int at, int c, float q, float scale, boolean add, float[] dx, int target) {
        FloatVector shift = FloatVector.broadcast(SPECIES, q);
        FloatVector factor = FloatVector.broadcast(SPECIES, scale);
        for (int j = 0; j < c; j += LANES) {
            int width = Math.min(LANES, c - j);
            FloatVector d = width == LANES
                    ? FloatVector.fromArray(SPECIES, p, at + j)
                    : FloatVector.fromArray(SPECIES, p, at + j, SPECIES.indexInRange(0, width));
            FloatVector before =
                    add ? FloatVector.fromArray(SPECIES, dx, target + j) : FloatVector.broadcast(SPECIES, 0f);
            FloatVector sum = d.sub(shift).fma(factor, before);
            if (width == LANES) {
                sum.intoArray(dx, target + j);
            } else {
                sum.intoArray(dx, target + j, SPECIES.indexInRange(0, width));
            }
        }
    }
}

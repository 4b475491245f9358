package lanewise.engine.kernel;

import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;

/// One dimension brought to another size: every index of the result is a weighted sum of a few of the source.
public final class Resampling implements RangeTask {
    private final int n;
    private final int m;
    private final int inner;
    private final int taps;
    private final int[] indices;
    private final float[] weights;
    private final float[] x;
    private final int xAt;
    private final float[] y;
    private final int yAt;
    private final boolean back;

    private Resampling(
            int n,
            int m,
            int inner,
            int[] indices,
            float[] weights,
            float[] x,
            int xAt,
            float[] y,
            int yAt,
            boolean back) {
        this.n = n;
        this.m = m;
        this.inner = inner;
        this.taps = weights.length / m;
        this.indices = indices;
        this.weights = weights;
        this.x = x;
        this.xAt = xAt;
        this.y = y;
        this.yAt = yAt;
        this.back = back;
    }

    /// `y[i, o, j] = sum over t of weights[o, t]·x[i, indices[o, t], j]` for `x [outer, n, inner]` and
    /// `y [outer, m, inner]`.
    public static void run(
            int outer,
            int n,
            int m,
            int inner,
            int[] indices,
            float[] weights,
            float[] x,
            int xAt,
            float[] y,
            int yAt) {
        var task = new Resampling(n, m, inner, indices, weights, x, xAt, y, yAt, false);
        Workers.run(outer, task.grain(), task);
    }

    /// `x[i, indices[o, t], j] += weights[o, t]·y[i, o, j]`, the transposed map.
    public static void back(
            int outer,
            int n,
            int m,
            int inner,
            int[] indices,
            float[] weights,
            float[] y,
            int yAt,
            float[] x,
            int xAt) {
        var task = new Resampling(n, m, inner, indices, weights, x, xAt, y, yAt, true);
        Workers.run(outer, task.grain(), task);
    }

    private int grain() {
        return (int) Math.max(1, RowNorm.PARALLEL_FROM / Math.max(1, (long) m * inner * taps));
    }

    @Override
    public void run(int from, int to) {
        for (int i = from; i < to; i++) {
            int start = xAt + i * n * inner;
            int target = yAt + i * m * inner;
            if (back) {
                addBack(start, target);
            } else if (inner == 1) {
                sumElements(start, target);
            } else {
                sumRows(start, target);
            }
        }
    }

    private void sumElements(int start, int target) {
        for (int o = 0; o < m; o++) {
            float sum = 0;
            for (int t = o * taps; t < (o + 1) * taps; t++) {
                sum = Math.fma(weights[t], x[start + indices[t]], sum);
            }
            y[target + o] = sum;
        }
    }

    private void sumRows(int start, int target) {
        for (int o = 0; o < m; o++) {
            int row = target + o * inner;
            float first = weights[o * taps];
            int source = start + indices[o * taps] * inner;
            for (int j = 0; j < inner; j++) {
                y[row + j] = first * x[source + j];
            }
            for (int t = o * taps + 1; t < (o + 1) * taps; t++) {
                AddTo.run(y, row, weights[t], x, start + indices[t] * inner, inner);
            }
        }
    }

    private void addBack(int start, int target) {
        for (int o = 0; o < m; o++) {
            int row = target + o * inner;
            for (int t = o * taps; t < (o + 1) * taps; t++) {
                if (inner == 1) {
                    x[start + indices[t]] += weights[t] * y[row];
                } else {
                    AddTo.run(x, start + indices[t] * inner, weights[t], y, row, inner);
                }
            }
        }
    }
}

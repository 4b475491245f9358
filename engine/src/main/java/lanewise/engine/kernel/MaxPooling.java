package lanewise.engine.kernel;

import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;

/// The greatest element of each window, and where it is: the first of equal ones, or the last NaN if there is any.
public final class MaxPooling implements RangeTask {
    private final PoolWindows windows;
    private final float[] x;
    private final int xAt;
    private final float[] y;
    private final int yAt;
    private final long[] indices;

    private MaxPooling(PoolWindows windows, float[] x, int xAt, float[] y, int yAt, long[] indices) {
        this.windows = windows;
        this.x = x;
        this.xAt = xAt;
        this.y = y;
        this.yAt = yAt;
        this.indices = indices;
    }

    /// Of `planes` channels, `x [planes, input...]`, writes `y [planes, output...]` and the same of indices into
    /// the channel, from index 0 on.
    public static void run(PoolWindows windows, int planes, float[] x, int xAt, float[] y, int yAt, long[] indices) {
        Workers.run(planes, windows.grain(), new MaxPooling(windows, x, xAt, y, yAt, indices));
    }

    /// `dx[plane, index] += dy` for each element of `dy [planes, outputs]`.
    public static void scatter(
            int planes,
            int outputs,
            int inputs,
            long[] indices,
            int indicesAt,
            float[] dy,
            int dyAt,
            float[] dx,
            int dxAt) {
        for (int plane = 0; plane < planes; plane++) {
            int target = dxAt + plane * inputs;
            for (int o = plane * outputs; o < (plane + 1) * outputs; o++) {
                dx[target + (int) indices[indicesAt + o]] += dy[dyAt + o];
            }
        }
    }

    @Override
    public void run(int from, int to) {
        PoolWindows w = windows;
        for (int plane = from; plane < to; plane++) {
            int o = plane * w.outputs;
            for (int i = 0; i < w.output[0]; i++) {
                for (int j = 0; j < w.output[1]; j++) {
                    for (int k = 0; k < w.output[2]; k++) {
                        int best = best(xAt + plane * w.inputs, i, j, k);
                        y[yAt + o] = x[xAt + plane * w.inputs + best];
                        indices[o] = best;
                        o++;
                    }
                }
            }
        }
    }

    private int best(int plane, int o0, int o1, int o2) {
        PoolWindows w = windows;
        int start1 = w.starts[1][o1];
        int start2 = w.starts[2][o2];
        int end1 = w.ends[1][o1];
        int end2 = w.ends[2][o2];
        int step1 = w.step[1];
        int step2 = w.step[2];
        int best = (w.starts[0][o0] * w.input[1] + start1) * w.input[2] + start2;
        float greatest = Float.NEGATIVE_INFINITY;
        for (int i = w.starts[0][o0]; i < w.ends[0][o0]; i += w.step[0]) {
            for (int j = start1; j < end1; j += step1) {
                int row = (i * w.input[1] + j) * w.input[2];
                for (int k = start2; k < end2; k += step2) {
                    float value = x[plane + row + k];
                    if (value > greatest || Float.isNaN(value)) {
                        greatest = value;
                        best = row + k;
                    }
                }
            }
        }
        return best;
    }
}

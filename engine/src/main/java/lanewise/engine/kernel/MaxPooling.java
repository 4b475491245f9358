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
    private final boolean isGathered;

    private MaxPooling(PoolWindows windows, float[] x, int xAt, float[] y, int yAt, long[] indices, boolean gather) {
        this.windows = windows;
        this.x = x;
        this.xAt = xAt;
        this.y = y;
        this.yAt = yAt;
        this.indices = indices;
        this.isGathered = gather && !windows.hasEmpty();
    }

    /// Of `planes` channels, `x [planes, input...]`, writes `y [planes, output...]` and the same of indices into
    /// the channel, from index 0 on.
    public static void run(PoolWindows windows, int planes, float[] x, int xAt, float[] y, int yAt, long[] indices) {
        run(windows, planes, x, xAt, y, yAt, indices, GatheredMaxima.IS_FAST);
    }

    /// The same, by one of two ways to the same result.
    static void run(
            PoolWindows windows, int planes, float[] x, int xAt, float[] y, int yAt, long[] indices, boolean gather) {
        Workers.run(planes, windows.grain(), new MaxPooling(windows, x, xAt, y, yAt, indices, gather));
    }

    @Override
    public void run(int from, int to) {
        if (isGathered) {
            GatheredMaxima.run(windows, from, to, x, xAt, y, yAt, indices);
        } else {
            byElement(from, to);
        }
    }

    /// One window after the other, for processors that gather no elements.
    private void byElement(int from, int to) {
        PoolWindows w = windows;
        for (int plane = from; plane < to; plane++) {
            int o = plane * w.outputs;
            for (int i = 0; i < w.output[0]; i++) {
                for (int j = 0; j < w.output[1]; j++) {
                    for (int k = 0; k < w.output[2]; k++) {
                        find(xAt + plane * w.inputs, i, j, k, o);
                        o++;
                    }
                }
            }
        }
    }

    private void find(int plane, int o0, int o1, int o2, int o) {
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
        y[yAt + o] = greatest;
        indices[o] = best;
    }
}

package lanewise.engine.kernel;

import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;

/// The mean of each window, and the gradient, which is spread over it.
public final class AveragePooling implements RangeTask {
    /// What a window's sum is divided by.
    public enum Divisor {
        /// Its elements and those of padding.
        WITH_PADDING,
        /// Its elements.
        ELEMENTS,
        /// A given number.
        GIVEN
    }

    /// Rows of a window from which on they are summed by vectors.
    private static final int LONG_ROW = 16;

    private final PoolWindows windows;
    private final Divisor divisor;
    private final int given;
    private final float[] x;
    private final int xAt;
    private final float[] y;
    private final int yAt;
    private final boolean spread;

    private AveragePooling(
            PoolWindows windows, Divisor divisor, int given, float[] x, int xAt, float[] y, int yAt, boolean spread) {
        this.windows = windows;
        this.divisor = divisor;
        this.given = given;
        this.x = x;
        this.xAt = xAt;
        this.y = y;
        this.yAt = yAt;
        this.spread = spread;
    }

    /// Of `planes` channels, `x [planes, input...]`, writes `y [planes, output...]`. A window without elements has
    /// mean 0.
    ///
    /// @param given the divisor if it is a given one
    public static void run(
            PoolWindows windows, int planes, Divisor divisor, int given, float[] x, int xAt, float[] y, int yAt) {
        var task = new AveragePooling(windows, divisor, given, x, xAt, y, yAt, false);
        Workers.run(planes, windows.grain(), task);
    }

    /// Adds to `dx [planes, input...]` what `dy [planes, output...]` contributes.
    public static void spread(
            PoolWindows windows, int planes, Divisor divisor, int given, float[] dy, int dyAt, float[] dx, int dxAt) {
        var task = new AveragePooling(windows, divisor, given, dx, dxAt, dy, dyAt, true);
        Workers.run(planes, windows.grain(), task);
    }

    @Override
    public void run(int from, int to) {
        PoolWindows w = windows;
        for (int plane = from; plane < to; plane++) {
            int o = yAt + plane * w.outputs;
            int start = xAt + plane * w.inputs;
            for (int i = 0; i < w.output[0]; i++) {
                for (int j = 0; j < w.output[1]; j++) {
                    for (int k = 0; k < w.output[2]; k++) {
                        if (spread) {
                            add(start, i, j, k, y[o]);
                        } else {
                            y[o] = mean(start, i, j, k);
                        }
                        o++;
                    }
                }
            }
        }
    }

    private float mean(int plane, int o0, int o1, int o2) {
        PoolWindows w = windows;
        int start2 = w.starts[2][o2];
        int end2 = w.ends[2][o2];
        double sum = 0;
        for (int i = w.starts[0][o0]; i < w.ends[0][o0]; i++) {
            for (int j = w.starts[1][o1]; j < w.ends[1][o1]; j++) {
                int row = plane + (i * w.input[1] + j) * w.input[2];
                if (end2 - start2 >= LONG_ROW) {
                    sum += Moments.sum(x, row + start2, end2 - start2);
                } else {
                    for (int k = start2; k < end2; k++) {
                        sum += x[row + k];
                    }
                }
            }
        }
        int divided = divisor(o0, o1, o2);
        return divided == 0 ? 0f : (float) (sum / divided);
    }

    private void add(int plane, int o0, int o1, int o2, float gradient) {
        PoolWindows w = windows;
        int divided = divisor(o0, o1, o2);
        if (divided == 0) {
            return;
        }
        float share = gradient / divided;
        int start2 = w.starts[2][o2];
        int end2 = w.ends[2][o2];
        for (int i = w.starts[0][o0]; i < w.ends[0][o0]; i++) {
            for (int j = w.starts[1][o1]; j < w.ends[1][o1]; j++) {
                int row = plane + (i * w.input[1] + j) * w.input[2];
                for (int k = start2; k < end2; k++) {
                    x[row + k] += share;
                }
            }
        }
    }

    /// 0 for a window without elements.
    private int divisor(int o0, int o1, int o2) {
        PoolWindows w = windows;
        int elements = (w.ends[0][o0] - w.starts[0][o0])
                * (w.ends[1][o1] - w.starts[1][o1])
                * (w.ends[2][o2] - w.starts[2][o2]);
        boolean none = w.ends[0][o0] <= w.starts[0][o0]
                || w.ends[1][o1] <= w.starts[1][o1]
                || w.ends[2][o2] <= w.starts[2][o2];
        if (none) {
            return 0;
        }
        return switch (divisor) {
            case WITH_PADDING -> w.counts[0][o0] * w.counts[1][o1] * w.counts[2][o2];
            case ELEMENTS -> elements;
            case GIVEN -> given;
        };
    }
}

package lanewise.engine.kernel;

import java.util.Arrays;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;

/// The mean of each window, and the gradient, which is spread over it.
///
/// A row of windows at a time: the input's rows in them are added up as they lie, by vectors, and each window adds
/// the few sums of its columns; the gradient goes the same way back.
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

    /// The most elements of a window whose sum in float is as good as that of vectors.
    private static final int FEW = 64;

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
    private final boolean large;

    /// What a window counts as in the last dimension; an empty one, whose sum is 0, as one element.
    private final int[] along;

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
        this.large = windows.largest() > FEW;
        this.along = along(windows, divisor);
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
        if (w.outputs == 0) {
            return;
        }
        float[] columns = GemmScratch.ofThread().partial(w.input[2]);
        for (int plane = from; plane < to; plane++) {
            int o = yAt + plane * w.outputs;
            int start = xAt + plane * w.inputs;
            for (int i = 0; i < w.output[0]; i++) {
                for (int j = 0; j < w.output[1]; j++, o += w.output[2]) {
                    if (spread) {
                        spreadRow(start, i, j, o, columns);
                    } else if (large) {
                        averageLarge(start, i, j, o);
                    } else {
                        averageRow(start, i, j, o, columns);
                    }
                }
            }
        }
    }

    /// The windows `(o0, o1, ...)` of a channel, whose means go to `y[o...]`.
    private void averageRow(int plane, int o0, int o1, int o, float[] columns) {
        PoolWindows w = windows;
        int first = w.starts[2][0];
        int length = w.ends[2][w.output[2] - 1] - first;
        boolean adds = false;
        for (int i = w.starts[0][o0]; i < w.ends[0][o0] && length > 0; i++) {
            for (int j = w.starts[1][o1]; j < w.ends[1][o1]; j++) {
                int row = plane + (i * w.input[1] + j) * w.input[2] + first;
                GemmPacking.copyOut(1, length, x, row, 0, columns, first, 0, adds);
                adds = true;
            }
        }
        if (!adds) {
            Arrays.fill(y, o, o + w.output[2], 0f);
            return;
        }
        int across = across(o0, o1);
        int[] starts = w.starts[2];
        int[] ends = w.ends[2];
        for (int k = 0; k < starts.length; k++) {
            float sum = 0f;
            for (int c = starts[k]; c < ends[k]; c++) {
                sum += columns[c];
            }
            y[o + k] = sum / (across * along[k]);
        }
    }

    /// The same for windows of many elements.
    private void averageLarge(int plane, int o0, int o1, int o) {
        PoolWindows w = windows;
        int across = across(o0, o1);
        for (int k = 0; k < w.output[2]; k++) {
            int start = w.starts[2][k];
            int length = w.ends[2][k] - start;
            double sum = 0;
            for (int i = w.starts[0][o0]; i < w.ends[0][o0]; i++) {
                for (int j = w.starts[1][o1]; j < w.ends[1][o1]; j++) {
                    int row = plane + (i * w.input[1] + j) * w.input[2] + start;
                    if (length >= LONG_ROW) {
                        sum += Moments.sum(x, row, length);
                    } else {
                        for (int c = 0; c < length; c++) {
                            sum += x[row + c];
                        }
                    }
                }
            }
            y[o + k] = (float) (sum / (across * along[k]));
        }
    }

    /// The gradients `y[o...]` of the windows `(o0, o1, ...)`, added to what the channel's have.
    private void spreadRow(int plane, int o0, int o1, int o, float[] columns) {
        PoolWindows w = windows;
        int first = w.starts[2][0];
        int length = w.ends[2][w.output[2] - 1] - first;
        if (length <= 0) {
            return;
        }
        Arrays.fill(columns, first, first + length, 0f);
        int across = across(o0, o1);
        int[] starts = w.starts[2];
        int[] ends = w.ends[2];
        for (int k = 0; k < starts.length; k++) {
            float share = y[o + k] / (across * along[k]);
            for (int c = starts[k]; c < ends[k]; c++) {
                columns[c] += share;
            }
        }
        for (int i = w.starts[0][o0]; i < w.ends[0][o0]; i++) {
            for (int j = w.starts[1][o1]; j < w.ends[1][o1]; j++) {
                int row = plane + (i * w.input[1] + j) * w.input[2] + first;
                GemmPacking.copyOut(1, length, columns, first, 0, x, row, 0, true);
            }
        }
    }

    /// What windows of these two dimensions count as in the divisor, one at least.
    private int across(int o0, int o1) {
        PoolWindows w = windows;
        return switch (divisor) {
            case WITH_PADDING -> w.counts[0][o0] * w.counts[1][o1];
            case ELEMENTS -> Math.max(1, (w.ends[0][o0] - w.starts[0][o0]) * (w.ends[1][o1] - w.starts[1][o1]));
            case GIVEN -> given;
        };
    }

    /// And each in the last dimension.
    private static int[] along(PoolWindows w, Divisor divisor) {
        int[] counts = new int[w.output[2]];
        for (int k = 0; k < counts.length; k++) {
            counts[k] = switch (divisor) {
                case WITH_PADDING -> w.counts[2][k];
                case ELEMENTS -> Math.max(1, w.ends[2][k] - w.starts[2][k]);
                case GIVEN -> 1;
            };
        }
        return counts;
    }
}

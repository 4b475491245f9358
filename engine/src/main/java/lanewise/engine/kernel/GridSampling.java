package lanewise.engine.kernel;

import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;
import org.jspecify.annotations.Nullable;

/// Images read at given places, and the gradients of both.
public final class GridSampling implements RangeTask {
    private static final ThreadLocal<GridTaps[]> OF_THREAD =
            ThreadLocal.withInitial(() -> new GridTaps[] {new GridTaps(), new GridTaps(), new GridTaps()});

    /// How the elements between are found, and what lies outside.
    ///
    /// @param taps 1 for the nearest element, 2 for lines, 4 for cubics
    /// @param border whether the first and last elements go on outside
    /// @param reflection whether the image is mirrored outside; otherwise, and without border, there are zeros
    /// @param alignCorners whether −1 and 1 are the centres of the first and last elements, or the outer edges
    public record Rule(int taps, boolean border, boolean reflection, boolean alignCorners) {}

    private final Rule rule;
    private final int channels;
    private final int[] input;
    private final int inputs;
    private final int outputs;
    private final int dimensions;
    private final float[] x;
    private final int xAt;
    private final float[] grid;
    private final int gridAt;
    private final float[] y;
    private final int yAt;
    private final boolean back;
    private final float @Nullable [] dx;
    private final int dxAt;
    private final float @Nullable [] dGrid;
    private final int dGridAt;

    private GridSampling(
            Rule rule,
            int channels,
            int[] input,
            int outputs,
            int dimensions,
            float[] x,
            int xAt,
            float[] grid,
            int gridAt,
            float[] y,
            int yAt,
            boolean back,
            float @Nullable [] dx,
            int dxAt,
            float @Nullable [] dGrid,
            int dGridAt) {
        this.rule = rule;
        this.channels = channels;
        this.input = input;
        this.inputs = input[0] * input[1] * input[2];
        this.outputs = outputs;
        this.dimensions = dimensions;
        this.x = x;
        this.xAt = xAt;
        this.grid = grid;
        this.gridAt = gridAt;
        this.y = y;
        this.yAt = yAt;
        this.back = back;
        this.dx = dx;
        this.dxAt = dxAt;
        this.dGrid = dGrid;
        this.dGridAt = dGridAt;
    }

    /// `y [n, channels, outputs]` of `x [n, channels, input...]` at `grid [n, outputs, dimensions]`, whose
    /// coordinates are those of the last dimension first.
    ///
    /// @param input three sizes, 1 for the first if there are two dimensions
    public static void run(
            Rule rule,
            int n,
            int channels,
            int[] input,
            int outputs,
            int dimensions,
            float[] x,
            int xAt,
            float[] grid,
            int gridAt,
            float[] y,
            int yAt) {
        var task = new GridSampling(
                rule, channels, input, outputs, dimensions, x, xAt, grid, gridAt, y, yAt, false, null, 0, null, 0);
        Workers.run(n, 1, task);
    }

    /// Adds to `dx` and `dGrid`, where they are not null, what `dy` contributes.
    public static void back(
            Rule rule,
            int n,
            int channels,
            int[] input,
            int outputs,
            int dimensions,
            float[] x,
            int xAt,
            float[] grid,
            int gridAt,
            float[] dy,
            int dyAt,
            float @Nullable [] dx,
            int dxAt,
            float @Nullable [] dGrid,
            int dGridAt) {
        var task = new GridSampling(
                rule,
                channels,
                input,
                outputs,
                dimensions,
                x,
                xAt,
                grid,
                gridAt,
                dy,
                dyAt,
                true,
                dx,
                dxAt,
                dGrid,
                dGridAt);
        Workers.run(n, 1, task);
    }

    @Override
    public void run(int from, int to) {
        GridTaps[] taps = OF_THREAD.get();
        for (int image = from; image < to; image++) {
            for (int o = 0; o < outputs; o++) {
                int place = (image * outputs + o) * dimensions;
                for (int d = 0; d < 3; d++) {
                    if (d < 3 - dimensions) {
                        taps[d].setOne();
                    } else {
                        taps[d].set(
                                grid[gridAt + place + 2 - d],
                                input[d],
                                rule.taps,
                                rule.border,
                                rule.reflection,
                                rule.alignCorners);
                    }
                }
                for (int c = 0; c < channels; c++) {
                    int plane = image * channels + c;
                    int at = yAt + plane * outputs + o;
                    if (!back) {
                        y[at] = (float) value(taps, plane, -1);
                        continue;
                    }
                    if (dx != null) {
                        add(taps, plane, y[at], dx);
                    }
                    if (dGrid != null) {
                        for (int d = 3 - dimensions; d < 3; d++) {
                            dGrid[dGridAt + place + 2 - d] += (float) (y[at] * value(taps, plane, d));
                        }
                    }
                }
            }
        }
    }

    /// The weighted sum of the elements around, with the slopes of one dimension in place of its weights, or none.
    private double value(GridTaps[] taps, int plane, int sloping) {
        double sum = 0;
        double[] w0 = sloping == 0 ? taps[0].slopes : taps[0].weights;
        double[] w1 = sloping == 1 ? taps[1].slopes : taps[1].weights;
        double[] w2 = sloping == 2 ? taps[2].slopes : taps[2].weights;
        for (int i = 0; i < taps[0].count; i++) {
            for (int j = 0; j < taps[1].count; j++) {
                for (int k = 0; k < taps[2].count; k++) {
                    int at = index(taps, i, j, k);
                    if (at >= 0) {
                        sum += w0[i] * w1[j] * w2[k] * x[xAt + plane * inputs + at];
                    }
                }
            }
        }
        return sum;
    }

    private void add(GridTaps[] taps, int plane, float gradient, float[] target) {
        for (int i = 0; i < taps[0].count; i++) {
            for (int j = 0; j < taps[1].count; j++) {
                for (int k = 0; k < taps[2].count; k++) {
                    int at = index(taps, i, j, k);
                    if (at >= 0) {
                        double weight = taps[0].weights[i] * taps[1].weights[j] * taps[2].weights[k];
                        target[dxAt + plane * inputs + at] += (float) (weight * gradient);
                    }
                }
            }
        }
    }

    /// The index in a channel, or −1 outside.
    private int index(GridTaps[] taps, int i, int j, int k) {
        int a = taps[0].indices[i];
        int b = taps[1].indices[j];
        int c = taps[2].indices[k];
        return a < 0 || b < 0 || c < 0 ? -1 : (a * input[1] + b) * input[2] + c;
    }
}

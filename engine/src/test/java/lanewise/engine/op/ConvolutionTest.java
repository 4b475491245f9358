package lanewise.engine.op;

import static lanewise.engine.op.OracleCheck.check;
import static lanewise.engine.op.OracleCheck.onEveryLayout;
import static lanewise.engine.op.OracleCheck.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.Threads;
import lanewise.engine.simd.Lanes;
import org.junit.jupiter.api.Test;

/// Convolutions and transposed ones, which are each other's gradients.
class ConvolutionTest {
    private static final int[] NONE = {0, 0, 0};

    /// Options of three dimensions, of which the last ones are used.
    private static final class Options {
        final int[] stride;
        final int[] before;
        final int[] after;
        final int[] dilation;
        final int groups;

        Options(int[] stride, int[] before, int[] after, int[] dilation, int groups) {
            this.stride = stride;
            this.before = before;
            this.after = after;
            this.dilation = dilation;
            this.groups = groups;
        }

        Convolution convolution(int dimensions) {
            return new Convolution(
                    last(stride, dimensions),
                    last(before, dimensions),
                    last(after, dimensions),
                    last(dilation, dimensions),
                    groups);
        }

        TransposedConvolution transposed(int dimensions, int... outputPadding) {
            return new TransposedConvolution(
                    last(stride, dimensions),
                    last(before, dimensions),
                    last(outputPadding, dimensions),
                    last(dilation, dimensions),
                    groups);
        }
    }

    private static final Options PLAIN = options(1, 0, 1, 1);

    private static final List<Options> ALL = List.of(
            PLAIN,
            options(1, 1, 1, 1),
            options(2, 1, 1, 1),
            options(1, 2, 2, 1),
            options(1, 1, 1, 2),
            new Options(new int[] {1, 3, 2}, new int[] {0, 1, 2}, new int[] {0, 2, 1}, new int[] {1, 1, 2}, 2));

    private static Options options(int stride, int padding, int dilation, int groups) {
        int[] around = {padding, padding, padding};
        return new Options(
                new int[] {stride, stride, stride}, around, around, new int[] {dilation, dilation, dilation}, groups);
    }

    private static int[] last(int[] values, int count) {
        return Arrays.copyOfRange(values, values.length - count, values.length);
    }

    /// The sizes after examples and channels, ones in front of those that there are not.
    private static int[] spatial(Shape shape) {
        int[] three = {1, 1, 1};
        for (int d = 2; d < shape.rank(); d++) {
            three[3 - shape.rank() + d] = shape.dim(d);
        }
        return three;
    }

    /// Adds up `y[m, p] += w[m, c, k]·x[c, q]` with `q = p·stride − before + k·dilation` over all `p` and `k`, or,
    /// for the transposed one, `x[c, q] += w[m, c, k]·y[m, p]`.
    private static void connect(
            Options o, int dimensions, double[] x, Shape xs, double[] w, Shape ws, double[] y, Shape ys, boolean back) {
        int[] sources = sources(o, dimensions, spatial(xs), spatial(ws), spatial(ys));
        int inputs = product(spatial(xs));
        int outputs = product(spatial(ys));
        int taps = product(spatial(ws));
        int cs = ws.dim(1);
        int ms = ws.dim(0) / o.groups;
        for (int n = 0; n < xs.dim(0); n++) {
            for (int m = 0; m < ws.dim(0); m++) {
                for (int c = 0; c < cs; c++) {
                    int xAt = (n * cs * o.groups + m / ms * cs + c) * inputs;
                    int yAt = (n * ws.dim(0) + m) * outputs;
                    int wAt = (m * cs + c) * taps;
                    for (int i = 0; i < sources.length; i++) {
                        if (sources[i] >= 0 && back) {
                            x[xAt + sources[i]] += w[wAt + i % taps] * y[yAt + i / taps];
                        } else if (sources[i] >= 0) {
                            y[yAt + i / taps] += w[wAt + i % taps] * x[xAt + sources[i]];
                        }
                    }
                }
            }
        }
    }

    /// For each position `p` and for each `k` the place of `q`, or -1 where that is outside.
    private static int[] sources(Options o, int dimensions, int[] in, int[] kernel, int[] out) {
        int taps = product(kernel);
        int[] sources = new int[product(out) * taps];
        int[] p = new int[3];
        int[] k = new int[3];
        for (int i = 0; i < sources.length; i++) {
            split(i / taps, out, p);
            split(i % taps, kernel, k);
            int at = 0;
            boolean inside = true;
            for (int d = 0; d < 3; d++) {
                boolean used = d >= 3 - dimensions;
                int q = used ? p[d] * o.stride[d] - o.before[d] + k[d] * o.dilation[d] : 0;
                inside &= q >= 0 && q < in[d];
                at = at * in[d] + q;
            }
            sources[i] = inside ? at : -1;
        }
        return sources;
    }

    private static int product(int[] sizes) {
        return sizes[0] * sizes[1] * sizes[2];
    }

    private static void split(int i, int[] sizes, int[] position) {
        position[2] = i % sizes[2];
        position[1] = i / sizes[2] % sizes[1];
        position[0] = i / sizes[2] / sizes[1];
    }

    private static double[] biased(Shape y, double[]... in) {
        double[] result = new double[y.elements()];
        if (in.length > 2) {
            int length = y.elements() / y.dim(0) / y.dim(1);
            for (int i = 0; i < result.length; i++) {
                result[i] = in[2][i / length % y.dim(1)];
            }
        }
        return result;
    }

    private static double[] convolved(Options o, int dimensions, Shape x, Shape w, Shape y, double[]... in) {
        double[] result = biased(y, in);
        connect(o, dimensions, in[0], x, in[1], w, result, y, false);
        return result;
    }

    private static double[] transposed(Options o, int dimensions, Shape x, Shape w, Shape y, double[]... in) {
        double[] result = biased(y, in);
        connect(o, dimensions, result, y, in[1], w, in[0], x, true);
        return result;
    }

    private static Shape inputShape(int dimensions, int n, int channels) {
        return switch (dimensions) {
            case 1 -> Shape.of(n, channels, 11);
            case 2 -> Shape.of(n, channels, 5, 7);
            default -> Shape.of(n, channels, 4, 3, 5);
        };
    }

    private static Shape weightShape(int dimensions, int first, int second) {
        return switch (dimensions) {
            case 1 -> Shape.of(first, second, 3);
            case 2 -> Shape.of(first, second, 2, 3);
            default -> Shape.of(first, second, 2, 2, 2);
        };
    }

    @Test
    void everyOption() {
        for (int dimensions = 1; dimensions <= 3; dimensions++) {
            for (Options o : ALL) {
                int d = dimensions;
                Shape x = inputShape(d, 2, 2 * o.groups);
                Shape w = weightShape(d, 3 * o.groups, 2);
                Shape y = o.convolution(d)
                        .forward(NDArray.zeros(x), NDArray.zeros(w))
                        .shape();
                check(() -> o.convolution(d), in -> convolved(o, d, x, w, y, in), random(x, 1), random(w, 2));
                check(
                        () -> o.convolution(d),
                        in -> convolved(o, d, x, w, y, in),
                        random(x, 1),
                        random(w, 2),
                        random(Shape.of(3 * o.groups), 3));
            }
        }
    }

    @Test
    void everyOptionTransposed() {
        for (int dimensions = 1; dimensions <= 3; dimensions++) {
            for (Options o : ALL) {
                int d = dimensions;
                int[] extra = o.stride[2] > 1 ? new int[] {0, 1, 1} : NONE;
                Shape x = inputShape(d, 2, 2 * o.groups);
                Shape w = weightShape(d, 2 * o.groups, 3);
                Shape y = o.transposed(d, extra)
                        .forward(NDArray.zeros(x), NDArray.zeros(w))
                        .shape();
                check(
                        () -> o.transposed(d, extra),
                        in -> transposed(o, d, x, w, y, in),
                        random(x, 1),
                        random(w, 2),
                        random(Shape.of(3 * o.groups), 3));
            }
        }
    }

    @Test
    void everyLayout() {
        Options o = options(2, 1, 1, 1);
        Shape x = Shape.of(2, 2, 4, 5);
        Shape w = Shape.of(3, 2, 2, 3);
        Shape y = Shape.of(2, 3, 3, 3);
        onEveryLayout(x, in -> check(() -> o.convolution(2), v -> convolved(o, 2, x, w, y, v), in, random(w, 2)));
        onEveryLayout(w, in -> check(() -> o.convolution(2), v -> convolved(o, 2, x, w, y, v), random(x, 2), in));
    }

    /// Kernels of one element need no unfolding.
    @Test
    void pointwise() {
        Shape x = Shape.of(2, 4, 3, 5);
        Shape w = Shape.of(6, 2, 1, 1);
        Options o = options(1, 0, 1, 2);
        Shape y = Shape.of(2, 6, 3, 5);
        check(
                () -> o.convolution(2),
                in -> convolved(o, 2, x, w, y, in),
                random(x, 1),
                random(w, 2),
                random(Shape.of(6), 3));
        Shape wt = Shape.of(4, 3, 1, 1);
        check(
                () -> o.transposed(2, 0, 0),
                in -> transposed(o, 2, x, wt, y, in),
                random(x, 1),
                random(wt, 2),
                random(Shape.of(6), 3));
    }

    @Test
    void oneExampleWithoutItsDimension() {
        NDArray x = random(Shape.of(1, 2, 4, 5), 1);
        NDArray single = x.view(x.layout().select(0, 0));
        NDArray w = random(Shape.of(3, 2, 3, 3), 2);
        NDArray y = PLAIN.convolution(2).forward(single, w);
        assertThat(y.shape()).isEqualTo(Shape.of(3, 2, 3));
        assertThat(y.toArray()).isEqualTo(PLAIN.convolution(2).forward(x, w).toArray());
        List<NDArray> gradients = OracleCheck.gradients(PLAIN.convolution(2), false, single, w);
        assertThat(gradients.get(0).shape()).isEqualTo(single.shape());
        NDArray wt = random(Shape.of(2, 3, 3, 3), 2);
        assertThat(PLAIN.transposed(2, 0, 0).forward(single, wt).shape()).isEqualTo(Shape.of(3, 6, 7));
    }

    /// Sizes with several blocks an image, several images a block, long sums, divided channels; the bits are those
    /// of one thread, the values those of a sum in double, and the gradients fit to them: `⟨dy, w * x⟩` is linear
    /// in both.
    @Test
    void blocksAndThreads() {
        int before = Threads.get();
        try {
            List<Shape> inputs = List.of(
                    Shape.of(1, 120, 15, 14),
                    Shape.of(3, 3, 40, 41),
                    Shape.of(70, 5, 4, 4),
                    Shape.of(33, 16, 8, 9),
                    Shape.of(2, 66, 1, Lanes.LANES + 3));
            for (Shape x : inputs) {
                for (int kernel : new int[] {1, 3}) {
                    for (Options o : List.of(options(1, kernel / 2, 1, 1), options(2, kernel / 2, 1, 1))) {
                        compareThreads(o, x, Shape.of(17, x.dim(1), kernel, kernel));
                    }
                }
            }
        } finally {
            Threads.set(before);
        }
    }

    /// What is lowered instead of unfolded, since there are many positions and output channels, with every option:
    /// several planes a block, lines of one plane, last vectors and strips that are not full, every phase of a
    /// stride.
    @Test
    void manyPositions() {
        int before = Threads.get();
        try {
            for (Options o : ALL) {
                int in = 3 * o.groups;
                compareThreads(o, Shape.of(140, in, 7, 9), Shape.of(6 * o.groups, 3, 2, 3));
                compareThreads(o, Shape.of(2, in, 70, 71), Shape.of(8 * o.groups, 3, 3, 2));
                compareThreads(o, Shape.of(40, in, 5, 6, 8), Shape.of(5 * o.groups, 3, 2, 3, 2));
                compareThreads(o, Shape.of(9, in, 1501), Shape.of(9 * o.groups, 3, 4));
            }
            compareThreads(options(1, 1, 1, 1), Shape.of(70, 40, 8, 8), Shape.of(16, 40, 3, 3));
            // every second element up to the array's very end
            compareThreads(options(2, 1, 1, 1), Shape.of(16, 8, 16, 16), Shape.of(8, 8, 3, 3));
            compareThreads(options(2, 1, 1, 1), Shape.of(32, 8, 8, 8), Shape.of(8, 8, 3, 3));
            compareThreads(options(2, 0, 1, 1), Shape.of(32, 8, 15, 15), Shape.of(8, 8, 3, 3));
            // a line too long to be lowered
            compareThreads(options(1, 1, 1, 1), Shape.of(2, 40, 3000), Shape.of(8, 40, 3));
        } finally {
            Threads.set(before);
        }
    }

    private static void compareThreads(Options o, Shape xs, Shape ws) {
        int dimensions = xs.rank() - 2;
        NDArray x = random(xs, 1);
        NDArray w = random(ws, 2);
        NDArray bias = random(Shape.of(ws.dim(0)), 3);
        float[][] results = new float[2][];
        for (int threads = 1; threads <= 2; threads++) {
            Threads.set(threads);
            List<NDArray> all = OracleCheck.gradients(o.convolution(dimensions), false, x, w, bias);
            all.add(o.convolution(dimensions).forward(x, w, bias));
            results[threads - 1] = OracleCheck.joined(all);
        }
        assertThat(Arrays.equals(results[0], results[1])).as("%s * %s", xs, ws).isTrue();
        NDArray y = o.convolution(dimensions).forward(x, w, bias);
        double[] truth = convolved(o, dimensions, xs, ws, y.shape(), OracleCheck.doubles(x, w, bias));
        OracleCheck.assertClose(xs + " * " + ws, y, truth);
        NDArray none = NDArray.zeros(Shape.of(ws.dim(0)));
        NDArray dy = OracleCheck.outputGradient(y.shape());
        double product = inner(o.convolution(dimensions).forward(x, w, none), dy);
        List<NDArray> gradients = OracleCheck.gradients(o.convolution(dimensions), dy, x, w, none);
        double tolerance = 1e-6 * y.elements() * ws.dim(1) * ws.dim(2);
        assertThat(inner(gradients.get(0), x)).isCloseTo(product, within(tolerance));
        assertThat(inner(gradients.get(1), w)).isCloseTo(product, within(tolerance));
        double[] dx = transposed(o, dimensions, y.shape(), ws, xs, OracleCheck.doubles(dy, w));
        OracleCheck.assertClose("input gradient of " + xs + " * " + ws, gradients.get(0), dx);
        float[] dw = gradients.get(1).toArray();
        double[] derivative = OracleCheck.doubles(dy)[0];
        for (int i = 0; i < dw.length; i += dw.length / 3) {
            double[] one = new double[dw.length];
            one[i] = 1;
            double[] moved = convolved(o, dimensions, xs, ws, y.shape(), OracleCheck.doubles(x)[0], one);
            double sum = 0;
            double norm = 0;
            for (int p = 0; p < moved.length; p++) {
                double term = moved[p] * derivative[p];
                sum += term;
                norm += term * term;
            }
            assertThat((double) dw[i])
                    .as("weight gradient %d", i)
                    .isCloseTo(sum, within(1e-5 * Math.sqrt(norm) + 1e-6));
        }
    }

    private static double inner(NDArray a, NDArray b) {
        double[][] both = OracleCheck.doubles(a, b);
        double sum = 0;
        for (int i = 0; i < both[0].length; i++) {
            sum += both[0][i] * both[1][i];
        }
        return sum;
    }

    @Test
    void anEmptyBatch() {
        NDArray none = NDArray.zeros(Shape.of(0, 2, 5, 5));
        NDArray w = random(Shape.of(3, 2, 3, 3), 2);
        assertThat(PLAIN.convolution(2).forward(none, w).shape()).isEqualTo(Shape.of(0, 3, 3, 3));
        List<NDArray> gradients = OracleCheck.gradients(PLAIN.convolution(2), false, none, w, random(Shape.of(3), 1));
        assertThat(gradients.get(1).toArray()).containsOnly(0);
        assertThat(gradients.get(2).toArray()).containsOnly(0);
        NDArray wt = random(Shape.of(2, 3, 3, 3), 2);
        assertThat(PLAIN.transposed(2, 0, 0).forward(none, wt).shape()).isEqualTo(Shape.of(0, 3, 7, 7));
    }

    @Test
    void refusals() {
        NDArray x = NDArray.zeros(Shape.of(2, 4, 5, 5));
        assertThatThrownBy(() -> PLAIN.convolution(2).forward(x, NDArray.zeros(Shape.of(3, 2, 3, 3))))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("conv2d: weight [3, 2, 3, 3] with groups 1 expects 2 input channels; x [2, 4, 5, 5] has 4");
        assertThatThrownBy(() -> PLAIN.convolution(2).forward(x, NDArray.zeros(Shape.of(3, 4, 3, 6))))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("conv2d: the kernel [3, 6] with dilation [1, 1] is larger than the padded input, of 5"
                        + " elements in dimension -1 of x [2, 4, 5, 5]");
        assertThatThrownBy(() -> PLAIN.convolution(2).forward(x, NDArray.zeros(Shape.of(3, 4, 3))))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("conv2d: weight is [3, 4, 3]; it must have 4 dimensions");
        assertThatThrownBy(() -> PLAIN.convolution(2)
                        .forward(x, NDArray.zeros(Shape.of(3, 4, 3, 3)), NDArray.zeros(Shape.of(4))))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("conv2d: bias [4] must be [3], one number a channel of y");
        assertThatThrownBy(() -> PLAIN.convolution(3).forward(x, NDArray.zeros(Shape.of(3, 4, 3, 3, 3))))
                .isInstanceOf(ShapeMismatchException.class);
        assertThatThrownBy(() -> PLAIN.convolution(1).forward(x, NDArray.zeros(Shape.of(3, 4, 3))))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("conv1d: x is [2, 4, 5, 5]; it must have 3 dimensions, [n, c, ...], or 2, [c, ...]");
        assertThatThrownBy(() -> options(1, 0, 1, 3).convolution(2).forward(x, NDArray.zeros(Shape.of(4, 4, 1, 1))))
                .hasMessageContaining("the 4 output channels of weight [4, 4, 1, 1] cannot be divided into 3 groups");
        assertThatThrownBy(() -> options(0, 0, 1, 1).convolution(2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("conv2d: stride [0, 0] must be at least 1");
        assertThatThrownBy(() -> options(1, 0, 1, 0).convolution(2))
                .hasMessage("conv2d: groups is 0; there must be at least 1");
        assertThatThrownBy(() -> options(2, 0, 1, 1).transposed(1, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("convTranspose1d: outputPadding [2] must be below stride [2] or dilation [1]");
        assertThatThrownBy(() -> PLAIN.transposed(2, 0, 0).forward(x, NDArray.zeros(Shape.of(3, 2, 3, 3))))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("convTranspose2d: weight [3, 2, 3, 3] expects 3 channels; x [2, 4, 5, 5] has 4");
        assertThatThrownBy(
                        () -> options(1, 4, 1, 1).transposed(2, 0, 0).forward(x, NDArray.zeros(Shape.of(4, 2, 3, 3))))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("leaves nothing of dimension -2: -1");
    }
}

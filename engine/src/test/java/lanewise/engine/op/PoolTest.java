package lanewise.engine.op;

import static lanewise.engine.op.OracleCheck.check;
import static lanewise.engine.op.OracleCheck.onEveryLayout;
import static lanewise.engine.op.OracleCheck.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.Threads;
import org.junit.jupiter.api.Test;

/// Poolings over 1 to 3 dimensions, regular and adaptive, and the way back from the greatest elements.
class PoolTest {
    /// A function of the elements of one window.
    @FunctionalInterface
    private interface OfWindow {
        /// @param counted the elements of the window, padding included
        double of(double[] elements, int counted);
    }

    /// Options of one dimension.
    private record Window(int kernel, int stride, int padding, int dilation, boolean ceil) {
        int outputs(int in) {
            int room = in + 2 * padding - dilation * (kernel - 1) - 1;
            int out = (room + (ceil ? stride - 1 : 0)) / stride + 1;
            return ceil && (out - 1) * stride >= in + padding ? out - 1 : out;
        }
    }

    private static final List<Window> WINDOWS = List.of(
            new Window(2, 2, 0, 1, false),
            new Window(3, 1, 1, 1, false),
            new Window(3, 2, 1, 1, true),
            new Window(2, 3, 1, 1, true));

    /// Over the last two dimensions of `[n, c, h, w]`.
    private static double[] pooled(Window o, Shape x, OfWindow function, double[] in) {
        int h = o.outputs(x.dim(2));
        int w = o.outputs(x.dim(3));
        int planes = x.dim(0) * x.dim(1);
        double[] y = new double[planes * h * w];
        for (int i = 0; i < y.length; i++) {
            int top = i / w % h * o.stride - o.padding;
            int left = i % w * o.stride - o.padding;
            double[] elements = new double[o.kernel * o.kernel];
            int found = 0;
            int counted = 0;
            for (int k = 0; k < elements.length; k++) {
                int row = top + k / o.kernel * o.dilation;
                int column = left + k % o.kernel * o.dilation;
                counted += row < x.dim(2) + o.padding && column < x.dim(3) + o.padding ? 1 : 0;
                if (row >= 0 && row < x.dim(2) && column >= 0 && column < x.dim(3)) {
                    elements[found] = in[(i / w / h * x.dim(2) + row) * x.dim(3) + column];
                    found++;
                }
            }
            y[i] = function.of(Arrays.copyOf(elements, found), counted);
        }
        return y;
    }

    private static int[] two(int value) {
        return new int[] {value, value};
    }

    private static double greatest(double[] elements, int counted) {
        assertThat(counted).isPositive();
        return Arrays.stream(elements).max().orElseThrow();
    }

    private static MaxPool maxPool(Window o) {
        return new MaxPool(two(o.kernel), two(o.stride), two(o.padding), two(o.dilation), o.ceil);
    }

    private static AveragePool averagePool(Window o, boolean padding, int divisor) {
        return new AveragePool(two(o.kernel), two(o.stride), two(o.padding), o.ceil, padding, divisor);
    }

    @Test
    void greatestElements() {
        Shape shape = Shape.of(2, 2, 5, 7);
        for (Window o : WINDOWS) {
            onEveryLayout(shape, x -> check(() -> maxPool(o), in -> pooled(o, shape, PoolTest::greatest, in[0]), x));
        }
        Window dilated = new Window(2, 1, 1, 2, false);
        check(() -> maxPool(dilated), in -> pooled(dilated, shape, PoolTest::greatest, in[0]), random(shape, 3));
    }

    @Test
    void means() {
        Shape shape = Shape.of(2, 2, 5, 7);
        for (Window o : WINDOWS) {
            onEveryLayout(
                    shape,
                    x -> check(
                            () -> averagePool(o, true, 0),
                            in -> pooled(o, shape, (e, n) -> Arrays.stream(e).sum() / n, in[0]),
                            x));
            NDArray x = random(shape, 2);
            check(
                    () -> averagePool(o, false, 0),
                    in -> pooled(o, shape, (e, _) -> Arrays.stream(e).average().orElseThrow(), in[0]),
                    x);
            check(
                    () -> averagePool(o, true, -3),
                    in -> pooled(o, shape, (e, _) -> Arrays.stream(e).sum() / -3, in[0]),
                    x);
        }
    }

    @Test
    void otherNumbersOfDimensions() {
        NDArray line = NDArray.of(Shape.of(1, 6), 1, 5, 2, 0, -1, 7);
        MaxPool pool = new MaxPool(new int[] {3}, new int[] {2}, new int[] {1}, new int[] {1}, false);
        assertThat(pool.forward(line).toArray()).containsExactly(5, 5, 7);
        assertThat(pool.indices().toArray()).containsExactly(1, 1, 5);
        assertThat(pool.outputShape(Shape.of(4, 1, 9))).isEqualTo(Shape.of(4, 1, 5));
        NDArray volume = random(Shape.of(2, 3, 4, 4, 4), 1);
        int[] twos = {2, 2, 2};
        int[] zeros = {0, 0, 0};
        NDArray means = new AveragePool(twos, twos, zeros, false, true, 0).forward(volume);
        assertThat(means.shape()).isEqualTo(Shape.of(2, 3, 2, 2, 2));
        OracleCheck.assertClose(
                "adaptive", new AdaptiveAveragePool(2, 2, 2).forward(volume), OracleCheck.doubles(means)[0]);
    }

    @Test
    void adaptive() {
        Shape shape = Shape.of(2, 3, 7);
        onEveryLayout(shape, x -> {
            check(() -> new AdaptiveAveragePool(3), in -> thirds(in[0], false), x);
            check(() -> new AdaptiveMaxPool(3), in -> thirds(in[0], true), x);
        });
        NDArray x = random(Shape.of(2, 3, 9, 33), 1);
        NDArray channels = new AdaptiveAveragePool(1, 1).forward(x);
        OracleCheck.assertClose("means", channels, OracleCheck.doubles(new Mean(new int[] {2, 3}, true).forward(x))[0]);
        assertThat(new AdaptiveAveragePool(-1, 4).forward(x).shape()).isEqualTo(Shape.of(2, 3, 9, 4));
        AdaptiveMaxPool whole = new AdaptiveMaxPool(1, 1);
        assertThat(whole.forward(x).toArray())
                .containsExactly(new Amax(new int[] {2, 3}, false).forward(x).toArray());
        assertThat(whole.indices().shape()).isEqualTo(Shape.of(2, 3, 1, 1));
    }

    /// 90,000 numbers about 1,000 each: added up in float they would be 1e-5 off.
    @Test
    void meansOfLargeWindowsAreExact() {
        NDArray x = random(Shape.of(1, 2, 300, 300), 1);
        for (int i = 0; i < x.elements(); i++) {
            x.data()[x.offset() + i] += 1_000f;
        }
        float[] means = new AdaptiveAveragePool(1, 1).forward(x).toArray();
        for (int c = 0; c < 2; c++) {
            double sum = 0;
            for (int i = 0; i < 90_000; i++) {
                sum += x.data()[x.offset() + c * 90_000 + i];
            }
            assertThat(means[c]).isCloseTo((float) (sum / 90_000), within(1e-4f)); // an ulp is 6e-5
        }
    }

    /// Windows [0, 3), [2, 5), [4, 7) of seven elements.
    private static double[] thirds(double[] x, boolean greatest) {
        double[] y = new double[18];
        for (int i = 0; i < y.length; i++) {
            int start = i / 3 * 7 + i % 3 * 2;
            var window = Arrays.stream(x, start, start + 3);
            y[i] = greatest ? window.max().orElseThrow() : window.average().orElseThrow();
        }
        return y;
    }

    @Test
    void specialValues() {
        float infinity = Float.POSITIVE_INFINITY;
        int[] kernel = {3};
        MaxPool pool = new MaxPool(kernel, kernel, new int[] {0}, new int[] {1}, false);
        float[] y = pool.forward(NDArray.of(Shape.of(1, 9), 1, Float.NaN, 2, -infinity, -infinity, -infinity, 4, 4, 4))
                .toArray();
        assertThat(y).containsExactly(Float.NaN, -infinity, 4);
        assertThat(pool.indices().toArray()).containsExactly(1, 3, 6);
    }

    @Test
    void backFromTheGreatest() {
        LongArray indices = LongArray.of(Shape.of(2, 3), 1, 0, 4, 2, 3, 0);
        onEveryLayout(
                Shape.of(2, 3),
                x -> check(
                        () -> new MaxUnpool(indices, 5),
                        in -> {
                            double[] y = new double[10];
                            for (int i = 0; i < 6; i++) {
                                y[i / 3 * 5 + (int) indices.data()[i]] = in[0][i];
                            }
                            return y;
                        },
                        x));
        NDArray x = random(Shape.of(2, 3), 1);
        assertThatThrownBy(() -> new MaxUnpool(indices, 4).forward(x))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("maxUnpool1d: index 4 lies outside of the 4 elements of a channel of the output, [4]");
        assertThatThrownBy(() -> new MaxUnpool(LongArray.zeros(Shape.of(3)), 4).forward(x))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("maxUnpool1d: indices [3] must have the shape of x [2, 3]");
    }

    @Test
    void threadsDoNotChangeTheBits() {
        int before = Threads.get();
        try {
            NDArray x = random(Shape.of(4, 8, 33, 35), 4);
            float[][] results = new float[2][];
            Window o = WINDOWS.get(2);
            for (int threads = 1; threads <= 2; threads++) {
                Threads.set(threads);
                List<NDArray> all = OracleCheck.gradients(maxPool(o), false, x);
                all.addAll(OracleCheck.gradients(averagePool(o, true, 0), false, x));
                all.add(maxPool(o).forward(x));
                all.add(averagePool(o, true, 0).forward(x));
                results[threads - 1] = OracleCheck.joined(all);
            }
            assertThat(Arrays.equals(results[0], results[1])).isTrue();
        } finally {
            Threads.set(before);
        }
    }

    @Test
    void refusals() {
        NDArray x = NDArray.zeros(Shape.of(2, 3, 4, 4));
        assertThatThrownBy(() -> maxPool(new Window(5, 1, 0, 1, false)).forward(x))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("maxPool2d: the kernel [5, 5] with dilation [1, 1] and padding [0, 0] is larger than"
                        + " dimension -2 of x [2, 3, 4, 4]");
        assertThatThrownBy(() -> maxPool(new Window(0, 1, 0, 1, false)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxPool2d: kernel [0, 0] must be at least 1");
        assertThatThrownBy(() -> averagePool(new Window(3, 1, 2, 1, false), true, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("avgPool2d: padding [2, 2] must be at most half of the kernel [3, 3]");
        assertThatThrownBy(() -> maxPool(WINDOWS.getFirst()).forward(NDArray.zeros(Shape.of(4, 4))))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("maxPool2d: x is [4, 4]; it must have 4 dimensions, [n, c, ...], or 3, [c, ...]");
        assertThatThrownBy(() -> maxPool(WINDOWS.getFirst()).forward(NDArray.zeros(Shape.of(2, 0, 4, 4))))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("maxPool2d: x is [2, 0, 4, 4]; no dimension but that of the examples may be empty");
        assertThatThrownBy(() -> new AdaptiveAveragePool(3, -2)).isInstanceOf(IllegalArgumentException.class);
        assertThat(maxPool(WINDOWS.getFirst())
                        .forward(NDArray.zeros(Shape.of(0, 3, 4, 4)))
                        .shape())
                .isEqualTo(Shape.of(0, 3, 2, 2));
    }
}

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

class BatchNormTest {
    static final double EPSILON = 1e-3;

    /// The example of PyTorch's figures, `[2, 2, 3]`, its weight, bias and the result's gradient.
    static final float[] X = {1, 2, 4, -1, 0, 3, 2, -2, 1, 5, 1, 0};

    static final float[] W = {0.5f, 2};
    static final float[] B = {0.1f, 0.2f};
    static final float[] DY = {1, 2, 3, -1, 0, 1, 0.5f, -0.5f, 1, 2, 1, -1};

    /// `x [n, c, ...]` normalised over all examples of a channel, or, with `groups` above 0, over a group of
    /// channels of an example; times a weight and plus a bias a channel where they are given.
    static double[] normalized(Shape shape, int groups, double[]... inputs) {
        double[] x = inputs[0];
        int c = shape.dim(1);
        int length = x.length / shape.dim(0) / c;
        int sets = groups == 0 ? c : shape.dim(0) * groups;
        double[] mean = new double[sets];
        double[] variance = new double[sets];
        double share = (double) sets / x.length;
        for (int i = 0; i < x.length; i++) {
            mean[set(i / length, c, groups)] += x[i] * share;
        }
        for (int i = 0; i < x.length; i++) {
            double d = x[i] - mean[set(i / length, c, groups)];
            variance[set(i / length, c, groups)] += d * d * share;
        }
        return scaled(x, length, c, groups, mean, variance, inputs);
    }

    private static double[] scaled(
            double[] x, int length, int c, int groups, double[] mean, double[] variance, double[]... inputs) {
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            int set = set(i / length, c, groups);
            int channel = i / length % c;
            double normal = (x[i] - mean[set]) / Math.sqrt(variance[set] + EPSILON);
            y[i] = normal * (inputs.length > 1 ? inputs[1][channel] : 1) + (inputs.length > 2 ? inputs[2][channel] : 0);
        }
        return y;
    }

    private static int set(int run, int c, int groups) {
        return groups == 0 ? run % c : run / c * groups + run % c / (c / groups);
    }

    private static BatchNorm training() {
        return new BatchNorm(null, true, 0.1, EPSILON);
    }

    private static RunningStatistics running(float[] mean, float[] variance) {
        return new RunningStatistics(
                NDArray.of(Shape.of(mean.length), mean), NDArray.of(Shape.of(mean.length), variance));
    }

    /// Channels whose runs are long, short, and single numbers.
    @Test
    void trainingOnEveryShape() {
        int l = Lanes.LANES;
        for (Shape shape : List.of(
                Shape.of(7, 3),
                Shape.of(2, 3, 2),
                Shape.of(1, 2, 2 * l + 5),
                Shape.of(3, 2, 2 * l + 5),
                Shape.of(2, 3, 5, 4),
                Shape.of(2, 2, 2, 3, 2))) {
            Shape c = Shape.of(shape.dim(1));
            onEveryLayout(shape, x -> {
                check(BatchNormTest::training, in -> normalized(shape, 0, in), x);
                check(BatchNormTest::training, in -> normalized(shape, 0, in), x, random(c, 2));
                check(BatchNormTest::training, in -> normalized(shape, 0, in), x, random(c, 2), random(c, 3));
            });
        }
    }

    @Test
    void evaluationTakesTheRunningStatistics() {
        for (Shape shape : List.of(Shape.of(4, 2), Shape.of(2, 2, 2 * Lanes.LANES + 5))) {
            int length = shape.elements() / shape.dim(0) / 2;
            Shape c = Shape.of(2);
            check(
                    () -> new BatchNorm(running(new float[] {1, -1}, new float[] {2, 0.5f}), false, 0.1, EPSILON),
                    in -> scaled(in[0], length, 2, 0, new double[] {1, -1}, new double[] {2, 0.5}, in),
                    random(shape, 1),
                    random(c, 2),
                    random(c, 3));
        }
    }

    /// Figures of `torch.nn.functional.batch_norm(x, mean, var, w, b, True, 0.1, 1e-5)` of PyTorch 1.13, in double,
    /// with running means of 1 and -1 and variances of 2 and 0.5, which two forward passes change.
    @Test
    void pyTorchsFiguresInTraining() {
        RunningStatistics running = running(new float[] {1, -1}, new float[] {2, 0.5f});
        compare(
                new BatchNorm(running, true, 0.1, 1e-5),
                new float[] {
                    0.007152475f,
                    0.28569505f,
                    0.8427802f,
                    -2.0710972f,
                    -1.0977698f,
                    1.8222123f,
                    0.28569505f,
                    -0.82847525f,
                    0.007152475f,
                    3.768867f,
                    -0.12444246f,
                    -1.0977698f
                },
                new float[] {
                    0.0048022992f,
                    0.12966669f,
                    0.10085289f,
                    -0.19210671f,
                    0.30736504f,
                    -0.14087446f,
                    -0.28814717f,
                    0.048022992f,
                    0.0048022992f,
                    -0.11525834f,
                    0.80683679f,
                    -0.66596233f
                },
                new float[] {5.9422416f, 6.0021855f});
        assertThat(running.mean().toArray()).containsExactly(new float[] {1.0633333f, -0.55666667f}, within(1e-6f));
        assertThat(running.variance().toArray()).containsExactly(new float[] {2.3546667f, 1.3676667f}, within(1e-6f));
    }

    /// The same in evaluation, which changes no statistics.
    @Test
    void pyTorchsFiguresInEvaluation() {
        RunningStatistics running = running(new float[] {1, -1}, new float[] {2, 0.5f});
        compare(
                new BatchNorm(running, false, 0.1, 1e-5),
                new float[] {
                    0.1f,
                    0.45355251f,
                    1.1606575f,
                    0.2f,
                    3.0283988f,
                    11.513595f,
                    0.45355251f,
                    -0.96065752f,
                    0.1f,
                    17.170393f,
                    5.8567977f,
                    3.0283988f
                },
                new float[] {
                    0.35355251f,
                    0.70710501f,
                    1.0606575f,
                    -2.8283988f,
                    0f,
                    2.8283988f,
                    0.17677625f,
                    -0.17677625f,
                    0.35355251f,
                    5.6567977f,
                    2.8283988f,
                    -2.8283988f
                },
                new float[] {9.1923652f, 24.04139f});
        assertThat(running.mean().toArray()).containsExactly(1, -1);
        assertThat(running.variance().toArray()).containsExactly(2, 0.5f);
    }

    /// On the example above.
    static void compare(Operation operation, float[] y, float[] dx, float[] dw) {
        Shape shape = Shape.of(2, 2, 3);
        NDArray x = NDArray.of(shape, X);
        NDArray w = NDArray.of(Shape.of(2), W);
        NDArray b = NDArray.of(Shape.of(2), B);
        List<NDArray> gradients = OracleCheck.gradients(operation, NDArray.of(shape, DY), x, w, b);
        assertThat(gradients.get(0).toArray()).containsExactly(dx, within(3e-6f));
        assertThat(gradients.get(1).toArray()).containsExactly(dw, within(3e-6f));
        assertThat(gradients.get(2).toArray()).containsExactly(7, 2);
        assertThat(operation.forward(x, w, b).toArray()).containsExactly(y, within(3e-6f));
    }

    @Test
    void momentumIsTheShareOfTheNew() {
        RunningStatistics running = running(new float[] {0}, new float[] {1});
        NDArray x = NDArray.of(Shape.of(4, 1), 1, 2, 3, 6);
        new BatchNorm(running, true, 0.25, 1e-5).forward(x);
        assertThat(running.mean().item()).isEqualTo(0.75f);
        assertThat((double) running.variance().item()).isCloseTo(0.75 + 0.25 * 14 / 3, within(1e-6)); // unbiased
    }

    @Test
    void threadsDoNotChangeTheBits() {
        int before = Threads.get();
        try {
            NDArray x = random(Shape.of(9, 12, 401), 4);
            Shape c = Shape.of(12);
            float[][] results = new float[2][];
            for (int threads = 1; threads <= 2; threads++) {
                Threads.set(threads);
                var all = OracleCheck.gradients(training(), false, x, random(c, 2), random(c, 3));
                all.add(training().forward(x));
                results[threads - 1] = OracleCheck.joined(all);
            }
            assertThat(Arrays.equals(results[0], results[1])).isTrue();
        } finally {
            Threads.set(before);
        }
    }

    @Test
    void anEmptyBatchLeavesTheStatistics() {
        RunningStatistics running = running(new float[] {1, -1}, new float[] {2, 0.5f});
        NDArray none = NDArray.zeros(Shape.of(0, 2, 3));
        var operation = new BatchNorm(running, true, 0.1, EPSILON);
        assertThat(operation.forward(none).shape()).isEqualTo(Shape.of(0, 2, 3));
        assertThat(running.mean().toArray()).containsExactly(1, -1);
        List<NDArray> gradients =
                OracleCheck.gradients(operation, false, none, random(Shape.of(2), 1), random(Shape.of(2), 2));
        assertThat(gradients.get(1).toArray()).containsExactly(0, 0);
        assertThat(gradients.get(2).toArray()).containsExactly(0, 0);
    }

    @Test
    void refusals() {
        assertThatThrownBy(() -> training().forward(NDArray.zeros(Shape.of(1, 3))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("batchNorm: expected more than 1 value per channel when training, got x [1, 3]");
        assertThatThrownBy(() -> training().forward(NDArray.zeros(Shape.of(3))))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("batchNorm: x is [3]; it must be [n, c, ...]");
        NDArray x = NDArray.zeros(Shape.of(2, 3));
        assertThatThrownBy(() -> training().forward(x, NDArray.zeros(Shape.of(2))))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("batchNorm: weight [2] must be [3], one number a channel of x [2, 3]");
        var two = running(new float[] {0, 0}, new float[] {1, 1});
        assertThatThrownBy(() -> new BatchNorm(two, false, 0.1, EPSILON).forward(x))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("batchNorm: running mean [2] must be [3], one number a channel of x [2, 3]");
        assertThatThrownBy(() -> new BatchNorm(null, false, 0.1, EPSILON))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("batchNorm: running mean and variance are needed where training is false");
    }
}

package lanewise.engine.op;

import static lanewise.engine.op.OracleCheck.check;
import static lanewise.engine.op.OracleCheck.onEveryLayout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.Threads;
import lanewise.engine.simd.Lanes;
import org.junit.jupiter.api.Test;

class CrossEntropyTest {
    private static final long IGNORED = -100;

    /// Labels that go through the classes, with every fifth ignored.
    private static LongArray labels(Shape shape, int classes) {
        LongArray labels = LongArray.empty(shape);
        for (int i = 0; i < labels.elements(); i++) {
            labels.data()[i] = i % 5 == 3 ? IGNORED : i * 7L % classes;
        }
        return labels;
    }

    /// The losses of `logits [b, c, ...]`, whose `inner` is the product of what follows the classes.
    private static double[] loss(
            double[] x, int classes, int inner, LongArray labels, double smoothing, Reduction reduction) {
        double[] losses = new double[labels.elements()];
        double sum = 0;
        int counted = 0;
        for (int i = 0; i < losses.length; i++) {
            long label = labels.data()[i];
            if (label == IGNORED) {
                continue;
            }
            int at = i / inner * classes * inner + i % inner;
            double exponentials = 0;
            for (int j = 0; j < classes; j++) {
                exponentials += Math.exp(x[at + j * inner]);
            }
            for (int j = 0; j < classes; j++) {
                double q = smoothing / classes + (j == label ? 1 - smoothing : 0);
                losses[i] -= q * (x[at + j * inner] - Math.log(exponentials));
            }
            sum += losses[i];
            counted++;
        }
        return reduction == Reduction.NONE ? losses : new double[] {reduction == Reduction.MEAN ? sum / counted : sum};
    }

    @Test
    void everyReductionWithAndWithoutSmoothing() {
        for (int classes : new int[] {1, 3, Lanes.LANES, 2 * Lanes.LANES + 3}) {
            Shape shape = Shape.of(7, classes);
            LongArray labels = labels(Shape.of(7), classes);
            for (Reduction reduction : Reduction.values()) {
                for (double smoothing : new double[] {0, 0.1, 1}) {
                    onEveryLayout(
                            shape,
                            x -> check(
                                    () -> new CrossEntropy(labels, reduction, smoothing, IGNORED),
                                    in -> loss(in[0], classes, 1, labels, smoothing, reduction),
                                    x));
                }
            }
        }
    }

    /// The loss of each row is that of its labels' weights, and the mean is divided by their sum.
    @Test
    void weightsOfTheClasses() {
        for (int classes : new int[] {1, 3, Lanes.LANES, 2 * Lanes.LANES + 3}) {
            LongArray labels = labels(Shape.of(7), classes);
            float[] w = new float[classes];
            for (int j = 0; j < classes; j++) {
                w[j] = 0.25f + j % 5 * 0.5f;
            }
            NDArray weight = NDArray.of(Shape.of(classes), w);
            for (Reduction reduction : Reduction.values()) {
                for (double smoothing : new double[] {0, 0.1, 1}) {
                    onEveryLayout(
                            Shape.of(7, classes),
                            x -> check(
                                    () -> new CrossEntropy(labels, weight, reduction, smoothing, IGNORED),
                                    in -> weighted(in[0], w, labels, smoothing, reduction),
                                    x));
                }
            }
        }
    }

    private static double[] weighted(double[] x, float[] w, LongArray labels, double smoothing, Reduction reduction) {
        int classes = w.length;
        double[] losses = new double[labels.elements()];
        double sum = 0;
        double weights = 0;
        for (int i = 0; i < losses.length; i++) {
            long label = labels.data()[i];
            double exponentials = 0;
            for (int j = 0; j < classes; j++) {
                exponentials += Math.exp(x[i * classes + j]);
            }
            for (int j = 0; label != IGNORED && j < classes; j++) {
                double q = w[j] * (smoothing / classes + (j == label ? 1 - smoothing : 0));
                losses[i] -= q * (x[i * classes + j] - Math.log(exponentials));
            }
            sum += losses[i];
            weights += label == IGNORED ? 0 : w[(int) label];
        }
        return reduction == Reduction.NONE ? losses : new double[] {reduction == Reduction.MEAN ? sum / weights : sum};
    }

    /// A row of many pieces, and with weights of 1 the loss without weights.
    @Test
    void weightsOfOneChangeNothing() {
        NDArray logits = OracleCheck.random(Shape.of(3, 5001), 2);
        LongArray labels = LongArray.of(Shape.of(3), 4, IGNORED, 5000);
        NDArray ones = NDArray.full(Shape.of(5001), 1f);
        for (double smoothing : new double[] {0, 0.2}) {
            float plain = new CrossEntropy(labels, Reduction.MEAN, smoothing, IGNORED)
                    .forward(logits)
                    .item();
            assertThat(new CrossEntropy(labels, ones, Reduction.MEAN, smoothing, IGNORED)
                            .forward(logits)
                            .item())
                    .isCloseTo(plain, within(1e-6f * plain));
        }
    }

    @Test
    void furtherDimensionsOrNone() {
        Shape image = Shape.of(2, 5, 3, 2);
        LongArray labels = labels(Shape.of(2, 3, 2), 5);
        for (Reduction reduction : Reduction.values()) {
            onEveryLayout(
                    image,
                    x -> check(
                            () -> new CrossEntropy(labels, reduction),
                            in -> loss(in[0], 5, 6, labels, 0, reduction),
                            x));
        }
        LongArray label = LongArray.full(Shape.SCALAR, 2);
        NDArray logits = OracleCheck.random(Shape.of(4), 1);
        check(() -> new CrossEntropy(label, Reduction.MEAN), in -> loss(in[0], 4, 1, label, 0, Reduction.MEAN), logits);
    }

    @Test
    void largeLogitsDoNotOverflow() {
        NDArray logits = NDArray.of(Shape.of(2, 2), 1000, 0, 0, 1000);
        LongArray labels = LongArray.of(Shape.of(2), 0, 0);
        assertThat(new CrossEntropy(labels, Reduction.NONE).forward(logits).toArray())
                .containsExactly(0, 1000);
    }

    @Test
    void nothingCounted() {
        NDArray logits = OracleCheck.random(Shape.of(2, 3), 1);
        LongArray ignored = LongArray.full(Shape.of(2), IGNORED);
        assertThat(new CrossEntropy(ignored, Reduction.MEAN).forward(logits).item())
                .isNaN();
        assertThat(new CrossEntropy(ignored, Reduction.SUM).forward(logits).item())
                .isZero();
        LongArray none = LongArray.zeros(Shape.of(0));
        NDArray empty = NDArray.zeros(Shape.of(0, 3));
        assertThat(new CrossEntropy(none, Reduction.SUM).forward(empty).item()).isZero();
    }

    /// A loss whose own gradient is 1 hands on the gradient that it has; another one multiplies it, and neither
    /// changes it.
    @Test
    void severalBackwardPasses() {
        Shape shape = Shape.of(5, 2 * Lanes.LANES + 3);
        NDArray logits = OracleCheck.random(shape, 1);
        var operation = new CrossEntropy(labels(Shape.of(5), shape.dim(1)), Reduction.MEAN);
        NDArray loss = operation.forward(logits);
        float[] first = gradient(operation, logits, loss, 1f);
        float[] twice = gradient(operation, logits, loss, 2f);
        for (int i = 0; i < first.length; i++) {
            assertThat(twice[i]).isEqualTo(2 * first[i]);
        }
        assertThat(gradient(operation, logits, loss, 1f)).isEqualTo(first);
    }

    private static float[] gradient(Operation operation, NDArray logits, NDArray loss, float lossGradient) {
        var sum = new GradientSum(logits.shape());
        operation.backward(new BackwardPass() {
            @Override
            public NDArray input(int i) {
                throw new AssertionError("the logits were not asked for");
            }

            @Override
            public NDArray output() {
                return loss;
            }

            @Override
            public NDArray outputGradient() {
                return NDArray.full(Shape.SCALAR, lossGradient);
            }

            @Override
            public GradientSum gradient(int i) {
                return sum;
            }
        });
        return sum.array().toArray();
    }

    @Test
    void threadsDoNotChangeTheBits() {
        int before = Threads.get();
        try {
            for (int classes : new int[] {10, 1001, 5000}) {
                NDArray logits = OracleCheck.random(Shape.of(700, classes), 5);
                LongArray labels = labels(Shape.of(700), classes);
                float[][] losses = new float[2][];
                float[][] gradients = new float[2][];
                for (int threads = 1; threads <= 2; threads++) {
                    Threads.set(threads);
                    losses[threads - 1] = new CrossEntropy(labels, Reduction.NONE, 0.1, IGNORED)
                            .forward(logits)
                            .toArray();
                    gradients[threads - 1] = OracleCheck.gradients(
                                    new CrossEntropy(labels, Reduction.MEAN), false, logits)
                            .get(0)
                            .toArray();
                }
                assertThat(Arrays.equals(losses[0], losses[1])).isTrue();
                assertThat(Arrays.equals(gradients[0], gradients[1])).isTrue();
            }
        } finally {
            Threads.set(before);
        }
    }

    @Test
    void labelsThatAreNoClassAreNamed() {
        NDArray logits = NDArray.zeros(Shape.of(4, 10));
        for (long bad : new long[] {10, -1, 1L << 40}) {
            LongArray labels = LongArray.of(Shape.of(4), 3, 4, bad, 5);
            assertThatThrownBy(() -> new CrossEntropy(labels, Reduction.MEAN).forward(logits))
                    .isInstanceOf(IndexOutOfBoundsException.class)
                    .hasMessage("crossEntropy: label " + bad + " at position 2 is not one of 10 classes, 0 to 9");
        }
        LongArray labels = LongArray.of(Shape.of(4), 3, 4, -1, 5);
        float[] losses =
                new CrossEntropy(labels, Reduction.NONE, 0, -1).forward(logits).toArray();
        float each = (float) Math.log(10);
        assertThat(Arrays.equals(losses, new float[] {each, each, 0, each})).isTrue();
    }

    @Test
    void shapesAndOptions() {
        LongArray labels = LongArray.zeros(Shape.of(3));
        assertThatThrownBy(() -> new CrossEntropy(labels, Reduction.MEAN).forward(NDArray.zeros(Shape.of(4, 10))))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("crossEntropy: logits [4, 10] need labels [4], not [3]");
        NDArray weight = NDArray.full(Shape.of(3), 1f);
        assertThatThrownBy(() -> new CrossEntropy(labels, weight, Reduction.MEAN, 0, IGNORED)
                        .forward(NDArray.zeros(Shape.of(3, 10))))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("crossEntropy: logits [3, 10] have 10 classes, weight has 3");
        assertThatThrownBy(() -> new CrossEntropy(labels, Reduction.MEAN, 1.5, -100))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("crossEntropy: labelSmoothing is 1.5; it must be from 0 to 1");
    }
}

package lanewise.engine.op;

import static lanewise.engine.op.OracleCheck.check;
import static lanewise.engine.op.OracleCheck.onEveryLayout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.Threads;
import lanewise.engine.simd.Lanes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SoftCrossEntropyTest {
    /// Of a shape `[b, c, ...]`, positive; the rows' sums need not be 1.
    private static NDArray probabilities(Shape shape) {
        NDArray t = OracleCheck.random(shape, 31);
        for (int i = 0; i < t.elements(); i++) {
            t.data()[i] = Math.abs(t.data()[i]) / shape.dim(1);
        }
        return t;
    }

    private static NDArray weight(int classes) {
        NDArray weight = NDArray.empty(Shape.of(classes));
        for (int j = 0; j < classes; j++) {
            weight.data()[j] = 0.25f + j % 5 * 0.5f;
        }
        return weight;
    }

    /// The losses of `logits [b, c, ...]`, whose `inner` is the product of what follows the classes.
    private static double[] loss(
            double[] x, int inner, NDArray t, @Nullable NDArray weight, double smoothing, Reduction reduction) {
        int classes = t.shape().dim(1);
        double[] losses = new double[x.length / classes];
        double sum = 0;
        for (int i = 0; i < losses.length; i++) {
            int at = i / inner * classes * inner + i % inner;
            double exponentials = 0;
            for (int j = 0; j < classes; j++) {
                exponentials += Math.exp(x[at + j * inner]);
            }
            for (int j = 0; j < classes; j++) {
                double q = (1 - smoothing) * t.data()[at + j * inner] + smoothing / classes;
                losses[i] -= (weight == null ? 1 : weight.data()[j]) * q * (x[at + j * inner] - Math.log(exponentials));
            }
            sum += losses[i];
        }
        return reduction == Reduction.NONE
                ? losses
                : new double[] {reduction == Reduction.MEAN ? sum / losses.length : sum};
    }

    @Test
    void everyReductionWithAndWithoutWeightsAndSmoothing() {
        for (int classes : new int[] {1, 3, Lanes.LANES, 2 * Lanes.LANES + 3}) {
            Shape shape = Shape.of(7, classes);
            NDArray t = probabilities(shape);
            for (Reduction reduction : Reduction.values()) {
                for (double smoothing : new double[] {0, 0.1, 1}) {
                    for (NDArray weight : new NDArray[] {null, weight(classes)}) {
                        onEveryLayout(
                                shape,
                                x -> check(
                                        () -> new SoftCrossEntropy(t, weight, reduction, smoothing),
                                        in -> loss(in[0], 1, t, weight, smoothing, reduction),
                                        x));
                    }
                }
            }
        }
    }

    @Test
    void furtherDimensionsOrNone() {
        Shape image = Shape.of(2, 5, 3, 2);
        NDArray t = probabilities(image);
        onEveryLayout(
                image,
                x -> check(
                        () -> new SoftCrossEntropy(t, weight(5), Reduction.MEAN, 0.1),
                        in -> loss(in[0], 6, t, weight(5), 0.1, Reduction.MEAN),
                        x));
        NDArray row = probabilities(Shape.of(1, 4));
        check(
                () -> new SoftCrossEntropy(row.view(row.layout().select(0, 0)), null, Reduction.MEAN, 0),
                in -> loss(in[0], 1, row, null, 0, Reduction.MEAN),
                OracleCheck.random(Shape.of(4), 1));
    }

    /// Probabilities that are 1 at a label give that label's loss.
    @Test
    void certaintyIsALabel() {
        NDArray logits = OracleCheck.random(Shape.of(2, 3000), 4);
        NDArray t = NDArray.zeros(Shape.of(2, 3000));
        t.data()[17] = 1;
        t.data()[3000 + 2999] = 1;
        LongArray labels = LongArray.of(Shape.of(2), 17, 2999);
        assertThat(new SoftCrossEntropy(t, null, Reduction.NONE, 0)
                        .forward(logits)
                        .toArray())
                .containsExactly(
                        new CrossEntropy(labels, Reduction.NONE).forward(logits).toArray());
    }

    @Test
    void threadsDoNotChangeTheBits() {
        int before = Threads.get();
        try {
            Shape shape = Shape.of(700, 1001);
            NDArray logits = OracleCheck.random(shape, 5);
            float[][] losses = new float[2][];
            for (int threads = 1; threads <= 2; threads++) {
                Threads.set(threads);
                losses[threads - 1] = new SoftCrossEntropy(probabilities(shape), weight(1001), Reduction.NONE, 0.1)
                        .forward(logits)
                        .toArray();
            }
            assertThat(losses[0]).isEqualTo(losses[1]);
        } finally {
            Threads.set(before);
        }
    }

    @Test
    void shapesAndOptions() {
        NDArray t = NDArray.zeros(Shape.of(3, 10));
        assertThatThrownBy(
                        () -> new SoftCrossEntropy(t, null, Reduction.MEAN, 0).forward(NDArray.zeros(Shape.of(4, 10))))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("crossEntropy: logits [4, 10] need probabilities of the same shape, not [3, 10]");
        assertThatThrownBy(() -> new SoftCrossEntropy(t, weight(3), Reduction.MEAN, 0).forward(t))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("crossEntropy: logits [3, 10] have 10 classes, weight has 3");
        assertThatThrownBy(() -> new SoftCrossEntropy(t, null, Reduction.MEAN, -0.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("crossEntropy: labelSmoothing is -0.5; it must be from 0 to 1");
        assertThat(new SoftCrossEntropy(NDArray.zeros(Shape.of(0, 3)), null, Reduction.SUM, 0)
                        .forward(NDArray.zeros(Shape.of(0, 3)))
                        .item())
                .isZero();
    }
}

package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.Generator;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.op.Reduction;
import lanewise.nn.functional.CrossEntropyOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CrossEntropyLossTest {
    private static final int ROWS = 5;
    private static final int CLASSES = 4;
    private static final long[] LABELS = {3, 0, -100, 1, 3};
    private static final List<Double> WEIGHTS = List.of(0.5, 2.0, 1.0, 0.25);
    private static final CrossEntropyOptions OPTIONS = new CrossEntropyOptions();

    private Tensor logits = Tensor.zeros();

    @BeforeEach
    void draw() {
        Generator.manualSeed(11);
        logits = Tensor.randn(ROWS, CLASSES).mul(2f).detach().requiresGrad_(true);
    }

    /// The loss as its definition has it: the target distribution against the logarithm of the softmax, in double.
    private record Oracle(List<Double> weights, double smoothing, long ignored, Reduction reduction) {
        double of(double[] x) {
            double sum = 0;
            double divisor = 0;
            for (int row = 0; row < ROWS; row++) {
                if (LABELS[row] != ignored) {
                    sum += row(x, row);
                    divisor += weights.get((int) LABELS[row]);
                }
            }
            return reduction == Reduction.MEAN ? sum / divisor : sum;
        }

        private double row(double[] x, int row) {
            double normaliser = 0;
            for (int c = 0; c < CLASSES; c++) {
                normaliser += Math.exp(x[row * CLASSES + c]);
            }
            double loss = 0;
            for (int c = 0; c < CLASSES; c++) {
                double q = (c == LABELS[row] ? 1 - smoothing : 0) + smoothing / CLASSES;
                loss -= q * weights.get(c) * (x[row * CLASSES + c] - Math.log(normaliser));
            }
            return loss;
        }
    }

    private static final List<Double> EQUAL = List.of(1.0, 1.0, 1.0, 1.0);

    @Test
    void meanOverTheLabelsThatCount() {
        check(OPTIONS, new Oracle(EQUAL, 0, -100, Reduction.MEAN)::of);
    }

    @Test
    void sum() {
        check(OPTIONS.withReduction(Reduction.SUM), new Oracle(EQUAL, 0, -100, Reduction.SUM)::of);
    }

    @Test
    void labelSmoothing() {
        check(OPTIONS.withLabelSmoothing(0.1), new Oracle(EQUAL, 0.1, -100, Reduction.MEAN)::of);
    }

    @Test
    void weights() {
        check(OPTIONS.withWeight(weightTensor()), new Oracle(WEIGHTS, 0, -100, Reduction.MEAN)::of);
        draw();
        check(
                OPTIONS.withWeight(weightTensor()).withReduction(Reduction.SUM),
                new Oracle(WEIGHTS, 0, -100, Reduction.SUM)::of);
    }

    @Test
    void weightsAndLabelSmoothing() {
        check(
                OPTIONS.withWeight(weightTensor()).withLabelSmoothing(0.3),
                new Oracle(WEIGHTS, 0.3, -100, Reduction.MEAN)::of);
    }

    @Test
    void oneLossAnExample() {
        for (CrossEntropyOptions options :
                new CrossEntropyOptions[] {OPTIONS, OPTIONS.withWeight(Tensor.ones(CLASSES))}) {
            Tensor losses = new CrossEntropyLoss(options.withReduction(Reduction.NONE)).call(logits, labels());
            assertThat(losses.shape()).isEqualTo(Shape.of(ROWS));
            assertThat(losses.toArray()[2]).isZero();
            double total = new Oracle(EQUAL, 0, -100, Reduction.SUM).of(doubles(logits));
            assertThat((double) losses.sum().item()).isCloseTo(total, within(1e-5));
        }
    }

    @Test
    void probabilitiesThatAreCertainAreLabels() {
        float[] certain = new float[ROWS * CLASSES];
        for (int row = 0; row < ROWS; row++) {
            certain[row * CLASSES + (row == 2 ? 0 : (int) LABELS[row])] = row == 2 ? 0 : 1;
        }
        Tensor loss = new CrossEntropyLoss(Reduction.SUM).call(logits, Tensor.of(Shape.of(ROWS, CLASSES), certain));
        double expected = new Oracle(EQUAL, 0, -100, Reduction.SUM).of(doubles(logits));
        assertThat((double) loss.item()).isCloseTo(expected, within(1e-5));
    }

    @Test
    void probabilitiesWithWeightsAndSmoothing() {
        Tensor halves = Tensor.full(Shape.of(ROWS, CLASSES), 0.25f);
        CrossEntropyOptions options = OPTIONS.withWeight(weightTensor()).withLabelSmoothing(0.5);
        double expected = 0;
        double[] x = doubles(logits);
        for (int i = 0; i < x.length; i++) {
            double normaliser = 0;
            for (int c = 0; c < CLASSES; c++) {
                normaliser += Math.exp(x[i / CLASSES * CLASSES + c]);
            }
            expected -= 0.25 * WEIGHTS.get(i % CLASSES) * (x[i] - Math.log(normaliser)) / ROWS;
        }
        assertThat((double) new CrossEntropyLoss(options).call(logits, halves).item())
                .isCloseTo(expected, within(1e-5));
    }

    @Test
    void furtherDimensionsAreFurtherExamples() {
        Tensor deep = Tensor.randn(2, CLASSES, 3);
        LongTensor labels = LongTensor.of(Shape.of(2, 3), 0, 1, 2, 3, -100, 1);
        Tensor rows = deep.transpose(1, 2).reshape(6, CLASSES);
        for (CrossEntropyOptions options : new CrossEntropyOptions[] {OPTIONS, OPTIONS.withWeight(weightTensor())}) {
            CrossEntropyLoss loss = new CrossEntropyLoss(options.withLabelSmoothing(0.1));
            assertThat(loss.call(deep, labels).item())
                    .isCloseTo(loss.call(rows, labels.reshape(6)).item(), within(1e-6f));
        }
    }

    @Test
    void oneExampleNeedsNoBatch() {
        CrossEntropyLoss loss = new CrossEntropyLoss(OPTIONS.withReduction(Reduction.NONE));
        Tensor one = loss.call(Tensor.of(0, 0), LongTensor.full(Shape.SCALAR, 1));
        assertThat(one.shape()).isEqualTo(Shape.SCALAR);
        assertThat((double) one.item()).isCloseTo(Math.log(2), within(1e-6));
    }

    @Test
    void refusesLabelsThatAreNoClass() {
        for (CrossEntropyOptions options : new CrossEntropyOptions[] {OPTIONS, OPTIONS.withWeight(weightTensor())}) {
            CrossEntropyLoss loss = new CrossEntropyLoss(options);
            assertThatThrownBy(() -> loss.call(logits, LongTensor.of(0, 1, 2, 4, 0)))
                    .isInstanceOf(IndexOutOfBoundsException.class)
                    .hasMessage("crossEntropy: label 4 at position 3 is not one of 4 classes, 0 to 3");
            assertThatThrownBy(() -> loss.call(logits, LongTensor.of(-1, 1, 2, 3, 0)))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void refusesShapesThatDoNotFit() {
        CrossEntropyLoss plain = new CrossEntropyLoss();
        assertThatThrownBy(() -> plain.call(logits, LongTensor.of(0, 1)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("crossEntropy: logits [5, 4] need labels [5], not [2]");
        assertThatThrownBy(() -> plain.call(logits, Tensor.ones(5)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("crossEntropy: logits [5, 4] need probabilities of the same shape, not [5]");
        assertThatThrownBy(() -> new CrossEntropyLoss(OPTIONS.withWeight(Tensor.ones(3))).call(logits, labels()))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("crossEntropy: logits [5, 4] have 4 classes, weight has 3");
    }

    @Test
    void weightsAreABuffer() {
        assertThat(new CrossEntropyLoss(OPTIONS.withWeight(weightTensor()))
                        .stateDict()
                        .keys())
                .containsExactly("weight");
        assertThat(new CrossEntropyLoss().stateDict().size()).isZero();
        assertThat(new CrossEntropyLoss()).hasToString("CrossEntropyLoss()");
    }

    private void check(CrossEntropyOptions options, ToDoubleFunction<double[]> oracle) {
        Tensor loss = new CrossEntropyLoss(options).call(logits, labels());
        double[] x = doubles(logits);
        assertThat(loss.shape()).isEqualTo(Shape.SCALAR);
        assertThat((double) loss.item()).isCloseTo(oracle.applyAsDouble(x), within(1e-5));
        loss.backward();
        float[] gradient = Objects.requireNonNull(logits.grad()).toArray();
        for (int i = 0; i < x.length; i++) {
            double[] up = x.clone();
            double[] down = x.clone();
            up[i] += 1e-5;
            down[i] -= 1e-5;
            double slope = (oracle.applyAsDouble(up) - oracle.applyAsDouble(down)) / 2e-5;
            assertThat((double) gradient[i]).isCloseTo(slope, within(2e-6));
        }
    }

    private static LongTensor labels() {
        return LongTensor.of(LABELS);
    }

    private static Tensor weightTensor() {
        return Tensor.of(0.5f, 2, 1, 0.25f);
    }

    private static double[] doubles(Tensor tensor) {
        float[] floats = tensor.toArray();
        double[] doubles = new double[floats.length];
        for (int i = 0; i < floats.length; i++) {
            doubles[i] = floats[i];
        }
        return doubles;
    }
}

package lanewise.engine.op;

import static lanewise.engine.op.OracleCheck.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddingBagTest {
    private static final long[] INDEX = {3, 0, 3, 1, 2, 2, 3};
    private static final int[] BOUNDS = {0, 3, 3, 7};
    private static final int PADDING = 1;

    @ParameterizedTest
    @CsvSource({"SUM, 1", "SUM, 19", "MEAN, 5", "MAX, 5"})
    void isWhatBecomesOfEachBag(EmbeddingBag.Mode mode, int width) {
        OracleCheck.check(
                () -> bag(mode, false), inputs -> formula(mode, width, inputs), random(Shape.of(4, width), 1));
    }

    @Test
    void aSumTakesFactors() {
        OracleCheck.check(
                () -> bag(EmbeddingBag.Mode.SUM, false),
                inputs -> formula(EmbeddingBag.Mode.SUM, 3, inputs),
                random(Shape.of(4, 3), 1),
                random(Shape.of(7), 2));
    }

    @Test
    void aFrequentRowGetsTheMeanOfItsGradients() {
        NDArray dy = NDArray.full(Shape.of(3, 2), 1f);
        NDArray gradient = OracleCheck.gradients(bag(EmbeddingBag.Mode.SUM, true), dy, random(Shape.of(4, 2), 1))
                .getFirst();
        assertThat(gradient.toArray()).containsExactly(1, 1, 0, 0, 1, 1, 1, 1);
    }

    /// As PyTorch's documentation says, and its GPU code does: divided by how often the number is there, in all
    /// bags. PyTorch's CPU code divides by the frequency of another number.
    @ParameterizedTest
    @CsvSource({"SUM, true", "SUM, false", "MEAN, false"})
    void theScaleIsTheFrequencyOfTheRowItself(EmbeddingBag.Mode mode, boolean hasFactors) {
        int width = 3;
        NDArray weight = random(Shape.of(4, width), 1);
        NDArray factors = random(Shape.of(7), 2);
        NDArray dy = random(Shape.of(3, width), 3);
        double[] expected = new double[4 * width];
        for (int b = 0; b < 3; b++) {
            double counted = (double) Arrays.stream(INDEX, BOUNDS[b], BOUNDS[b + 1])
                    .filter(number -> number != PADDING)
                    .count();
            for (int j = BOUNDS[b]; j < BOUNDS[b + 1]; j++) {
                long number = INDEX[j];
                double frequency = (double)
                        Arrays.stream(INDEX).filter(other -> other == number).count();
                double factor = (hasFactors ? factors.get(j) : 1) / frequency;
                for (int d = 0; d < width && number != PADDING; d++) {
                    double part = factor * dy.get(b, d) / (mode == EmbeddingBag.Mode.MEAN ? counted : 1);
                    expected[(int) number * width + d] += part;
                }
            }
        }
        NDArray[] inputs = hasFactors ? new NDArray[] {weight, factors} : new NDArray[] {weight};
        float[] actual =
                OracleCheck.gradients(bag(mode, true), dy, inputs).getFirst().toArray();
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) actual[i]).isCloseTo(expected[i], within(1e-6));
        }
    }

    @Test
    void aGradientCannotBeScaledAndSparse() {
        LongArray index = LongArray.of(Shape.of(2), 0, 1);
        int[] bounds = {0, 2};
        assertThatThrownBy(() -> new EmbeddingBag(index, bounds, EmbeddingBag.Mode.MAX, -1, true, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("embeddingBag: mode is MAX, scaledByFrequency true and sparse false;");
        assertThatThrownBy(() -> new EmbeddingBag(index, bounds, EmbeddingBag.Mode.MAX, -1, false, true))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new EmbeddingBag(index, bounds, EmbeddingBag.Mode.SUM, -1, true, true))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void saysWhatDoesNotFit() {
        LongArray index = LongArray.of(Shape.of(2), 0, 5);
        assertThatThrownBy(() -> new EmbeddingBag(index, new int[] {0, 3}, EmbeddingBag.Mode.SUM, -1, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bag 1 begins at 3");
        EmbeddingBag bag = new EmbeddingBag(index, new int[] {0, 2}, EmbeddingBag.Mode.MEAN, -1, false);
        assertThatThrownBy(() -> bag.forward(random(Shape.of(4, 2), 1)))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("embeddingBag: 5 is no row of the table [4, 2]");
        assertThatThrownBy(() -> bag.forward(random(Shape.of(4, 2), 1), random(Shape.of(2), 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("factors are for a sum only");
        assertThatThrownBy(() -> bag.forward(random(Shape.of(4), 1)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("must have two dimensions");
    }

    private static EmbeddingBag bag(EmbeddingBag.Mode mode, boolean scaled) {
        return new EmbeddingBag(LongArray.of(Shape.of(7), INDEX), BOUNDS, mode, PADDING, scaled);
    }

    private static double[] formula(EmbeddingBag.Mode mode, int width, double[]... inputs) {
        double[] y = new double[3 * width];
        for (int b = 0; b < 3; b++) {
            for (int d = 0; d < width; d++) {
                double sum = 0;
                double largest = Double.NEGATIVE_INFINITY;
                int count = 0;
                for (int j = BOUNDS[b]; j < BOUNDS[b + 1]; j++) {
                    if (INDEX[j] != PADDING) {
                        double element = inputs[0][(int) INDEX[j] * width + d];
                        sum += inputs.length > 1 ? inputs[1][j] * element : element;
                        largest = Math.max(largest, element);
                        count++;
                    }
                }
                y[b * width + d] = switch (mode) {
                    case SUM -> sum;
                    case MEAN -> count == 0 ? 0 : sum / count;
                    case MAX -> count == 0 ? 0 : largest;
                };
            }
        }
        return y;
    }
}

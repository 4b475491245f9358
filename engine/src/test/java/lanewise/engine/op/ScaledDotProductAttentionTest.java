package lanewise.engine.op;

import static lanewise.engine.op.OracleCheck.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScaledDotProductAttentionTest {
    @ParameterizedTest
    @CsvSource({"1, 1, 1, 1", "3, 5, 2, 4", "4, 3, 6, 6", "70, 9, 3, 2", "5, 70, 2, 3"})
    void isItsFormula(int queries, int keys, int width, int values) {
        NDArray mask = random(Shape.of(queries, keys), 4);
        for (boolean causal : new boolean[] {false, true}) {
            check(queries, keys, width, values, causal, null);
        }
        check(queries, keys, width, values, false, mask);
    }

    @Test
    void takesEveryLayout() {
        OracleCheck.onEveryLayout(
                Shape.of(2, 3, 4),
                x -> OracleCheck.check(
                        () -> new ScaledDotProductAttention(0.5, false, null),
                        inputs -> formula(inputs, 2, 3, 3, 4, 4, false, null),
                        x,
                        random(Shape.of(2, 3, 4), 2),
                        x));
    }

    @Test
    void broadcastsAMaskOfKeys() {
        NDArray one = random(Shape.of(1, 5), 4);
        NDArray all = one.view(one.layout().expand(Shape.of(3, 5))).copy();
        NDArray q = random(Shape.of(2, 3, 4), 1);
        NDArray k = random(Shape.of(2, 5, 4), 2);
        NDArray expected = new ScaledDotProductAttention(0.5, false, all).forward(q, k, k);
        assertThat(new ScaledDotProductAttention(0.5, false, one)
                        .forward(q, k, k)
                        .toArray())
                .containsExactly(expected.toArray());
    }

    @Test
    void withoutKeysTheResultIsZero() {
        NDArray none = NDArray.zeros(Shape.of(2, 0, 4));
        NDArray y = new ScaledDotProductAttention(0.5, false, null).forward(random(Shape.of(2, 3, 4), 1), none, none);
        assertThat(y.shape()).isEqualTo(Shape.of(2, 3, 4));
        assertThat(y.toArray()).containsOnly(0f);
    }

    @Test
    void saysWhichShapesDoNotFit() {
        var attention = new ScaledDotProductAttention(0.5, false, NDArray.zeros(Shape.of(7, 7)));
        NDArray q = random(Shape.of(2, 3, 4), 1);
        assertThatThrownBy(() -> attention.forward(q, random(Shape.of(2, 5, 6), 1), q))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("disagree on the width, 4 != 6");
        assertThatThrownBy(() -> attention.forward(q, random(Shape.of(2, 5, 4), 1), q))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("disagree on the number of keys, 5 != 3");
        assertThatThrownBy(() -> attention.forward(q, random(Shape.of(1, 3, 4), 1), q))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("must agree on all dimensions before the last two");
        assertThatThrownBy(() -> attention.forward(q, q, q))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("[7, 7]");
    }

    private static void check(int queries, int keys, int width, int values, boolean causal, @Nullable NDArray mask) {
        OracleCheck.check(
                () -> new ScaledDotProductAttention(0.5, causal, mask),
                inputs -> formula(inputs, 2, queries, keys, width, values, causal, mask),
                random(Shape.of(2, queries, width), 1),
                random(Shape.of(2, keys, width), 2),
                random(Shape.of(2, keys, values), 3));
    }

    private static double[] formula(
            double[][] inputs,
            int problems,
            int queries,
            int keys,
            int width,
            int values,
            boolean causal,
            @Nullable NDArray mask) {
        double[] y = new double[problems * queries * values];
        for (int row = 0; row < problems * queries; row++) {
            int problem = row / queries;
            int i = row % queries;
            double[] weights = new double[keys];
            double sum = 0;
            for (int j = 0; j < keys && (!causal || j <= i); j++) {
                double score = mask == null ? 0 : mask.get(i, j);
                for (int d = 0; d < width; d++) {
                    score += 0.5 * inputs[0][row * width + d] * inputs[1][(problem * keys + j) * width + d];
                }
                weights[j] = Math.exp(score);
                sum += weights[j];
            }
            for (int j = 0; j < keys; j++) {
                for (int d = 0; d < values; d++) {
                    y[row * values + d] += weights[j] / sum * inputs[2][(problem * keys + j) * values + d];
                }
            }
        }
        return y;
    }
}

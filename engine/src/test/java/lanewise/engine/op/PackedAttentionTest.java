package lanewise.engine.op;

import static lanewise.engine.op.OracleCheck.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackedAttentionTest {
    /// More than 64 steps are several blocks of queries, of which the last is computed first backwards.
    @ParameterizedTest
    @CsvSource({"1, 1, 1, 1", "2, 5, 2, 3", "1, 9, 3, 4", "2, 70, 1, 2", "1, 130, 2, 1"})
    void isItsFormula(int n, int steps, int heads, int each) {
        for (boolean causal : new boolean[] {false, true}) {
            OracleCheck.check(
                    () -> new PackedAttention(heads, 0.5, causal),
                    inputs -> formula(inputs[0], n, steps, heads, each, causal),
                    random(Shape.of(n, steps, 3 * heads * each), 1));
        }
    }

    @Test
    void takesEveryLayout() {
        OracleCheck.onEveryLayout(
                Shape.of(2, 3, 12),
                x -> OracleCheck.check(
                        () -> new PackedAttention(2, 0.5, true), inputs -> formula(inputs[0], 2, 3, 2, 2, true), x));
    }

    /// What it replaces: the parts and heads copied apart, and the results back together.
    @Test
    void agreesWithAttentionOfTheParts() {
        int n = 2;
        int steps = 100;
        int heads = 3;
        int each = 20;
        int width = heads * each;
        NDArray qkv = random(Shape.of(n, steps, 3 * width), 1);
        NDArray[] parts = new NDArray[3];
        for (int part = 0; part < 3; part++) {
            NDArray one = qkv.view(qkv.layout().narrow(2, part * width, width)).copy();
            NDArray split = one.view(Objects.requireNonNull(one.layout().reshape(n, steps, heads, each)));
            parts[part] = split.view(split.layout().transpose(1, 2));
        }
        NDArray y = new ScaledDotProductAttention(0.3, true, null).forward(parts);
        float[] expected = y.view(y.layout().transpose(1, 2)).toArray();
        float[] actual = new PackedAttention(heads, 0.3, true).forward(qkv).toArray();
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).isCloseTo(expected[i], Offset.offset(2e-6f));
        }
    }

    @Test
    void withoutStepsThereIsNothing() {
        NDArray y = new PackedAttention(2, 1, true).forward(NDArray.zeros(Shape.of(2, 0, 12)));
        assertThat(y.shape()).isEqualTo(Shape.of(2, 0, 4));
    }

    @Test
    void saysWhichShapesDoNotFit() {
        var attention = new PackedAttention(2, 1, false);
        assertThatThrownBy(() -> attention.forward(random(Shape.of(5, 12), 1)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("[5, 12]");
        assertThatThrownBy(() -> attention.forward(random(Shape.of(2, 5, 9), 1)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("9")
                .hasMessageContaining("2 heads");
    }

    private static double[] formula(double[] qkv, int n, int steps, int heads, int each, boolean causal) {
        int width = heads * each;
        double[] y = new double[n * steps * width];
        for (int b = 0; b < n; b++) {
            for (int head = 0; head < heads; head++) {
                for (int i = 0; i < steps; i++) {
                    int query = (b * steps + i) * 3 * width + head * each;
                    int seen = causal ? i + 1 : steps;
                    double[] weights = new double[seen];
                    double sum = 0;
                    for (int j = 0; j < seen; j++) {
                        int key = (b * steps + j) * 3 * width + width + head * each;
                        double score = 0;
                        for (int d = 0; d < each; d++) {
                            score += 0.5 * qkv[query + d] * qkv[key + d];
                        }
                        weights[j] = Math.exp(score);
                        sum += weights[j];
                    }
                    for (int j = 0; j < seen; j++) {
                        int value = (b * steps + j) * 3 * width + 2 * width + head * each;
                        for (int d = 0; d < each; d++) {
                            y[(b * steps + i) * width + head * each + d] += weights[j] / sum * qkv[value + d];
                        }
                    }
                }
            }
        }
        return y;
    }
}

package lanewise.engine.op;

import static lanewise.engine.op.MatMul.MATMUL;
import static lanewise.engine.op.OracleCheck.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.Stream;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MatMulTest {
    /// The shapes of a, b, and the result that `torch.matmul` gives.
    static Stream<Arguments> shapes() {
        return Stream.of(
                Arguments.of(Shape.of(4), Shape.of(4), Shape.SCALAR),
                Arguments.of(Shape.of(3, 4), Shape.of(4, 5), Shape.of(3, 5)),
                Arguments.of(Shape.of(3, 4), Shape.of(4), Shape.of(3)),
                Arguments.of(Shape.of(4), Shape.of(4, 5), Shape.of(5)),
                Arguments.of(Shape.of(2, 3, 4), Shape.of(4, 5), Shape.of(2, 3, 5)),
                Arguments.of(Shape.of(2, 3, 4), Shape.of(4), Shape.of(2, 3)),
                Arguments.of(Shape.of(3, 4), Shape.of(2, 4, 5), Shape.of(2, 3, 5)),
                Arguments.of(Shape.of(4), Shape.of(2, 4, 5), Shape.of(2, 5)),
                Arguments.of(Shape.of(2, 3, 4), Shape.of(2, 4, 5), Shape.of(2, 3, 5)),
                Arguments.of(Shape.of(1, 3, 4), Shape.of(2, 4, 5), Shape.of(2, 3, 5)),
                Arguments.of(Shape.of(2, 1, 3, 4), Shape.of(3, 4, 2), Shape.of(2, 3, 3, 2)),
                Arguments.of(Shape.of(2, 3, 1), Shape.of(1, 5), Shape.of(2, 3, 5)));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void isTheProductOfTheLastTwoDimensions(Shape a, Shape b, Shape expected) {
        NDArray left = random(a, 1);
        NDArray right = random(b, 2);
        assertThat(MATMUL.forward(left, right).shape()).isEqualTo(expected);
        OracleCheck.check(() -> MATMUL, inputs -> product(inputs[0], a, inputs[1], b), left, right);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void readsOperandsOfEveryLayout(Shape a, Shape b, Shape expected) {
        NDArray left = random(a, 1);
        NDArray right = random(b, 2);
        OracleCheck.onEveryLayout(
                a, x -> OracleCheck.check(() -> MATMUL, inputs -> product(inputs[0], a, inputs[1], b), x, right));
        OracleCheck.onEveryLayout(
                b, x -> OracleCheck.check(() -> MATMUL, inputs -> product(inputs[0], a, inputs[1], b), left, x));
    }

    @Test
    void emptySizesGiveEmptyResultsOrZeros() {
        assertThat(MATMUL.forward(random(Shape.of(0, 3), 1), random(Shape.of(3, 2), 1))
                        .shape())
                .isEqualTo(Shape.of(0, 2));
        assertThat(MATMUL.forward(random(Shape.of(0, 2, 3), 1), random(Shape.of(1, 3, 2), 1))
                        .shape())
                .isEqualTo(Shape.of(0, 2, 2));
        assertThat(MATMUL.forward(random(Shape.of(2, 0), 1), random(Shape.of(0, 3), 1))
                        .toArray())
                .containsOnly(0f);
    }

    @Test
    void saysWhichSizesDisagree() {
        assertThatThrownBy(() -> MATMUL.forward(random(Shape.of(32, 784), 1), random(Shape.of(512, 10), 1)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("matmul: a [32, 784] and b [512, 10] disagree on the inner dimension, 784 != 512");
        assertThatThrownBy(() -> MATMUL.forward(random(Shape.of(3, 2, 4), 1), random(Shape.of(2, 4, 5), 1)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("matmul: a [3, 2, 4] and b [2, 4, 5] disagree on the batch dimension -3, 3 != 2, and"
                        + " neither is 1");
        assertThatThrownBy(() -> MATMUL.forward(random(Shape.SCALAR, 1), random(Shape.of(2), 1)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("matmul: a [] and b [2] must both have at least 1 dimension");
    }

    private static double[] product(double[] a, Shape shapeA, double[] b, Shape shapeB) {
        int m = shapeA.rank() == 1 ? 1 : shapeA.dim(-2);
        int k = shapeA.dim(-1);
        int n = shapeB.rank() == 1 ? 1 : shapeB.dim(-1);
        int[] batchA = batch(shapeA);
        int[] batchB = batch(shapeB);
        int[] batch =
                Shape.broadcast("test", Shape.of(batchA), Shape.of(batchB)).toArray();
        int batches = Shape.of(batch).elements();
        double[] c = new double[batches * m * n];
        for (int t = 0; t < batches; t++) {
            int ta = position(t, batch, batchA) * m * k;
            int tb = position(t, batch, batchB) * k * n;
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    for (int p = 0; p < k; p++) {
                        c[(t * m + i) * n + j] += a[ta + i * k + p] * b[tb + p * n + j];
                    }
                }
            }
        }
        return c;
    }

    /// Which of an operand's matrices takes part in product `t`.
    private static int position(int t, int[] batch, int[] operand) {
        int position = 0;
        int weight = 1;
        for (int back = 1; back <= batch.length; back++) {
            int at = t % batch[batch.length - back];
            t /= batch[batch.length - back];
            if (back <= operand.length) {
                int size = operand[operand.length - back];
                position += (size == 1 ? 0 : at) * weight;
                weight *= size;
            }
        }
        return position;
    }

    private static int[] batch(Shape shape) {
        return Arrays.copyOf(shape.toArray(), Math.max(shape.rank() - 2, 0));
    }
}

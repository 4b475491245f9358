package lanewise.engine.op;

import static lanewise.engine.op.Linear.LINEAR;
import static lanewise.engine.op.OracleCheck.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinearTest {
    @ParameterizedTest
    @CsvSource({"1, 1, 1", "3, 5, 2", "7, 3, 19", "2, 17, 4", "130, 2, 3"})
    void isTheAffineMapOfEveryRow(int rows, int in, int out) {
        NDArray x = random(Shape.of(rows, in), 1);
        NDArray weight = random(Shape.of(out, in), 2);
        OracleCheck.check(() -> LINEAR, inputs -> affine(inputs, in, out), x, weight, random(Shape.of(out), 3));
        OracleCheck.check(() -> LINEAR, inputs -> affine(inputs, in, out), x, weight);
    }

    @Test
    void takesAnyNumberOfDimensionsBeforeTheFeatures() {
        NDArray weight = random(Shape.of(4, 3), 1);
        NDArray bias = random(Shape.of(4), 2);
        for (Shape shape : new Shape[] {Shape.of(3), Shape.of(2, 3), Shape.of(2, 5, 3), Shape.of(0, 3)}) {
            NDArray y = LINEAR.forward(random(shape, 3), weight, bias);
            assertThat(y.shape()).isEqualTo(shape.with(-1, 4));
        }
        OracleCheck.check(() -> LINEAR, inputs -> affine(inputs, 3, 4), random(Shape.of(3), 3), weight, bias);
        OracleCheck.check(() -> LINEAR, inputs -> affine(inputs, 3, 4), random(Shape.of(2, 5, 3), 3), weight, bias);
    }

    @Test
    void takesEveryLayout() {
        NDArray plain = random(Shape.of(5, 3), 5);
        OracleCheck.onEveryLayout(
                Shape.of(6, 3),
                x -> OracleCheck.check(() -> LINEAR, inputs -> affine(inputs, 3, 5), x, plain, random(Shape.of(5), 6)));
        OracleCheck.onEveryLayout(
                Shape.of(5, 3),
                weight -> OracleCheck.check(() -> LINEAR, inputs -> affine(inputs, 3, 5), plain, weight));
        OracleCheck.onEveryLayout(
                Shape.of(5),
                bias -> OracleCheck.check(() -> LINEAR, inputs -> affine(inputs, 3, 5), plain, plain, bias));
    }

    @Test
    void saysWhichSizesDisagree() {
        NDArray x = random(Shape.of(64, 1000), 1);
        assertThatThrownBy(() -> LINEAR.forward(x, random(Shape.of(100, 999), 2)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("linear: x [64, 1000] and weight [100, 999] disagree on the input features, 1000 != 999");
        assertThatThrownBy(() -> LINEAR.forward(x, random(Shape.of(100, 1000), 2), random(Shape.of(10), 3)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("linear: bias [10] and weight [100, 1000] disagree on the output features;"
                        + " bias must be [100]");
        assertThatThrownBy(() -> LINEAR.forward(x, random(Shape.of(1000), 2)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("weight is [1000]");
    }

    private static double[] affine(double[][] inputs, int in, int out) {
        int rows = inputs[0].length / in;
        double[] y = new double[rows * out];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < out; j++) {
                double sum = inputs.length > 2 ? inputs[2][j] : 0;
                for (int p = 0; p < in; p++) {
                    sum += inputs[0][i * in + p] * inputs[1][j * in + p];
                }
                y[i * out + j] = sum;
            }
        }
        return y;
    }
}

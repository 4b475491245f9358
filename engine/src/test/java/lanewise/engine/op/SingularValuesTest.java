package lanewise.engine.op;

import static lanewise.engine.op.OracleCheck.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.kernel.JacobiSvd;
import org.junit.jupiter.api.Test;

class SingularValuesTest {
    /// Those of `[a, b; c, d]` by the quadratic formula.
    private static double[] ofTwoByTwo(double... m) {
        double squares = Arrays.stream(m).map(x -> x * x).sum();
        double determinant = m[0] * m[3] - m[1] * m[2];
        double root = Math.sqrt(squares * squares - 4 * determinant * determinant);
        return new double[] {Math.sqrt((squares + root) / 2), Math.sqrt((squares - root) / 2)};
    }

    @Test
    void ofSmallMatricesByTheirFormula() {
        NDArray a = random(Shape.of(3, 2, 2), 1);
        OracleCheck.check(
                SingularValues::new,
                inputs -> {
                    double[] y = new double[6];
                    for (int b = 0; b < 3; b++) {
                        double[] values = ofTwoByTwo(Arrays.copyOfRange(inputs[0], 4 * b, 4 * b + 4));
                        System.arraycopy(values, 0, y, 2 * b, 2);
                    }
                    return y;
                },
                a);
    }

    /// For any vectors that belong to them the gradient is that of their sum.
    @Test
    void theGradientOfOtherShapesIsThatOfDifferences() {
        for (Shape shape : new Shape[] {Shape.of(3, 5), Shape.of(5, 3), Shape.of(1, 4), Shape.of(4, 4)}) {
            OracleCheck.onEveryLayout(
                    shape,
                    x -> OracleCheck.check(
                            SingularValues::new,
                            inputs -> {
                                int m = shape.dim(0);
                                int n = shape.dim(1);
                                double[] columns = new double[m * n];
                                for (int i = 0; i < m * n; i++) {
                                    columns[m < n ? i : i % n * m + i / n] = inputs[0][i];
                                }
                                JacobiSvd svd = new JacobiSvd(columns, Math.max(m, n), Math.min(m, n));
                                double[] y = new double[Math.min(m, n)];
                                Arrays.setAll(y, svd::value);
                                return y;
                            },
                            x));
        }
    }

    @Test
    void vectorsGiveTheMatrixBack() {
        double[] a = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}; // of rank 2: the third value is 0
        JacobiSvd svd = new JacobiSvd(a.clone(), 4, 3);
        assertThat(svd.value(2)).isLessThan(1e-13);
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 3; j++) {
                double sum = 0;
                double orthogonal = 0;
                for (int k = 0; k < 3; k++) {
                    sum += svd.left(k, i) * svd.value(k) * svd.right(k, j);
                }
                for (int r = 0; r < 4; r++) {
                    orthogonal += svd.left(i % 3, r) * svd.left(j, r);
                }
                assertThat(sum).isCloseTo(a[j * 4 + i], org.assertj.core.api.Assertions.within(1e-12));
                assertThat(orthogonal).isCloseTo(i % 3 == j ? 1 : 0, org.assertj.core.api.Assertions.within(1e-12));
            }
        }
    }

    @Test
    void emptyOnesHaveNoneAndNanSpreads() {
        assertThat(new SingularValues()
                        .forward(NDArray.zeros(Shape.of(2, 0, 3)))
                        .shape())
                .isEqualTo(Shape.of(2, 0));
        assertThat(new SingularValues()
                        .forward(NDArray.full(Shape.of(2, 2), Float.NaN))
                        .toArray())
                .containsExactly(Float.NaN, Float.NaN);
        assertThatThrownBy(() -> new SingularValues().forward(NDArray.zeros(Shape.of(2))))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("svdvals: an array [2] must have at least 2 dimensions");
    }
}

package lanewise.engine.op;

import static lanewise.engine.op.OracleCheck.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import org.junit.jupiter.api.Test;

/// Inverses, determinants and decompositions of square matrices, against elimination in double.
class LinearAlgebraTest {
    private static final Shape SHAPE = Shape.of(2, 4, 4);

    /// Random matrices, far from singular.
    private static NDArray matrices() {
        NDArray a = random(SHAPE, 3);
        for (int b = 0; b < 2; b++) {
            for (int i = 0; i < 4; i++) {
                a.set(a.get(b, i, i) + 4, b, i, i);
            }
        }
        return a;
    }

    /// Replaces `b [n, m]` by `a⁻¹·b`, and returns the determinant of `a [n, n]`.
    private static double eliminate(double[] matrix, int at, int n, double[] b, int bAt, int m) {
        double[] a = java.util.Arrays.copyOfRange(matrix, at, at + n * n);
        double determinant = 1;
        for (int k = 0; k < n; k++) {
            double pivot = a[k * n + k];
            determinant *= pivot;
            for (int i = 0; i < n; i++) {
                double factor = i == k ? 0 : a[i * n + k] / pivot;
                for (int j = 0; j < n; j++) {
                    a[i * n + j] -= factor * a[k * n + j];
                }
                for (int j = 0; j < m; j++) {
                    b[bAt + i * m + j] -= factor * b[bAt + k * m + j];
                }
            }
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < m; j++) {
                b[bAt + i * m + j] /= a[i * n + i];
            }
        }
        return determinant;
    }

    @Test
    void inverse() {
        OracleCheck.check(
                () -> Inverse.INVERSE,
                inputs -> {
                    double[] y = new double[32];
                    for (int b = 0; b < 2; b++) {
                        for (int i = 0; i < 4; i++) {
                            y[b * 16 + i * 5] = 1;
                        }
                        eliminate(inputs[0], b * 16, 4, y, b * 16, 4);
                    }
                    return y;
                },
                matrices());
    }

    @Test
    void solution() {
        OracleCheck.check(
                () -> Solve.SOLVE,
                inputs -> {
                    double[] x = inputs[1].clone();
                    for (int b = 0; b < 2; b++) {
                        eliminate(inputs[0], b * 16, 4, x, b * 12, 3);
                    }
                    return x;
                },
                matrices(),
                random(Shape.of(2, 4, 3), 5));
    }

    @Test
    void determinantAndItsLogarithm() {
        NDArray a = matrices();
        OracleCheck.Oracle determinants = inputs ->
                new double[] {eliminate(inputs[0], 0, 4, inputs[0], 0, 0), eliminate(inputs[0], 16, 4, inputs[0], 0, 0)
                };
        OracleCheck.check(() -> Det.DET, determinants, a);
        OracleCheck.check(
                LogAbsDet::new,
                inputs -> {
                    double[] y = determinants.apply(inputs);
                    return new double[] {Math.log(Math.abs(y[0])), Math.log(Math.abs(y[1]))};
                },
                a);
        NDArray swapped = NDArray.of(Shape.of(2, 2), 0, 2, 3, 0);
        LogAbsDet operation = new LogAbsDet();
        assertThat(operation.forward(swapped).item()).isEqualTo((float) Math.log(6));
        assertThat(operation.signs().item()).isEqualTo(-1);
        assertThat(Det.DET.forward(swapped).item()).isEqualTo(-6);
    }

    @Test
    void ofASingularMatrixTheCofactorsAreLeft() {
        NDArray a = NDArray.of(Shape.of(2, 2), 1, 2, 2, 4);
        NDArray dy = NDArray.full(Shape.SCALAR, 1);
        assertThat(Det.DET.forward(a).item()).isZero();
        assertThat(OracleCheck.gradients(Det.DET, dy, a).getFirst().toArray())
                .containsExactly(new float[] {4, -2, -2, 1}, org.assertj.core.data.Offset.offset(1e-6f));
        LogAbsDet logarithm = new LogAbsDet();
        assertThat(logarithm.forward(a).item()).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(logarithm.signs().item()).isZero();
    }

    @Test
    void cholesky() {
        NDArray x = matrices();
        NDArray a = MatMul.MATMUL.forward(x, x.view(x.layout().transpose(1, 2)));
        OracleCheck.check(
                () -> Cholesky.CHOLESKY,
                inputs -> {
                    double[] y = new double[32];
                    for (int b = 0; b < 32; b += 16) {
                        for (int i = 0; i < 4; i++) {
                            for (int j = 0; j <= i; j++) {
                                // as the gradient has it: both triangles count half
                                double sum = (inputs[0][b + i * 4 + j] + inputs[0][b + j * 4 + i]) / 2;
                                for (int k = 0; k < j; k++) {
                                    sum -= y[b + i * 4 + k] * y[b + j * 4 + k];
                                }
                                y[b + i * 4 + j] = i == j ? Math.sqrt(sum) : sum / y[b + j * 4 + j];
                            }
                        }
                    }
                    return y;
                },
                a);
    }

    @Test
    void emptyMatrices() {
        NDArray none = NDArray.zeros(Shape.of(2, 0, 0));
        assertThat(Inverse.INVERSE.forward(none).shape()).isEqualTo(Shape.of(2, 0, 0));
        assertThat(Det.DET.forward(none).toArray()).containsExactly(1, 1);
        assertThat(Cholesky.CHOLESKY.forward(NDArray.zeros(Shape.of(0, 3, 3))).shape())
                .isEqualTo(Shape.of(0, 3, 3));
    }

    @Test
    void refuseWhatHasNone() {
        NDArray singular = NDArray.zeros(Shape.of(2, 2));
        assertThatThrownBy(() -> Inverse.INVERSE.forward(singular))
                .isInstanceOf(ArithmeticException.class)
                .hasMessage("inv: matrix 0 of [2, 2] has no inverse: a pivot of its elimination is 0");
        assertThatThrownBy(() -> Cholesky.CHOLESKY.forward(NDArray.of(Shape.of(2, 2), 1, 0, 0, -1)))
                .isInstanceOf(ArithmeticException.class)
                .hasMessage("cholesky: matrix 0 of [2, 2] is not positive definite: its leading minor of order 2 is"
                        + " not positive");
        assertThatThrownBy(() -> Det.DET.forward(NDArray.zeros(Shape.of(2, 3))))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("det: an array [2, 3] must have square matrices in its last two dimensions");
        assertThatThrownBy(() -> Solve.SOLVE.forward(NDArray.zeros(Shape.of(2, 2)), NDArray.zeros(Shape.of(3, 1))))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("solve: a [2, 2] and b [3, 1] must be [..., n, n] and [..., n, m]");
    }

    @Test
    void scaledSumIsRoundedOnce() {
        OracleCheck.check(
                () -> new ScaledSum("addmm", 0.3, -0.7),
                inputs -> {
                    double[] y = new double[15];
                    for (int i = 0; i < 15; i++) {
                        y[i] = 0.3 * inputs[0][i % 5] - 0.7 * inputs[1][i];
                    }
                    return y;
                },
                random(Shape.of(5), 1),
                random(Shape.of(3, 5), 2));
        assertThat(new ScaledSum("addmm", 0.1, 0.2)
                        .forward(NDArray.full(Shape.SCALAR, 3), NDArray.full(Shape.SCALAR, 7))
                        .item())
                .isEqualTo((float) (0.1 * 3 + 0.2 * 7));
    }
}

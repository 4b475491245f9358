package lanewise.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import lanewise.engine.Shape;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LinalgTest {
    private static final Tensor A = Tensor.of(Shape.of(2, 2), 3, -4, 0, 5);

    @Test
    void normsOfAMatrix() {
        assertThat(Linalg.matrixNorm(A, 1, false, -2, -1).item()).isEqualTo(9);
        assertThat(Linalg.matrixNorm(A, -1, false, -2, -1).item()).isEqualTo(3);
        assertThat(Linalg.matrixNorm(A, Double.POSITIVE_INFINITY, false, -2, -1).item())
                .isEqualTo(7);
        assertThat(Linalg.matrixNorm(A, Double.NEGATIVE_INFINITY, false, -2, -1).item())
                .isEqualTo(5);
        Offset<Float> close = Offset.offset(1e-5f);
        float largest = (float) Math.sqrt(25 + Math.sqrt(625 - 225));
        float smallest = (float) Math.sqrt(25 - Math.sqrt(625 - 225));
        assertThat(Linalg.matrixNorm(A, 2, false, 0, 1).item()).isCloseTo(largest, close);
        assertThat(Linalg.matrixNorm(A, -2, false, 0, 1).item()).isCloseTo(smallest, close);
        assertThat(Linalg.matrixNorm(A, "nuc", false, 0, 1).item()).isCloseTo(largest + smallest, close);
        assertThat(Linalg.matrixNorm(A, "fro", false, 0, 1).item()).isCloseTo((float) Math.sqrt(50), close);
    }

    @Test
    void overDimensionsOfABatch() {
        Tensor batch = Tensor.randn(2, 3, 4);
        for (double order : new double[] {1, -1, 2, -2, Double.POSITIVE_INFINITY}) {
            Tensor norms = Linalg.matrixNorm(batch, order, false, 2, 0);
            assertThat(norms.shape()).isEqualTo(Shape.of(3));
            assertThat(Linalg.matrixNorm(batch, order, true, 2, 0).shape()).isEqualTo(Shape.of(1, 3, 1));
            Tensor first = batch.select(1, 0).t();
            assertThat(norms.get(0).item())
                    .isCloseTo(Linalg.norm(first, order, false).item(), Offset.offset(1e-5f));
        }
        assertThat(Linalg.norm(batch, "nuc", true, 0, 1).shape()).isEqualTo(Shape.of(1, 1, 4));
    }

    @Test
    void normsOfVectors() {
        Tensor x = Tensor.of(3, -4);
        assertThat(Linalg.norm(x, false).item()).isEqualTo(5);
        assertThat(Linalg.norm(x, 1, true).toArray()).containsExactly(7);
        assertThat(Linalg.norm(A, 1, false, 0).toArray()).containsExactly(3, 9);
        assertThat(Linalg.norm(A, true).shape()).isEqualTo(Shape.of(1, 1));
        assertThat(Linalg.vectorNorm(A, 0, false).item()).isEqualTo(3);
    }

    @Test
    void gradientsAreThoseOfDifferences() {
        GradientCheck.on(1, 2, Shape.of(2, 2)).matches(x -> Linalg.norm(x[0], "nuc", false), p -> {
            double squares = p[0][0] * p[0][0] + p[0][1] * p[0][1] + p[0][2] * p[0][2] + p[0][3] * p[0][3];
            return Math.sqrt(squares + 2 * Math.abs(p[0][0] * p[0][3] - p[0][1] * p[0][2]));
        });
        GradientCheck.on(1, 2, Shape.of(2, 2))
                .matches(x -> Linalg.norm(x[0], 1, false), p -> Math.max(p[0][0] + p[0][2], p[0][1] + p[0][3]));
    }

    @Test
    void inversesSolutionsAndPowers() {
        Tensor a = Tensor.of(Shape.of(2, 2), 2, 1, 1, 3);
        Offset<Float> close = Offset.offset(1e-5f);
        Tensor b = Tensor.of(Shape.of(2, 2), 1, 2, 3, 4);
        assertThat(a.mm(Linalg.solve(a, b)).toArray()).containsExactly(b.toArray(), close);
        assertThat(Linalg.solve(a, b, false).mm(a).toArray()).containsExactly(b.toArray(), close);
        assertThat(a.mv(Linalg.solve(a, Tensor.of(1, 2))).toArray()).containsExactly(new float[] {1, 2}, close);
        Tensor batch = Tensor.stack(List.of(a, a), 0);
        assertThat(Linalg.solve(batch, Tensor.of(Shape.of(2, 2), 1, 2, 3, 4)).shape())
                .isEqualTo(Shape.of(2, 2));
        assertThat(Linalg.solve(batch, Tensor.of(Shape.of(2, 1), 1, 2)).shape()).isEqualTo(Shape.of(2, 2, 1));
        assertThat(Linalg.inv(a).mm(a).toArray()).containsExactly(Tensor.eye(2).toArray(), close);
        assertThat(Linalg.matrixPower(a, 5).toArray())
                .containsExactly(a.mm(a).mm(a).mm(a).mm(a).toArray());
        assertThat(Linalg.matrixPower(a, 0).toArray()).containsExactly(1, 0, 0, 1);
        assertThat(Linalg.matrixPower(a, -2).mm(a).mm(a).toArray())
                .containsExactly(Tensor.eye(2).toArray(), close);
        assertThat(Linalg.det(a).item()).isEqualTo(5);
        SignAndLogarithm both = Linalg.slogdet(a.neg());
        assertThat(both.sign().item()).isEqualTo(1);
        assertThat(both.logarithm().item()).isCloseTo((float) Math.log(5), close);
        Tensor upper = Linalg.cholesky(a, true);
        assertThat(upper.t().mm(upper).toArray()).containsExactly(a.toArray(), close);
        assertThat(upper.toArray()[2]).isZero();
    }

    @Test
    void distancesOfAllPairs() {
        Tensor x = Tensor.of(Shape.of(2, 2), 0, 0, 3, 4);
        Tensor y = Tensor.of(Shape.of(3, 2), 0, 0, 3, 4, 6, 8);
        assertThat(x.cdist(y, 2).toArray()).containsExactly(0, 5, 10, 5, 0, 5);
        assertThat(x.cdist(y, 1).toArray()).containsExactly(0, 7, 14, 7, 0, 7);
        assertThat(x.cdist(y, Double.POSITIVE_INFINITY).toArray()).containsExactly(0, 4, 8, 4, 0, 4);
        assertThat(Tensor.zeros(3, 0).cdist(Tensor.zeros(2, 0), 2).toArray())
                .hasSize(6)
                .containsOnly(0f);
    }

    @Test
    void refusesOtherOrders() {
        assertThatThrownBy(() -> Linalg.matrixNorm(A, 3, false, 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("matrixNorm: the order is 3.0; it must be 1, 2, ∞, or the negative of one of these");
        assertThatThrownBy(() -> Linalg.matrixNorm(A, "other", false, 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("matrixNorm: the order is other; it must be fro or nuc");
        assertThatThrownBy(() -> Linalg.matrixNorm(A, 1, false, 0, -2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("matrixNorm: 0 and -2 are the same dimension of [2, 2]");
        assertThatThrownBy(() -> Linalg.norm(Tensor.ones(2, 2, 2), 1, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("norm: a norm of 3 dimensions of [2, 2, 2] has no order; there are those of 1 (vectors) and"
                        + " 2 (matrices)");
    }
}

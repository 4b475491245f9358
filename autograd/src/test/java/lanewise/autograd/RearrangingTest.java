package lanewise.autograd;

import static lanewise.autograd.BackwardTest.gradient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import org.junit.jupiter.api.Test;

/// Elements in another order, several times, and joined. The expected values are PyTorch's.
class RearrangingTest {
    private final Tensor x = Tensor.arange(6).reshape(2, 3);

    private static void assertIs(Tensor actual, Shape shape, float... elements) {
        assertThat(actual.shape()).isEqualTo(shape);
        assertThat(actual.toArray()).containsExactly(elements);
    }

    @Test
    void flipAndTurn() {
        assertIs(x.fliplr(), Shape.of(2, 3), 2, 1, 0, 5, 4, 3);
        assertIs(x.flipud(), Shape.of(2, 3), 3, 4, 5, 0, 1, 2);
        assertIs(x.rot90(), Shape.of(3, 2), 2, 5, 1, 4, 0, 3);
        assertIs(x.rot90(2, 0, 1), Shape.of(2, 3), 5, 4, 3, 2, 1, 0);
        assertIs(x.rot90(-1, 0, 1), Shape.of(3, 2), 3, 0, 4, 1, 5, 2);
        assertIs(x.rot90(4, 0, 1), Shape.of(2, 3), 0, 1, 2, 3, 4, 5);
        assertThatThrownBy(() -> x.rot90(1, 0, -2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rot90: dimensions 0 and -2 of [2, 3] are the same");
        assertThatThrownBy(() -> Tensor.of(1).fliplr()).isInstanceOf(ShapeMismatchException.class);
    }

    @Test
    void roll() {
        assertIs(x.roll(2), Shape.of(2, 3), 4, 5, 0, 1, 2, 3);
        assertIs(x.roll(-1, 1), Shape.of(2, 3), 1, 2, 0, 4, 5, 3);
        assertIs(x.roll(new int[] {1, 4}, new int[] {0, 1}), Shape.of(2, 3), 5, 3, 4, 2, 0, 1);
        assertThat(x.roll(0, 1).array().storage()).isNotSameAs(x.array().storage());
        assertThatThrownBy(() -> x.roll(new int[] {1, 2}, new int[] {0}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("roll: shifts [1, 2] and dimensions [0] must be as many, and at least one");
    }

    @Test
    void repeat() {
        assertIs(Tensor.of(1, 2).repeat(2, 2), Shape.of(2, 4), 1, 2, 1, 2, 1, 2, 1, 2);
        assertIs(x.tile(2), Shape.of(2, 6), 0, 1, 2, 0, 1, 2, 3, 4, 5, 3, 4, 5);
        assertThat(x.repeat(0, 1).shape()).isEqualTo(Shape.of(0, 3));
        assertIs(x.repeatInterleave(2, 0), Shape.of(4, 3), 0, 1, 2, 0, 1, 2, 3, 4, 5, 3, 4, 5);
        assertIs(Tensor.of(1, 2).repeatInterleave(2), Shape.of(4), 1, 1, 2, 2);
        assertIs(x.repeatInterleave(LongTensor.of(2, 0, 1), 1), Shape.of(2, 3), 0, 0, 2, 3, 3, 5);
        assertIs(Tensor.of(7).repeat(3).fill_(1), Shape.of(3), 1, 1, 1);
        assertThatThrownBy(() -> x.repeat(2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> x.repeatInterleave(LongTensor.of(1, 2), 1))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("must be one, or [3]");
    }

    @Test
    void gradientsOfRepeatedElementsAddUp() {
        Tensor w = Tensor.of(1, 2).requiresGrad_(true);
        w.repeat(3).mul(Tensor.arange(6)).sum().backward();
        assertThat(gradient(w)).containsExactly(6, 9);
        w.setGrad(null);
        w.repeatInterleave(3).mul(Tensor.arange(6)).sum().backward();
        assertThat(gradient(w)).containsExactly(3, 12);
        w.setGrad(null);
        w.roll(1).mul(Tensor.of(5, 7)).sum().backward();
        assertThat(gradient(w)).containsExactly(7, 5);
    }

    @Test
    void dimensionsMove() {
        Tensor y = Tensor.zeros(2, 3, 4);
        assertThat(y.movedim(0, -1).shape()).isEqualTo(Shape.of(3, 4, 2));
        assertThat(y.movedim(new int[] {2, 0}, new int[] {0, 1}).shape()).isEqualTo(Shape.of(4, 2, 3));
        assertThat(y.T().shape()).isEqualTo(Shape.of(4, 3, 2));
        assertThat(y.mT().shape()).isEqualTo(Shape.of(2, 4, 3));
        assertThat(y.unflatten(2, 2, -1).shape()).isEqualTo(Shape.of(2, 3, 2, 2));
        assertThat(y.sumToSize(3, 1).shape()).isEqualTo(Shape.of(3, 1));
        assertThat(Tensor.zeros(5).atleast3d().shape()).isEqualTo(Shape.of(1, 5, 1));
        assertThatThrownBy(() -> y.movedim(new int[] {0, 0}, new int[] {1, 2}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> y.sumToSize(2, 1)).isInstanceOf(ShapeMismatchException.class);
    }

    @Test
    void diagonalsAndTriangles() {
        assertIs(Tensor.of(1, 2).diag(), Shape.of(2, 2), 1, 0, 0, 2);
        assertIs(x.diag(1), Shape.of(2), 1, 5);
        assertIs(x.tril(), Shape.of(2, 3), 0, 0, 0, 3, 4, 0);
        assertIs(x.triu(1), Shape.of(2, 3), 0, 1, 2, 0, 0, 5);
        assertThat(x.diagflat().shape()).isEqualTo(Shape.of(6, 6));
        assertThat(x.diagonal().array().storage()).isSameAs(x.array().storage());
        assertThatThrownBy(() -> Tensor.zeros(1, 1, 1).diag()).isInstanceOf(ShapeMismatchException.class);
        assertThat(LongTensor.trilIndices(2, 3, 0).toArray()).containsExactly(0, 1, 1, 0, 0, 1);
        assertThat(LongTensor.triuIndices(2, 3, 1).toArray()).containsExactly(0, 0, 1, 1, 2, 2);
    }

    @Test
    void joined() {
        Tensor v = Tensor.of(7, 8);
        assertIs(Tensor.hstack(List.of(v, v)), Shape.of(4), 7, 8, 7, 8);
        assertIs(Tensor.vstack(List.of(v, v)), Shape.of(2, 2), 7, 8, 7, 8);
        assertIs(Tensor.dstack(List.of(v, v)), Shape.of(1, 2, 2), 7, 7, 8, 8);
        assertIs(Tensor.columnStack(List.of(v, x)), Shape.of(2, 4), 7, 0, 1, 2, 8, 3, 4, 5);
        assertIs(Tensor.blockDiag(v, Tensor.ones(2, 1)), Shape.of(3, 3), 7, 8, 0, 0, 0, 1, 0, 0, 1);
        assertIs(Tensor.meshgrid(v, Tensor.of(1)).getFirst(), Shape.of(2, 1), 7, 8);
        assertIs(Tensor.meshgridXy(v, Tensor.of(1)).getFirst(), Shape.of(1, 2), 7, 8);
        assertIs(Tensor.broadcastTensors(v, x.narrow(1, 0, 1)).getFirst(), Shape.of(2, 2), 7, 8, 7, 8);
        assertIs(Tensor.cartesianProd(v, v), Shape.of(4, 2), 7, 7, 7, 8, 8, 7, 8, 8);
        assertIs(Tensor.combinations(v, 2, true), Shape.of(3, 2), 7, 7, 7, 8, 8, 8);
        assertThatThrownBy(() -> Tensor.hstack(List.<Tensor>of())).hasMessage("hstack: at least one tensor is needed");
        assertThatThrownBy(() -> Tensor.meshgrid(x)).isInstanceOf(ShapeMismatchException.class);
    }
}

package lanewise.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import lanewise.engine.Generator;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import org.junit.jupiter.api.Test;

/// Making tensors, and the methods on them; what the operations compute is tested with them.
class TensorTest {
    private static void assertIs(Tensor actual, Shape shape, float... elements) {
        assertThat(actual.shape()).isEqualTo(shape);
        assertThat(actual.toArray()).containsExactly(elements);
    }

    @Test
    void creation() {
        assertIs(Tensor.zeros(2), Shape.of(2), 0, 0);
        assertIs(Tensor.zeros(), Shape.of(), 0);
        assertIs(Tensor.ones(1, 2), Shape.of(1, 2), 1, 1);
        assertIs(Tensor.full(Shape.of(2), 3), Shape.of(2), 3, 3);
        assertIs(Tensor.scalar(4), Shape.of(), 4);
        assertIs(Tensor.of(Shape.of(2, 1), 5, 6), Shape.of(2, 1), 5, 6);
        assertIs(Tensor.zerosLike(Tensor.of(1, 2)), Shape.of(2), 0, 0);
        assertIs(Tensor.onesLike(Tensor.of(1, 2)), Shape.of(2), 1, 1);
        assertIs(Tensor.eye(2), Shape.of(2, 2), 1, 0, 0, 1);
        assertThat(Tensor.of(NDArray.zeros(Shape.of(3))).elements()).isEqualTo(3);
        assertThatThrownBy(() -> Tensor.of(Shape.of(3), 1, 2)).isInstanceOf(ShapeMismatchException.class);
    }

    @Test
    void ranges() {
        assertIs(Tensor.arange(3), Shape.of(3), 0, 1, 2);
        assertIs(Tensor.arange(1, 3.5), Shape.of(3), 1, 2, 3);
        assertIs(Tensor.arange(1, 0, -0.25), Shape.of(4), 1, 0.75f, 0.5f, 0.25f);
        assertIs(Tensor.arange(0), Shape.of(0));
        assertIs(Tensor.linspace(-1, 1, 5), Shape.of(5), -1, -0.5f, 0, 0.5f, 1);
        assertIs(Tensor.linspace(3, 7, 1), Shape.of(1), 3);
        assertThat(Tensor.linspace(0, 1, 0).elements()).isZero();
        Tensor pi = Tensor.linspace(-Math.PI, Math.PI, 2000);
        assertThat(pi.get(0).item()).isEqualTo((float) -Math.PI);
        assertThat(pi.get(1999).item()).isEqualTo((float) Math.PI);
        assertThatThrownBy(() -> Tensor.arange(0, 1, 0)).hasMessageContaining("step is 0");
        assertThatThrownBy(() -> Tensor.arange(0, 1, -1)).hasMessageContaining("step is -1");
        assertThatThrownBy(() -> Tensor.linspace(0, 1, -1)).hasMessageContaining("count is -1");
    }

    @Test
    void theSameSeedGivesTheSameNumbers() {
        Generator.manualSeed(5);
        float[] normal = Tensor.randn(40).toArray();
        float[] uniform = Tensor.rand(40).toArray();
        Generator.manualSeed(5);
        assertThat(Tensor.randn(40).toArray()).containsExactly(normal);
        assertThat(Tensor.rand(40).toArray()).containsExactly(uniform);
        assertThat(Tensor.rand(40).toArray()).isNotEqualTo(uniform);
    }

    @Test
    void sizes() {
        Tensor x = Tensor.zeros(2, 3);
        assertThat(x.rank()).isEqualTo(2);
        assertThat(x.dim(-1)).isEqualTo(3);
        assertThat(x.elements()).isEqualTo(6);
        assertThatThrownBy(x::item).isInstanceOf(ShapeMismatchException.class).hasMessageContaining("[2, 3]");
    }

    @Test
    void arithmetic() {
        Tensor x = Tensor.of(1, -2);
        Tensor y = Tensor.of(4, 8);
        assertIs(x.add(y), Shape.of(2), 5, 6);
        assertIs(x.add(1), Shape.of(2), 2, -1);
        assertIs(x.sub(y), Shape.of(2), -3, -10);
        assertIs(x.sub(1), Shape.of(2), 0, -3);
        assertIs(x.mul(y), Shape.of(2), 4, -16);
        assertIs(x.mul(3), Shape.of(2), 3, -6);
        assertIs(x.div(y), Shape.of(2), 0.25f, -0.25f);
        assertIs(x.div(3), Shape.of(2), 1f / 3, -2f / 3);
        assertIs(x.neg(), Shape.of(2), -1, 2);
        assertIs(x.abs(), Shape.of(2), 1, 2);
        assertIs(x.sign(), Shape.of(2), 1, -1);
        assertIs(x.square(), Shape.of(2), 1, 4);
        assertIs(y.pow(2), Shape.of(2), 16, 64);
        assertIs(Tensor.of(3).pow(Tensor.of(1, 2, 3)), Shape.of(3), 3, 9, 27);
        assertIs(Tensor.of(4, 9).sqrt(), Shape.of(2), 2, 3);
        assertIs(Tensor.of(4, 16).rsqrt(), Shape.of(2), 0.5f, 0.25f);
        assertIs(y.reciprocal(), Shape.of(2), 0.25f, 0.125f);
        assertIs(x.maximum(y), Shape.of(2), 4, 8);
        assertIs(x.minimum(y), Shape.of(2), 1, -2);
        assertIs(x.clamp(-1, 0.5f), Shape.of(2), 0.5f, -1);
        assertIs(x.clampMin(0), Shape.of(2), 1, 0);
        assertIs(x.clampMax(0), Shape.of(2), 0, -2);
        assertIs(x.relu(), Shape.of(2), 1, 0);
        assertIs(Tensor.of(0).exp(), Shape.of(1), 1);
        assertIs(Tensor.of(0).expm1().add(Tensor.of(0).log1p()), Shape.of(1), 0);
        assertIs(Tensor.of(1).log(), Shape.of(1), 0);
        assertIs(Tensor.of(0).sin().add(Tensor.of(0).tanh()).add(Tensor.of(0).erf()), Shape.of(1), 0);
        assertIs(Tensor.of(0).cos().add(Tensor.of(0).sigmoid()), Shape.of(1), 1.5f);
    }

    @Test
    void productsOfMatrices() {
        Tensor a = Tensor.arange(6).reshape(2, 3);
        Tensor b = Tensor.arange(6).reshape(3, 2);
        assertIs(a.mm(b), Shape.of(2, 2), 10, 13, 28, 40);
        assertIs(a.matmul(Tensor.of(1, 2, 3)), Shape.of(2), 8, 26);
        assertIs(Tensor.of(1, 2).dot(Tensor.of(3, 4)), Shape.of(), 11);
        assertThatThrownBy(() -> a.mm(a))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("[2, 3]")
                .hasMessageContaining("3 != 2");
        assertThatThrownBy(() -> a.mm(Tensor.of(1, 2, 3))).hasMessageContaining("mm: [2, 3] and [3]");
        assertThatThrownBy(() -> a.dot(a)).hasMessageContaining("dot: [2, 3] and [2, 3]");
        assertThatThrownBy(() -> a.add(Tensor.of(1, 2)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("add: [2, 3] and [2]");
    }

    @Test
    void reductions() {
        Tensor x = Tensor.arange(6).reshape(2, 3);
        assertIs(x.sum(), Shape.of(), 15);
        assertIs(x.sum(0), Shape.of(3), 3, 5, 7);
        assertIs(x.sum(true, -1), Shape.of(2, 1), 3, 12);
        assertIs(x.mean(), Shape.of(), 2.5f);
        assertIs(x.mean(1), Shape.of(2), 1, 4);
        assertIs(x.mean(true, 0, 1), Shape.of(1, 1), 2.5f);
        assertIs(x.max(), Shape.of(), 5);
        assertIs(x.min(), Shape.of(), 0);
        assertIs(x.amax(0), Shape.of(3), 3, 4, 5);
        assertIs(x.amax(true, 1), Shape.of(2, 1), 2, 5);
        assertIs(x.amin(1), Shape.of(2), 0, 3);
        assertIs(x.amin(true, 0), Shape.of(1, 3), 0, 1, 2);
        assertThat(x.argmax(1).toArray()).containsExactly(2, 2);
        assertThat(x.argmax(0, true).shape()).isEqualTo(Shape.of(1, 3));
        assertThat(x.neg().argmin(1).toArray()).containsExactly(2, 2);
        assertThat(x.argmin(0, true).toArray()).containsExactly(0, 0, 0);
        assertIs(Tensor.zeros(2, 2).softmax(1), Shape.of(2, 2), 0.5f, 0.5f, 0.5f, 0.5f);
        assertThat(Tensor.zeros(2).logSoftmax(0).get(0).item()).isEqualTo((float) Math.log(0.5));
    }

    @Test
    void shapes() {
        Tensor x = Tensor.arange(24).reshape(2, 3, 4);
        assertThat(x.permute(2, 0, 1).shape()).isEqualTo(Shape.of(4, 2, 3));
        assertThat(x.transpose(0, -1).shape()).isEqualTo(Shape.of(4, 3, 2));
        assertThat(x.view(6, -1).shape()).isEqualTo(Shape.of(6, 4));
        assertThat(x.flatten().shape()).isEqualTo(Shape.of(24));
        assertThat(x.flatten(1, -1).shape()).isEqualTo(Shape.of(2, 12));
        assertThat(x.flatten(0, 1).shape()).isEqualTo(Shape.of(6, 4));
        assertThat(Tensor.scalar(1).flatten().shape()).isEqualTo(Shape.of(1));
        assertThat(x.unsqueeze(-1).shape()).isEqualTo(Shape.of(2, 3, 4, 1));
        assertThat(x.unsqueeze(0).squeeze(0).shape()).isEqualTo(x.shape());
        assertThat(x.unsqueeze(0).unsqueeze(2).squeeze().shape()).isEqualTo(x.shape());
        assertThat(Tensor.of(1, 2).expand(3, -1).shape()).isEqualTo(Shape.of(3, 2));
        assertThat(Tensor.of(1, 2).expandAs(Tensor.zeros(3, 2)).shape()).isEqualTo(Shape.of(3, 2));
        assertIs(x.select(2, 3).narrow(0, 1, 1), Shape.of(1, 3), 15, 19, 23);
        assertIs(x.slice(2, 0, 4, 3).slice(1, 2, 9).slice(0, 0, 1), Shape.of(1, 1, 2), 8, 11);
        assertIs(Tensor.of(1, 2).t(), Shape.of(2), 1, 2);
        Tensor transposed = x.select(0, 0).t();
        assertThat(transposed.array().isContiguous()).isFalse();
        assertThat(transposed.contiguous().array().isContiguous()).isTrue();
        assertThat(transposed.contiguous().toArray()).containsExactly(transposed.toArray());
        assertThat(x.contiguous()).isSameAs(x);
        assertThatThrownBy(() -> transposed.view(12))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("reshape");
        assertThatThrownBy(() -> x.t()).hasMessageContaining("t: [2, 3, 4] has 3 dimensions");
        assertThatThrownBy(() -> x.flatten(2, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> x.expand(2, 3, 5)).isInstanceOf(ShapeMismatchException.class);
    }

    @Test
    void joiningAndChoosing() {
        Tensor x = Tensor.of(1, 2);
        Tensor y = Tensor.of(3, 4);
        assertIs(Tensor.cat(List.of(x, y), 0), Shape.of(4), 1, 2, 3, 4);
        assertIs(Tensor.stack(List.of(x, y), 1), Shape.of(2, 2), 1, 3, 2, 4);
        assertIs(x.where(BoolTensor.of(true, false), y), Shape.of(2), 1, 4);
        assertIs(x.maskedFill(BoolTensor.of(true, false), 9), Shape.of(2), 9, 2);
        assertIs(x.indexSelect(0, LongTensor.of(1, 1)), Shape.of(2), 2, 2);
        assertIs(
                Tensor.of(Shape.of(2, 2), 1, 2, 3, 4).gather(1, LongTensor.of(Shape.of(2, 1), 1, 0)),
                Shape.of(2, 1),
                2,
                3);
    }
}

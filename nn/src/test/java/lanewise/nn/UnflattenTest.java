package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import org.junit.jupiter.api.Test;

class UnflattenTest {
    private final Tensor x = Tensor.arange(60).reshape(3, 10, 2);

    @Test
    void splitsADimension() {
        assertThat(new Unflatten(1, 2, 5).call(x).shape()).isEqualTo(Shape.of(3, 2, 5, 2));
        assertThat(new Unflatten(-1, 2, 1).call(x).shape()).isEqualTo(Shape.of(3, 10, 2, 1));
        assertThat(new Unflatten(0, 3).call(x).toArray()).containsExactly(x.toArray());
    }

    @Test
    void refusesSizesThatDoNotMultiplyToTheDimension() {
        assertThatThrownBy(() -> new Unflatten(1, 3, 3).call(x))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("Unflatten: dimension 1 of [3, 10, 2] has size 10, which is not the product of [3, 3], 9");
        assertThatThrownBy(() -> new Unflatten(1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void printsAsInPyTorch() {
        assertThat(new Unflatten(1, 2, 5)).hasToString("Unflatten(dim=1, unflattened_size=(2, 5))");
        assertThat(new Unflatten(0, 3)).hasToString("Unflatten(dim=0, unflattened_size=(3,))");
    }
}

package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import org.junit.jupiter.api.Test;

class PReLUTest {
    @Test
    void computesItsFormulaAndGradient() {
        Elementwise.check(new PReLU(), x -> x > 0 ? x : 0.25 * x);
    }

    @Test
    void learnsASlopeAChannel() {
        PReLU layer = new PReLU(2, 0.5);
        layer.weight().array().set(0.25f, 1);
        Tensor x = Tensor.of(Shape.of(1, 2, 2), -2, 4, -8, -4);
        Tensor y = layer.call(x);
        assertThat(y.toArray()).containsExactly(-1, 4, -2, -1);
        y.sum().backward();
        assertThat(Objects.requireNonNull(layer.weight().grad()).toArray()).containsExactly(-2, -12);
        assertThat(layer.stateDict().keys()).containsExactly("weight");
    }

    @Test
    void refusesAnotherNumberOfChannels() {
        assertThatThrownBy(() -> new PReLU(2, 0.5).call(Tensor.ones(1, 3)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("prelu: an input [1, 3] has 3 channels; weight must be one number or [3], not [2]");
        assertThatThrownBy(() -> new PReLU(0, 0.5)).hasMessageContaining("numParameters must be at least 1");
    }

    @Test
    void printsAsInPyTorch() {
        assertThat(new PReLU()).hasToString("PReLU(num_parameters=1)");
    }
}

package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import org.junit.jupiter.api.Test;

class GLUTest {
    @Test
    void gatesTheFirstHalfWithTheSecond() {
        Tensor x = Tensor.of(Shape.of(2, 2), 1, 2, 3, 4).requiresGrad_(true);
        Tensor y = new GLU().call(x);
        assertThat(y.shape()).isEqualTo(Shape.of(2, 1));
        double gate = 1 / (1 + Math.exp(-4));
        assertThat((double) y.toArray()[1]).isCloseTo(3 * gate, within(1e-6));
        y.sum().backward();
        float[] gradient = java.util.Objects.requireNonNull(x.grad()).toArray();
        assertThat((double) gradient[2]).isCloseTo(gate, within(1e-6));
        assertThat((double) gradient[3]).isCloseTo(3 * gate * (1 - gate), within(1e-6));
        assertThat(new GLU(0).call(x).shape()).isEqualTo(Shape.of(1, 2));
    }

    @Test
    void refusesAnOddSize() {
        assertThatThrownBy(() -> new GLU().call(Tensor.ones(2, 3)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("glu: dimension -1 of [2, 3] must have an even size to be halved, not 3");
        assertThatThrownBy(() -> new GLU().call(Tensor.scalar(1))).isInstanceOf(ShapeMismatchException.class);
    }

    @Test
    void printsAsInPyTorch() {
        assertThat(new GLU()).hasToString("GLU(dim=-1)");
    }
}

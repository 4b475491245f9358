package lanewise.optim;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import org.junit.jupiter.api.Test;

class ParameterVectorTest {
    private final Tensor weight = Rules.parameter(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
    private final Tensor bias = Rules.parameter(7, 8);

    @Test
    void aVectorHasTheParametersOneAfterAnother() {
        Tensor vector = ParameterVector.parametersToVector(List.of(weight, bias));
        assertThat(vector.shape()).isEqualTo(Shape.of(8));
        assertThat(vector.toArray()).containsExactly(1f, 2f, 3f, 4f, 5f, 6f, 7f, 8f);
    }

    @Test
    void gradientsFlowThroughTheVector() {
        ParameterVector.parametersToVector(List.of(weight, bias)).square().sum().backward();
        assertThat(requireNonNull(weight.grad()).toArray()).containsExactly(2f, 4f, 6f, 8f, 10f, 12f);
        assertThat(requireNonNull(bias.grad()).toArray()).containsExactly(14f, 16f);
    }

    @Test
    void parametersTakeAVectorOver() {
        Tensor loss = weight.square().sum();
        Tensor vector = Tensor.arange(16).reshape(8, 2).select(1, 0); // 0, 2, 4, ...
        ParameterVector.vectorToParameters(vector, List.of(weight, bias));
        assertThat(weight.toArray()).containsExactly(0f, 2f, 4f, 6f, 8f, 10f);
        assertThat(bias.toArray()).containsExactly(12f, 14f);
        assertThat(weight.isLeaf()).isTrue();
        assertThatThrownBy(loss::backward).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatThrownBy(() -> ParameterVector.parametersToVector(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the list of parameters is empty");
        for (Tensor vector : List.of(Tensor.zeros(9), Tensor.zeros(7), Tensor.zeros(8, 1))) {
            assertThatThrownBy(() -> ParameterVector.vectorToParameters(vector, List.of(weight, bias)))
                    .isInstanceOf(ShapeMismatchException.class)
                    .hasMessageContainingAll("" + vector.shape(), "it must be [8]");
        }
        assertThatThrownBy(() -> ParameterVector.vectorToParameters(Tensor.zeros(8), List.of(bias, weight.t())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("parameter 1, [3, 2], is not contiguous");
        assertThat(bias.toArray()).containsExactly(7f, 8f);
    }
}

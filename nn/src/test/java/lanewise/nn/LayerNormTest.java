package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.nn.functional.Functional;
import org.junit.jupiter.api.Test;

class LayerNormTest {
    @Test
    void meanZeroAndVarianceOne() {
        Tensor y = new LayerNorm(3, 7).call(Tensor.randn(2, 3, 7).mul(5).add(2));
        assertThat(y.mean(1, 2).toArray()).containsExactly(new float[] {0, 0}, within(1e-6f));
        assertThat(y.mul(y).mean(1, 2).toArray()).containsExactly(new float[] {1, 1}, within(1e-5f));
    }

    @Test
    void weightAndBias() {
        var layer = new LayerNorm(4);
        assertThat(layer.stateDict().keys()).containsExactly("weight", "bias");
        assertThat(Objects.requireNonNull(layer.weight()).toArray()).containsExactly(1, 1, 1, 1);
        assertThat(Objects.requireNonNull(layer.bias()).toArray()).containsExactly(0, 0, 0, 0);
        Tensor x = Tensor.randn(3, 4);
        float[] plain = layer.call(x).toArray();
        layer.stateDict().array("weight").fill(2);
        layer.stateDict().array("bias").fill(1);
        float[] scaled = layer.call(x).toArray();
        for (int i = 0; i < plain.length; i++) {
            assertThat(scaled[i]).isCloseTo(2 * plain[i] + 1, within(1e-6f));
        }
        layer.call(x).sum().backward();
        assertThat(Objects.requireNonNull(layer.bias().grad()).toArray()).containsExactly(3, 3, 3, 3);
    }

    @Test
    void options() {
        var options = new LayerNormOptions().withEps(1e-3);
        assertThat(new LayerNorm(Shape.of(4), options.withBias(false))
                        .stateDict()
                        .keys())
                .containsExactly("weight");
        var plain = new LayerNorm(Shape.of(2, 3), options.withElementwiseAffine(false));
        assertThat(plain.stateDict().keys()).isEmpty();
        assertThat(plain).hasToString("LayerNorm((2, 3), eps=0.001, elementwise_affine=False)");
        assertThat(new LayerNorm(384)).hasToString("LayerNorm((384,), eps=1e-05, elementwise_affine=True)");
    }

    /// A bias alone is possible as a function.
    @Test
    void function() {
        Tensor x = Tensor.randn(3, 4);
        Shape row = Shape.of(4);
        float[] plain = Functional.layerNorm(x, row, null, null, 1e-5).toArray();
        float[] shifted =
                Functional.layerNorm(x, row, null, Tensor.ones(4), 1e-5).toArray();
        for (int i = 0; i < plain.length; i++) {
            assertThat(shifted[i]).isCloseTo(plain[i] + 1, within(1e-6f));
        }
    }

    @Test
    void refusals() {
        assertThatThrownBy(() -> new LayerNorm(4).call(Tensor.zeros(2, 3)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("layerNorm: x [2, 3] does not end with the normalized shape [4]");
        assertThatThrownBy(() -> new LayerNorm())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("LayerNorm: the normalized shape must have at least one dimension");
    }
}

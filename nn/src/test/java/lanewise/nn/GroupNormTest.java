package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import lanewise.autograd.Tensor;
import lanewise.engine.ShapeMismatchException;
import org.junit.jupiter.api.Test;

class GroupNormTest {
    /// One group is the layer normalisation of everything, a group a channel the instance normalisation.
    @Test
    void theTwoExtremes() {
        Tensor x = Tensor.randn(2, 6, 4, 5);
        assertThat(new GroupNorm(1, 6).call(x).toArray())
                .containsExactly(new LayerNorm(6, 4, 5).call(x).toArray(), within(1e-5f));
        assertThat(new GroupNorm(6, 6).call(x).toArray())
                .containsExactly(new InstanceNorm2d(6).call(x).toArray());
    }

    @Test
    void keysAndText() {
        var layer = new GroupNorm(3, 6);
        assertThat(layer.stateDict().keys()).containsExactly("weight", "bias");
        assertThat(layer.stateDict().array("weight").toArray()).containsExactly(1, 1, 1, 1, 1, 1);
        assertThat(layer).hasToString("GroupNorm(3, 6, eps=1e-05, affine=True)");
        assertThat(new GroupNorm(3, 6, 1e-3, false).stateDict().keys()).isEmpty();
    }

    @Test
    void refusals() {
        assertThatThrownBy(() -> new GroupNorm(4, 6))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("GroupNorm: 6 channels cannot be divided into 4 groups");
        assertThatThrownBy(() -> new GroupNorm(3, 6).call(Tensor.zeros(2, 4, 5)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("GroupNorm: input [2, 4, 5] is not [n, 6, ...]");
    }
}

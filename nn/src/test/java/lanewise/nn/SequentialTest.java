package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lanewise.autograd.Tensor;
import org.junit.jupiter.api.Test;

class SequentialTest {
    private final Linear first = new Linear(3, 4);
    private final ReLU second = new ReLU();
    private final Linear third = new Linear(4, 2);
    private final Sequential model = new Sequential(first, second).add(third);

    @Test
    void chainsItsLayers() {
        Tensor x = Tensor.of(1, -2, 3).unsqueeze(0);
        assertThat(model.call(x).toArray())
                .containsExactly(third.call(second.call(first.call(x))).toArray());
    }

    @Test
    void givesItsLayersByPlace() {
        assertThat(model.get(0)).isSameAs(first);
        assertThat(model.get(-1)).isSameAs(third);
        assertThat(model.size()).isEqualTo(3);
        assertThat(model).containsExactly(first, second, third);
        assertThatThrownBy(() -> model.get(3))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("a Sequential of 3 layers has no layer 3");
        assertThatThrownBy(() -> model.get(-4)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void namesItsLayersByPlace() {
        assertThat(model.stateDict().keys()).containsExactly("0.weight", "0.bias", "2.weight", "2.bias");
    }

    @Test
    void withoutLayersPassesItsInputOn() {
        Tensor x = Tensor.ones(2);
        assertThat(new Sequential().call(x)).isSameAs(x);
        assertThat(new Sequential()).hasToString("Sequential()");
    }

    @Test
    void runsTheHooksOfItsLayers() {
        model.get(1).registerForwardHook((layer, input, output) -> Tensor.zerosLike(output));
        assertThat(model.call(Tensor.ones(1, 3)).toArray()).containsExactly(biasOf(third));
    }

    private static float[] biasOf(Linear linear) {
        return linear.stateDict().array("bias").toArray();
    }
}

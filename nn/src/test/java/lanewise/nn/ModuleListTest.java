package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import lanewise.autograd.Parameter;
import lanewise.autograd.Tensor;
import org.junit.jupiter.api.Test;

/// [ModuleList], [ModuleDict], [ParameterList] and [Bilinear].
class ModuleListTest {
    @Test
    void aListNamesItsModulesByTheirPlaces() {
        ModuleList<Layer> list = new ModuleList<Layer>(new Linear(2, 3), new ReLU()).add(new Linear(3, 2, false));
        assertThat(list.stateDict().keys()).containsExactly("0.weight", "0.bias", "2.weight");
        assertThat(list).hasSize(3);
        assertThat(list.size()).isEqualTo(3);
        assertThat(list.get(-2)).isInstanceOf(ReLU.class);
        assertThatThrownBy(() -> list.get(3))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("a ModuleList of 3 modules has no module 3");
    }

    @Test
    void aModuleInTwoPlacesIsTrainedOnceAndSavedTwice() {
        Linear shared = new Linear(2, 2, false);
        ModuleList<?> list = new ModuleList<>(shared, shared);
        assertThat(list.parameters()).hasSize(1);
        assertThat(list.stateDict().keys()).containsExactly("0.weight", "1.weight");
    }

    @Test
    void aDictionaryNamesThemAsItIsTold() {
        ModuleDict dict = new ModuleDict(Map.of("a", new Linear(2, 3))).put("b", new ReLU());
        assertThat(dict.stateDict().keys()).containsExactly("a.weight", "a.bias");
        assertThat(dict.names()).containsExactly("a", "b");
        assertThat(dict.size()).isEqualTo(2);
        assertThat(dict.get("b")).isInstanceOf(ReLU.class);
        assertThat(new ModuleDict().names()).isEmpty();
        assertThatThrownBy(() -> dict.get("c"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a ModuleDict of [a, b] has no module \"c\"");
        assertThatThrownBy(() -> dict.put("a", new ReLU())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aListOfParametersIsTrained() {
        ParameterList list = new ParameterList(new Parameter(Tensor.zeros(2))).add(new Parameter(Tensor.ones(3)));
        assertThat(list.stateDict().keys()).containsExactly("0", "1");
        assertThat(list).hasSize(2);
        assertThat(list.size()).isEqualTo(2);
        assertThat(list.get(-1).elements()).isEqualTo(3);
        assertThatThrownBy(() -> list.get(2))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("a ParameterList of 2 parameters has no parameter 2");
    }

    @Test
    void bilinearIsOneMatrixForEveryNumber() {
        Bilinear bilinear = new Bilinear(2, 3, 4);
        assertThat(bilinear.stateDict().keys()).containsExactly("weight", "bias");
        assertThat(bilinear).hasToString("Bilinear(in1_features=2, in2_features=3, out_features=4, bias=True)");
        assertThat(new Bilinear(2, 3, 4, false).bias()).isNull();
        Tensor x = Tensor.randn(2);
        Tensor z = Tensor.randn(3);
        float[] y = bilinear.call(x, z).toArray();
        for (int o = 0; o < 4; o++) {
            double sum =
                    java.util.Objects.requireNonNull(bilinear.bias()).array().get(o);
            for (int i = 0; i < 2; i++) {
                for (int j = 0; j < 3; j++) {
                    sum += (double) x.array().get(i)
                            * bilinear.weight().array().get(o, i, j)
                            * z.array().get(j);
                }
            }
            assertThat((double) y[o]).isCloseTo(sum, org.assertj.core.api.Assertions.within(1e-6));
        }
        assertThatThrownBy(() -> new Bilinear(0, 3, 4)).isInstanceOf(IllegalArgumentException.class);
    }
}

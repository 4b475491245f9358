package lanewise.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lanewise.autograd.Tensor;
import lanewise.engine.io.StateDict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NamedParametersTest {
    private final Tensor weight = Rules.parameter(1, 2);
    private final Tensor bias = Rules.parameter(3);
    private final Adam adam = new Adam(named("fc.weight", weight, "fc.bias", bias), 1e-3);

    @Test
    void isTheListOfParametersInTheOrderOfTheMap() {
        NamedParameters parameters = named("b", bias, "a", weight);
        assertThat(parameters).containsExactly(bias, weight);
        assertThat(parameters.names()).containsExactly("b", "a");
        assertThatThrownBy(() -> parameters.names().add("c")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void groupsHaveTheNames() {
        ParamGroup<Adam.Options> group = adam.addParamGroup(named("out", Rules.parameter(4)), new Adam.Options(0.5));
        assertThat(adam.paramGroups().getFirst().paramNames()).containsExactly("fc.weight", "fc.bias");
        assertThat(group.paramNames()).containsExactly("out");
        assertThat(new SGD(List.of(bias)).paramGroups().getFirst().paramNames()).isEmpty();
    }

    @Test
    void theStateDictHasTheNames(@TempDir Path folder) throws IOException {
        StateDict group = adam.stateDict().dicts("param_groups").getFirst();
        assertThat(group.list("param_names")).containsExactly("fc.weight", "fc.bias");
        assertThat(group.integers("params")).containsExactly(0, 1);

        Path file = folder.resolve("adam.safetensors");
        adam.stateDict().save(file);
        var other = new Adam(List.of(weight, bias));
        other.loadStateDict(StateDict.load(file));
        assertThat(other.paramGroups().getFirst().paramNames()).containsExactly("fc.weight", "fc.bias");
    }

    /// As in PyTorch: parameters are matched by their places, and the state's names count from then on.
    @Test
    void namesOfAStateReplaceThePresentOnes() {
        StateDict state = adam.stateDict().copy();
        state.dicts("param_groups").getFirst().put("param_names", List.of("x", "y"));
        adam.loadStateDict(state);
        assertThat(adam.paramGroups().getFirst().paramNames()).containsExactly("x", "y");

        state.dicts("param_groups").getFirst().remove("param_names");
        adam.loadStateDict(state);
        assertThat(adam.paramGroups().getFirst().paramNames()).containsExactly("x", "y");
    }

    @Test
    void messagesNameTheParameter() {
        Tensor result = weight.mul(2f);
        assertThatThrownBy(() -> new SGD(named("a", bias, "b", result)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("SGD: parameter 1 (b), [2], is the result of an operation");

        weight.setGrad(Tensor.of(1, 1));
        adam.step();
        StateDict state = adam.stateDict().copy();
        state.dict("state").dict("0").remove("exp_avg");
        assertThatThrownBy(() -> adam.loadStateDict(state)).hasMessageContaining("state 0 (fc.weight): exp_avg is");
    }

    @Test
    void groupsWithAndWithoutNamesDoNotMix() {
        List<Tensor> unnamed = List.of(Rules.parameter(1));
        assertThatThrownBy(() -> adam.addParamGroup(unnamed))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Adam: these parameters have no names and those of group 0 have;");
        var sgd = new SGD(List.of(weight));
        NamedParameters others = named("b", bias);
        assertThatThrownBy(() -> sgd.addParamGroup(others))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("SGD: these parameters have names and those of group 0 have none;");
        assertThat(adam.paramGroups()).hasSize(1);
        assertThat(sgd.paramGroups()).hasSize(1);
    }

    private static NamedParameters named(String name, Tensor parameter) {
        return NamedParameters.of(Map.of(name, parameter));
    }

    private static NamedParameters named(String first, Tensor firstParameter, String second, Tensor secondParameter) {
        Map<String, Tensor> map = new LinkedHashMap<>();
        map.put(first, firstParameter);
        map.put(second, secondParameter);
        return NamedParameters.of(map);
    }
}

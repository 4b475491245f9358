package lanewise.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import lanewise.autograd.Tensor;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.io.StateDict;
import lanewise.engine.io.StateDictException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class OptimizerStateTest {
    static final List<OptimizerOptions<?>> RULES = AllRules.OPTIONS;

    @Test
    void hasPyTorchsLayout() {
        Tensor a = Rules.parameter(1, 2);
        Tensor b = Rules.parameter(3);
        Tensor c = Rules.parameter(4);
        var adam = new Adam(List.of(a, b), new Adam.Options(0.5).withAmsgrad(true));
        adam.addParamGroup(List.of(c), new Adam.Options(0.25));
        a.setGrad(Tensor.of(1, 1));
        c.setGrad(Tensor.of(1f));
        adam.step();

        StateDict state = adam.stateDict();
        assertThat(state.keys()).containsExactly("state", "param_groups");
        assertThat(state.dict("state").keys()).containsExactly("0", "2");
        assertThat(state.dict("state").dict("0").keys())
                .containsExactly("step", "exp_avg", "exp_avg_sq", "max_exp_avg_sq");
        assertThat(state.dict("state").dict("2").keys()).containsExactly("step", "exp_avg", "exp_avg_sq");
        assertThat(state.dict("state").dict("2").number("step")).isEqualTo(1);
        List<StateDict> groups = state.dicts("param_groups");
        assertThat(groups.get(0).keys())
                .containsExactly(
                        "lr",
                        "betas",
                        "eps",
                        "weight_decay",
                        "amsgrad",
                        "maximize",
                        "decoupled_weight_decay",
                        "params");
        assertThat(groups.get(0).number("lr")).isEqualTo(0.5);
        assertThat(groups.get(0).numbers("betas")).containsExactly(0.9, 0.999);
        assertThat(groups.get(0).integers("params")).containsExactly(0, 1);
        assertThat(groups.get(1).integers("params")).containsExactly(2);
    }

    @Test
    void namesOptionsAsPyTorchDoes() {
        var p = List.of(Rules.parameter(1));
        assertThat(group(new SGD(p)).keys())
                .containsExactly("lr", "momentum", "dampening", "weight_decay", "nesterov", "maximize", "params");
        assertThat(group(new AdamW(p)).keys())
                .containsExactly(
                        "lr",
                        "betas",
                        "eps",
                        "weight_decay",
                        "amsgrad",
                        "maximize",
                        "decoupled_weight_decay",
                        "params");
        assertThat(group(new RMSProp(p)).keys())
                .containsExactly("lr", "momentum", "alpha", "eps", "centered", "weight_decay", "maximize", "params");
        assertThat(group(new AdaGrad(p)).keys())
                .containsExactly(
                        "lr", "lr_decay", "eps", "weight_decay", "initial_accumulator_value", "maximize", "params");
        assertThat(group(new Adadelta(p)).keys())
                .containsExactly("lr", "rho", "eps", "weight_decay", "maximize", "params");
        assertThat(group(new Adamax(p)).keys())
                .containsExactly("lr", "betas", "eps", "weight_decay", "maximize", "params");
        assertThat(group(new NAdam(p)).keys())
                .containsExactly(
                        "lr",
                        "betas",
                        "eps",
                        "weight_decay",
                        "momentum_decay",
                        "decoupled_weight_decay",
                        "maximize",
                        "params");
        assertThat(group(new RAdam(p)).keys())
                .containsExactly("lr", "betas", "eps", "weight_decay", "maximize", "decoupled_weight_decay", "params");
        assertThat(group(new ASGD(p)).keys())
                .containsExactly("lr", "lambd", "alpha", "t0", "weight_decay", "maximize", "params");
        assertThat(group(new Rprop(p)).keys()).containsExactly("lr", "etas", "step_sizes", "maximize", "params");
    }

    @Test
    void sgdHasABufferFromItsFirstStepWithMomentumOn() {
        Tensor p = Rules.parameter(1);
        var sgd = new SGD(List.of(p), 0.5, 0.9);
        assertThat(sgd.stateDict().dict("state").size()).isZero();
        p.setGrad(Tensor.of(2f));
        sgd.step();
        StateDict entry = sgd.stateDict().dict("state").dict("0");
        assertThat(entry.keys()).containsExactly("momentum_buffer");
        assertThat(entry.array("momentum_buffer").item()).isEqualTo(2f);
    }

    /// A run that is saved to a file, and goes on in a new optimizer with other options, is the run without a
    /// break.
    @ParameterizedTest
    @FieldSource("RULES")
    void goesOnBitForBit(OptimizerOptions<?> options, @TempDir Path folder) throws IOException {
        for (int saveAfter : new int[] {0, 1, 7}) {
            Tensor straight = Rules.parameter(Rules.normal(new Random(1), 37));
            Tensor broken = straight.detach().clone().requiresGrad_(true);
            run(Rules.optimizer(List.of(straight), options), straight, 0, 15);

            Optimizer<?> first = Rules.optimizer(List.of(broken), options);
            run(first, broken, 0, saveAfter);
            Path file = folder.resolve("optimizer" + saveAfter + ".safetensors");
            first.stateDict().save(file);
            Optimizer<?> second = Rules.optimizer(List.of(broken), options);
            second.paramGroups().getFirst().setLearningRate(77);
            second.loadStateDict(StateDict.load(file));
            run(second, broken, saveAfter, 15);
            assertThat(broken.toArray()).isEqualTo(straight.toArray());
        }
    }

    @Test
    void takesAStateOverIntoAnOptimizerThatHasMadeSteps() {
        Tensor p = Rules.parameter(1, 2, 3);
        var sgd = new SGD(List.of(p), 0.1, 0.9);
        StateDict fresh = sgd.stateDict().copy();
        run(sgd, p, 0, 5);
        sgd.loadStateDict(fresh); // no buffer yet
        assertThat(sgd.stateDict().dict("state").size()).isZero();
        p.setGrad(Tensor.of(1, 1, 1));
        sgd.step();
        assertThat(sgd.stateDict()
                        .dict("state")
                        .dict("0")
                        .array("momentum_buffer")
                        .toArray())
                .containsExactly(1f, 1f, 1f);
    }

    @Test
    void readsWhatPythonWrites() {
        Tensor p = Rules.parameter(1, 2);
        var adam = new Adam(List.of(p));
        var entry = new StateDict()
                .put("step", NDArray.of(Shape.SCALAR, 3))
                .put("exp_avg", NDArray.of(Shape.of(2), 1, 2))
                .put("exp_avg_sq", NDArray.of(Shape.of(2), 3, 4));
        var group = new StateDict()
                .put("lr", 0.5)
                .put("betas", 0.5, 0.75)
                .put("eps", 1e-3)
                .put("weight_decay", 0L)
                .putNull("foreach")
                .put("params", List.of(5L));
        adam.loadStateDict(
                new StateDict().put("state", new StateDict().put("5", entry)).put("param_groups", List.of(group)));
        StateDict loaded = adam.stateDict().dict("state").dict("0");
        assertThat(loaded.number("step")).isEqualTo(3);
        assertThat(loaded.array("exp_avg_sq").toArray()).containsExactly(3f, 4f);
        assertThat(adam.paramGroups().getFirst().options())
                .isEqualTo(new Adam.Options(0.5).withBetas(0.5, 0.75).withEps(1e-3));
    }

    @Test
    void readsPythonsMissingBuffer() {
        var sgd = new SGD(List.of(Rules.parameter(1)), 0.1, 0.9);
        StateDict state = sgd.stateDict();
        state.dict("state").put("0", new StateDict().putNull("momentum_buffer"));
        sgd.loadStateDict(state);
        assertThat(sgd.stateDict().dict("state").size()).isZero();
    }

    /// PyTorch has scalars as tensors `[]`, older versions as numbers.
    @Test
    void readsScalarsAsArraysAndAsNumbers() {
        var nAdam = new NAdam(List.of(Rules.parameter(1)));
        StateDict state = nAdam.stateDict();
        StateDict entry = new StateDict()
                .put("step", NDArray.of(Shape.SCALAR, 3))
                .put("mu_product", NDArray.of(Shape.SCALAR, 0.125f))
                .put("exp_avg", vector(1))
                .put("exp_avg_sq", vector(1));
        entries(state).put("0", entry);
        nAdam.loadStateDict(state);
        assertThat(entry(nAdam.stateDict()).number("mu_product")).isEqualTo(0.125);
        entry.put("mu_product", 0.25);
        nAdam.loadStateDict(state);
        assertThat(entry(nAdam.stateDict()).number("mu_product")).isEqualTo(0.25);
        entry.remove("mu_product");
        assertThatThrownBy(() -> nAdam.loadStateDict(state))
                .isInstanceOf(StateDictException.class)
                .hasMessage("the state does not fit the NAdam:\n  state 0: mu_product is missing");
    }

    @Test
    void refusesWhatDoesNotFit() {
        refused(
                "1 groups of parameters, the optimizer 2",
                (adam, state) -> adam.addParamGroup(List.of(Rules.parameter(1))));
        refused(
                "2 parameters, that of the optimizer 1",
                (_, state) -> group(state).put("params", List.of(0L, 1L)));
        refused(
                "no group of the state has the parameters [9]",
                (_, state) -> entries(state).put("9", new StateDict()));
        refused("state 0: exp_avg is missing", (_, state) -> entry(state).remove("exp_avg"));
        refused("state 0: step is missing", (_, state) -> entry(state).remove("step"));
        refused("state 0: step is -1.0", (_, state) -> entry(state).put("step", -1.0));
        refused(
                "state 0: exp_avg is [3]; for the parameter [2] it must be [2]",
                (_, state) -> entry(state).put("exp_avg", vector(3)));
        refused(
                "state 0: the optimizer has no square_avg",
                (_, state) -> entry(state).put("square_avg", vector(2)));
        refused("max_exp_avg_sq is missing", (_, state) -> group(state).put("amsgrad", true));
        refused("betas has 1 values, not 2", (_, state) -> group(state).put("betas", List.of(0.9)));
        refused("Adam: learningRate is -1.0", (_, state) -> group(state).put("lr", -1.0));
        refused("no key", (_, state) -> state.remove("state"));
    }

    /// All of it in one message, and the parameter's name where it has one.
    @Test
    void namesAllThatDoesNotFitAtOnce() {
        Tensor a = Rules.parameter(1, 2);
        Tensor b = Rules.parameter(3);
        Map<String, Tensor> named = new LinkedHashMap<>();
        named.put("a", a);
        named.put("b", b);
        var adam = new Adam(NamedParameters.of(named));
        adam.addParamGroup(NamedParameters.of(Map.of("c", Rules.parameter(4))));
        run(adam, a, 0, 1);
        run(adam, b, 0, 1);
        StateDict state = adam.stateDict().copy();
        StateDict first = entries(state).dict("0");
        first.remove("step").put("exp_avg", vector(5)).put("square_avg", vector(2));
        entries(state).dict("1").remove("exp_avg").remove("exp_avg_sq").put("step", "one");
        entries(state).put("7", new StateDict()).put("8", new StateDict());
        group(state).put("betas", List.of(0.9)).put("param_names", List.of("a"));
        state.dicts("param_groups").get(1).put("lr", -1.0).put("params", List.of(2L, 3L));
        assertThatThrownBy(() -> adam.loadStateDict(state))
                .isInstanceOf(StateDictException.class)
                .hasMessage("""
                    the state does not fit the Adam:
                      param_groups: group 0: betas has 1 values, not 2
                      param_groups: group 0 of the state has 1 param_names for the optimizer's 2 parameters
                      state 0 (a): exp_avg is [5]; for the parameter [2] it must be [2]
                      state 0 (a): the optimizer has no square_avg
                      state 0 (a): step is missing
                      state 1 (b): the state's "step" is the text "one", not a number
                      state 1 (b): exp_avg, exp_avg_sq are missing
                      param_groups: group 1: Adam: learningRate is -1.0; it must be a finite number, 0 or above
                      param_groups: group 1 of the state has 2 parameters, that of the optimizer 1
                      state: no group of the state has the parameters [7, 8]\
                    """);
        assertThat(entries(adam.stateDict()).dict("1").number("step")).isEqualTo(1);
        assertThatThrownBy(() -> adam.loadStateDict(new StateDict()))
                .hasMessageContainingAll("no key \"param_groups\"", "no key \"state\"");
    }

    /// What PyTorch 1.13 and PyTorch 2.x write for the same run: options differ, and the learning rate may be a
    /// tensor.
    @Test
    void readsTheStatesOfAllVersionsOfPyTorch() {
        var old = new StateDict()
                .put("lr", 0.5)
                .put("momentum", 0.9)
                .put("dampening", 0L)
                .put("weight_decay", 0L)
                .put("nesterov", false)
                .putNull("foreach")
                .put("differentiable", false)
                .put("params", List.of(0L));
        var recent = old.copy()
                .put("lr", NDArray.of(Shape.SCALAR, 0.5f))
                .put("maximize", false)
                .putNull("fused")
                .put("param_names", List.of("p"));
        var entry = new StateDict().put("momentum_buffer", NDArray.of(Shape.of(1), 8));
        for (StateDict group : List.of(old, recent)) {
            var sgd = new SGD(List.of(Rules.parameter(1)), new SGD.Options(7).withMaximize(true));
            sgd.loadStateDict(new StateDict()
                    .put("state", new StateDict().put("0", entry))
                    .put("param_groups", List.of(group)));
            assertThat(sgd.paramGroups().getFirst().options())
                    .isEqualTo(new SGD.Options(0.5).withMomentum(0.9).withMaximize(group == old));
            assertThat(entries(sgd.stateDict())
                            .dict("0")
                            .array("momentum_buffer")
                            .item())
                    .isEqualTo(8f);
        }
    }

    private interface Damage {
        void to(Adam adam, StateDict state);
    }

    private static void refused(String message, Damage damage) {
        Tensor p = Rules.parameter(1, 2);
        var adam = new Adam(List.of(p));
        run(adam, p, 0, 2);
        StateDict state = adam.stateDict().copy();
        group(state).put("eps", 0.5);
        entry(state).put("exp_avg_sq", vector(2));
        damage.to(adam, state);
        assertThatThrownBy(() -> adam.loadStateDict(state))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
        assertThat(adam.paramGroups().getFirst().options()).isEqualTo(new Adam.Options());
        assertThat(entry(adam.stateDict()).number("step")).isEqualTo(2);
        assertThat(entry(adam.stateDict()).array("exp_avg_sq").toArray()).doesNotContain(0f);
    }

    @Test
    void aMissingKeyIsAStateDictException() {
        var adam = new Adam(List.of(Rules.parameter(1)));
        assertThatThrownBy(() -> adam.loadStateDict(new StateDict())).isInstanceOf(StateDictException.class);
    }

    private static void run(Optimizer<?> optimizer, Tensor p, int from, int to) {
        for (int t = from; t < to; t++) {
            p.setGrad(Tensor.of(p.shape(), Rules.normal(new Random(t), p.elements())));
            optimizer.step();
        }
    }

    private static NDArray vector(int length) {
        return NDArray.zeros(Shape.of(length));
    }

    private static StateDict group(Optimizer<?> optimizer) {
        return group(optimizer.stateDict());
    }

    private static StateDict group(StateDict state) {
        return state.dicts("param_groups").getFirst();
    }

    private static StateDict entries(StateDict state) {
        return state.dict("state");
    }

    private static StateDict entry(StateDict state) {
        return entries(state).dict("0");
    }
}

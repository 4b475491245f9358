package lanewise.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import lanewise.autograd.Tensor;
import lanewise.engine.io.StateDict;
import lanewise.engine.io.StateDictException;
import org.junit.jupiter.api.Test;

class OptimizerHooksTest {
    private final List<String> calls = new ArrayList<>();
    private final Tensor p = Rules.parameter(1);
    private final SGD sgd = new SGD(List.of(p), 1);

    private OptimizerHook note(String name) {
        return optimizer -> calls.add(name + " " + ((SGD) optimizer).defaults().learningRate());
    }

    @Test
    void stepsRunBetweenTheirHooks() {
        p.setGrad(Tensor.of(1f));
        sgd.registerStepPreHook(_ -> calls.add("before " + p.item()));
        sgd.registerStepPostHook(_ -> calls.add("after " + p.item()));
        sgd.step();
        assertThat(calls).containsExactly("before 1.0", "after 0.0");
    }

    @Test
    void theClosureRunsBetweenTheHooksToo() {
        sgd.registerStepPreHook(note("before"));
        sgd.registerStepPostHook(note("after"));
        sgd.step(() -> {
            calls.add("closure");
            return p;
        });
        assertThat(calls).containsExactly("before 1.0", "closure", "after 1.0");
    }

    @Test
    void hooksOfAllOptimizersStandOutside() {
        sgd.registerStepPreHook(note("own before"));
        sgd.registerStepPostHook(note("own after"));
        try (OptimizerHookHandle _ = Optimizer.registerOptimizerStepPreHook(note("before"));
                OptimizerHookHandle _ = Optimizer.registerOptimizerStepPostHook(note("after"))) {
            sgd.step();
            new SGD(List.of(Rules.parameter(1)), 7).step();
        }
        sgd.step();
        assertThat(calls)
                .containsExactly(
                        "before 1.0",
                        "own before 1.0",
                        "own after 1.0",
                        "after 1.0",
                        "before 7.0",
                        "after 7.0",
                        "own before 1.0",
                        "own after 1.0");
    }

    @Test
    void aHookEndsWithItsHandleAndMayRemoveItself() {
        OptimizerHook same = note("same");
        OptimizerHookHandle first = sgd.registerStepPreHook(same);
        OptimizerHookHandle[] once = new OptimizerHookHandle[1];
        once[0] = sgd.registerStepPreHook(_ -> {
            calls.add("once");
            once[0].remove();
        });
        sgd.registerStepPreHook(same);
        first.remove();
        first.remove();
        sgd.step();
        sgd.step();
        assertThat(calls).containsExactly("once", "same 1.0", "same 1.0");
    }

    @Test
    void hooksSeeAndReplaceWhatIsSaved() {
        sgd.registerStateDictPreHook(note("second"));
        sgd.registerStateDictPreHook(note("first"), true);
        sgd.registerStateDictPostHook((_, state) -> state.put("note", "in place"));
        sgd.registerStateDictPostHook((_, state) -> {
            calls.add(state.text("note"));
            return null;
        });
        sgd.registerStateDictPostHook((_, state) -> new StateDict().put("was", state));
        sgd.registerStateDictPostHook(
                (_, state) -> {
                    calls.add("keys " + state.keys());
                    return null;
                },
                true);
        StateDict saved = sgd.stateDict();
        assertThat(calls).containsExactly("first 1.0", "second 1.0", "keys [state, param_groups]", "in place");
        assertThat(saved.dict("was").keys()).containsExactly("state", "param_groups", "note");
    }

    @Test
    void hooksSeeAndReplaceWhatIsLoaded() {
        StateDict given = new SGD(List.of(p), 0.25).stateDict();
        sgd.registerLoadStateDictPreHook((_, state) -> {
            state.dicts("param_groups").getFirst().put("lr", 0.5);
            return null;
        });
        sgd.registerLoadStateDictPreHook(
                (_, state) -> {
                    calls.add("pre " + state.dicts("param_groups").getFirst().number("lr"));
                    return state.copy();
                },
                true);
        sgd.registerLoadStateDictPostHook(
                _ -> calls.add("post " + sgd.paramGroups().getFirst().learningRate()));
        sgd.registerLoadStateDictPostHook(note("first"), true);
        sgd.loadStateDict(given);
        assertThat(calls).containsExactly("pre 0.25", "first 1.0", "post 0.5");
        assertThat(given.dicts("param_groups").getFirst().number("lr")).isEqualTo(0.25);
    }

    @Test
    void whatIsRefusedIsNotLoaded() {
        sgd.registerLoadStateDictPostHook(note("post"));
        assertThatThrownBy(() -> sgd.loadStateDict(new StateDict())).isInstanceOf(StateDictException.class);
        assertThat(calls).isEmpty();
    }
}

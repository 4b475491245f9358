package lanewise.optim;

import static lanewise.optim.SmoothFunction.ROSENBROCK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.io.StateDict;
import lanewise.engine.io.StateDictException;
import lanewise.optim.LBFGS.Options;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The history that [LBFGS] keeps: saved, loaded, refused, resized.
class LBFGSStateTest {
    @Test
    void keepsItsStateUnderTheFirstParameter() {
        var objective = new FloatObjective(ROSENBROCK);
        var lbfgs =
                new LBFGS(objective.parameters(), new Options().withMaxIter(6).withHistorySize(3));
        lbfgs.step(objective);
        assertThat(lbfgs.stateDict().dict("state").keys()).containsExactly("0");
        StateDict entry = lbfgs.stateDict().dict("state").dict("0");
        assertThat(entry.keys())
                .containsExactly(
                        "func_evals",
                        "n_iter",
                        "d",
                        "t",
                        "old_dirs",
                        "old_stps",
                        "ro",
                        "H_diag",
                        "prev_flat_grad",
                        "prev_loss");
        assertThat(entry.array("d").shape()).isEqualTo(Shape.of(10));
        assertThat(entry.list("old_dirs")).hasSize(3);
        assertThat(entry.list("old_stps")).hasSize(3);
        assertThat(entry.numbers("ro")).hasSize(3);
    }

    /// A run that is saved to a file, and goes on in a new optimizer with other options, is the run without a
    /// break.
    @ParameterizedTest
    @EnumSource(LBFGS.LineSearch.class)
    void goesOnBitForBit(LBFGS.LineSearch lineSearch, @TempDir Path folder) throws IOException {
        Options options = new Options(0.1).withMaxIter(3).withHistorySize(4).withLineSearch(lineSearch);
        for (int saveAfter : new int[] {0, 1, 3}) {
            var straight = new FloatObjective(ROSENBROCK);
            run(new LBFGS(straight.parameters(), options), straight, 6);
            var broken = new FloatObjective(ROSENBROCK);
            var first = new LBFGS(broken.parameters(), options);
            run(first, broken, saveAfter);
            Path file = folder.resolve("lbfgs" + saveAfter + ".safetensors");
            first.stateDict().save(file);
            var second = new LBFGS(broken.parameters(), 77);
            second.loadStateDict(StateDict.load(file));
            run(second, broken, 6 - saveAfter);
            assertThat(broken.values()).isEqualTo(straight.values());
            assertThat(broken.calls()).isEqualTo(straight.calls());
        }
    }

    @Test
    void readsWhatPythonWrites() {
        var objective = new FloatObjective(ROSENBROCK);
        var lbfgs = new LBFGS(objective.parameters(), new Options().withMaxIter(4));
        lbfgs.step(objective);
        StateDict state = lbfgs.stateDict().copy();
        StateDict entry = state.dict("state").dict("0");
        entry.put("t", NDArray.of(Shape.SCALAR, 0.5f));
        entry.put("H_diag", NDArray.of(Shape.SCALAR, 0.25f));
        entry.put(
                "ro",
                Arrays.stream(entry.numbers("ro"))
                        .mapToObj(ro -> NDArray.of(Shape.SCALAR, (float) ro))
                        .toList());
        entry.put("al", List.of(NDArray.of(Shape.SCALAR, 1)));
        lbfgs.loadStateDict(state);
        StateDict loaded = lbfgs.stateDict().dict("state").dict("0");
        assertThat(loaded.number("t")).isEqualTo(0.5);
        assertThat(loaded.number("H_diag")).isEqualTo(0.25);
        assertThat(loaded.array("d").toArray()).isEqualTo(entry.array("d").toArray());
    }

    @Test
    void refusesWhatDoesNotFit() {
        var objective = new FloatObjective(ROSENBROCK);
        var lbfgs = new LBFGS(objective.parameters(), new Options().withMaxIter(4));
        lbfgs.step(objective);
        refused(lbfgs, "state 0: d is [3], not an array [10]", entry -> entry.put("d", NDArray.zeros(Shape.of(3))));
        refused(lbfgs, "state 0: t is a, not a number", entry -> entry.put("t", "a"));
        refused(lbfgs, "ro have 3, 3 and 0 elements", entry -> entry.put("ro", List.of()));
        refused(lbfgs, "old_stps is 1.0, not an array", entry -> entry.put("old_stps", 1.0, 2.0, 3.0));
        refused(lbfgs, "no key \"H_diag\"", entry -> entry.remove("H_diag"));
        assertThatThrownBy(() -> {
                    StateDict state = lbfgs.stateDict().copy();
                    state.dict("state").put("1", new StateDict().put("d", NDArray.zeros(Shape.of(3))));
                    lbfgs.loadStateDict(state);
                })
                .isInstanceOf(StateDictException.class)
                .hasMessage("the state does not fit the LBFGS:\n  state 1: the optimizer has no d");
    }

    private interface Damage {
        void to(StateDict entry);
    }

    private static void refused(LBFGS lbfgs, String message, Damage damage) {
        StateDict state = lbfgs.stateDict().copy();
        damage.to(state.dict("state").dict("0"));
        state.dict("state").dict("0").put("n_iter", 99L);
        assertThatThrownBy(() -> lbfgs.loadStateDict(state))
                .isInstanceOf(StateDictException.class)
                .hasMessageContaining(message);
        assertThat(lbfgs.stateDict().dict("state").dict("0").integer("n_iter")).isEqualTo(4);
    }

    /// PyTorch's list would grow on beyond a size that has become smaller.
    @Test
    void theHistoryMayBecomeSmallerAndLarger() {
        var objective = new FloatObjective(ROSENBROCK);
        Options options = new Options(0.1).withMaxIter(8);
        var lbfgs = new LBFGS(objective.parameters(), options);
        lbfgs.step(objective);
        assertThat(pairs(lbfgs)).isEqualTo(7);
        lbfgs.paramGroups().getFirst().setOptions(options.withHistorySize(2));
        lbfgs.step(objective);
        assertThat(pairs(lbfgs)).isEqualTo(2);
        lbfgs.paramGroups().getFirst().setOptions(options.withHistorySize(5));
        lbfgs.step(objective);
        assertThat(pairs(lbfgs)).isEqualTo(5);
    }

    private static int pairs(LBFGS lbfgs) {
        return lbfgs.stateDict().dict("state").dict("0").list("ro").size();
    }

    private static void run(LBFGS lbfgs, FloatObjective objective, int steps) {
        for (int i = 0; i < steps; i++) {
            lbfgs.step(objective);
        }
    }
}

package lanewise.optim;

import static lanewise.optim.LBFGS.LineSearch.NONE;
import static lanewise.optim.LBFGS.LineSearch.STRONG_WOLFE;
import static lanewise.optim.SmoothFunction.LEAST_SQUARES;
import static lanewise.optim.SmoothFunction.LOGISTIC;
import static lanewise.optim.SmoothFunction.ROSENBROCK;
import static lanewise.optim.SmoothFunction.WAVY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import lanewise.autograd.GradMode;
import lanewise.autograd.Tensor;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.Threads;
import lanewise.engine.io.StateDict;
import lanewise.engine.io.StateDictException;
import lanewise.optim.LBFGS.Options;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class LBFGSTest {
    /// Four steps on a function, as PyTorch 1.13 makes them in float64: how often each calls the closure, the
    /// iterations of all together, and the loss that each returns.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Run(SmoothFunction function, Options options, int[] calls, int iterations, double... losses) {}

    static Stream<Run> runs() {
        return Stream.of(
                new Run(
                        ROSENBROCK,
                        new Options().withMaxIter(4).withLineSearch(STRONG_WOLFE),
                        new int[] {5, 5, 5, 6},
                        15,
                        2057,
                        71.7867703,
                        9.59349945,
                        9.56310016),
                new Run(
                        ROSENBROCK,
                        new Options().withMaxIter(6).withHistorySize(2).withLineSearch(STRONG_WOLFE),
                        new int[] {7, 7, 7, 9},
                        21,
                        2057,
                        15.6596612,
                        9.57360637,
                        9.325103),
                new Run(
                        ROSENBROCK,
                        new Options(0.1).withMaxIter(5).withLineSearch(STRONG_WOLFE),
                        new int[] {7, 7, 6, 7},
                        13,
                        2057,
                        495.193574,
                        74.6804515,
                        9.63330357),
                new Run(
                        ROSENBROCK,
                        new Options().withMaxIter(1).withLineSearch(STRONG_WOLFE),
                        new int[] {2, 2, 2, 2},
                        4,
                        2057,
                        1448.56729,
                        434.54048,
                        194.872694),
                new Run(
                        ROSENBROCK,
                        new Options().withMaxEval(8).withLineSearch(STRONG_WOLFE),
                        new int[] {8, 9, 8, 9},
                        25,
                        2057,
                        9.84613137,
                        9.52068947,
                        8.78084709),
                new Run(
                        ROSENBROCK,
                        new Options(0.1).withMaxIter(5),
                        new int[] {5, 5, 5, 5},
                        20,
                        2057,
                        1223.28526,
                        667.278187,
                        349.841786),
                new Run(
                        LEAST_SQUARES,
                        new Options().withLineSearch(STRONG_WOLFE),
                        new int[] {5, 1, 1, 1},
                        3,
                        0.505368899,
                        0.502429587,
                        0.502429587,
                        0.502429587),
                new Run(
                        LEAST_SQUARES,
                        new Options().withMaxIter(4),
                        new int[] {4, 1, 1, 1},
                        7,
                        0.505368899,
                        0.502429587,
                        0.502429587,
                        0.502429587),
                new Run(
                        LEAST_SQUARES,
                        new Options(0.5).withMaxIter(6).withHistorySize(2).withMaxEval(4),
                        new int[] {4, 4, 4, 4},
                        12,
                        0.505368899,
                        0.504190752,
                        0.502494925,
                        0.502433079),
                new Run(
                        LEAST_SQUARES,
                        new Options().withToleranceGrad(0.01).withLineSearch(STRONG_WOLFE),
                        new int[] {5, 1, 1, 1},
                        3,
                        0.505368899,
                        0.502429587,
                        0.502429587,
                        0.502429587),
                new Run(
                        LEAST_SQUARES,
                        new Options().withToleranceChange(0.01).withLineSearch(STRONG_WOLFE),
                        new int[] {3, 1, 1, 1},
                        4,
                        0.505368899,
                        0.503108369,
                        0.503108369,
                        0.503108369),
                new Run(
                        LOGISTIC,
                        new Options().withMaxIter(4).withLineSearch(STRONG_WOLFE),
                        new int[] {5, 5, 1, 1},
                        9,
                        0.858456481,
                        0.696652692,
                        0.692195764,
                        0.692195764),
                new Run(
                        WAVY,
                        new Options(0.05),
                        new int[] {20, 20, 20, 20},
                        80,
                        279.953824,
                        75.0928646,
                        19.9974075,
                        3.39092433),
                new Run(
                        WAVY,
                        new Options(30.0).withMaxIter(4).withLineSearch(STRONG_WOLFE),
                        new int[] {7, 5, 5, 8},
                        6,
                        279.953824,
                        4.02790924,
                        2.05985018,
                        0.690579408));
    }

    @ParameterizedTest
    @MethodSource("runs")
    void goesWherePyTorchGoes(Run run) {
        var objective = new FloatObjective(run.function);
        var lbfgs = new LBFGS(objective.parameters(), run.options);
        for (int i = 0; i < run.losses.length; i++) {
            int before = objective.calls();
            double loss = lbfgs.step(objective).item();
            assertThat(loss).as("loss before step %d", i).isCloseTo(run.losses[i], within(2e-6 * run.losses[0]));
            assertThat(objective.calls() - before).as("calls in step %d", i).isEqualTo(run.calls[i]);
        }
        StateDict entry = lbfgs.stateDict().dict("state").dict("0");
        assertThat(entry.integer("func_evals")).isEqualTo(objective.calls());
        assertThat(entry.integer("n_iter")).isEqualTo(run.iterations);
    }

    @ParameterizedTest
    @EnumSource(SmoothFunction.class)
    void findsTheMinimum(SmoothFunction function) {
        var objective = new FloatObjective(function);
        var lbfgs = new LBFGS(objective.parameters(), new Options().withLineSearch(STRONG_WOLFE));
        for (int i = 0; i < 10; i++) {
            lbfgs.step(objective);
        }
        double loss = objective.get().item();
        for (int i = 0; i < 4; i++) {
            lbfgs.step(objective);
        }
        assertThat((double) objective.get().item()).isCloseTo(loss, within(1e-6));
        assertThat(objective.largestSlope()).isLessThan(2e-3);
    }

    @Test
    void trainsByTheClosureOfAModel() {
        Tensor x = Tensor.randn(50, 3);
        Tensor y = x.matmul(Tensor.of(Shape.of(3, 1), 1, -2, 3)).add(0.5f);
        Tensor weight = Tensor.zeros(3, 1).requiresGrad_(true);
        Tensor bias = Tensor.zeros(1).requiresGrad_(true);
        var lbfgs = new LBFGS(List.of(weight, bias), new Options().withLineSearch(STRONG_WOLFE));
        Tensor first;
        try (var _ = GradMode.noGrad()) {
            first = lbfgs.step(() -> {
                lbfgs.zeroGrad();
                Tensor loss = x.matmul(weight).add(bias).sub(y).square().mean();
                loss.backward();
                return loss;
            });
        }
        assertThat((double) first.item()).isCloseTo(y.square().mean().item(), within(1e-4));
        assertThat(weight.toArray()).usingComparatorWithPrecision(1e-3f).containsExactly(1f, -2f, 3f);
        assertThat(bias.toArray()).usingComparatorWithPrecision(1e-3f).containsExactly(0.5f);
    }

    @Test
    void returnsAtOnceWhereTheGradientIsZero() {
        Tensor p = Rules.parameter(1, 2);
        Tensor frozen = Rules.parameter(3);
        var lbfgs = new LBFGS(List.of(p, frozen));
        Tensor loss = Tensor.of(7f);
        assertThat(lbfgs.step(() -> {
                    p.setGrad(Tensor.of(1e-8f, 0));
                    return loss;
                }))
                .isSameAs(loss);
        assertThat(p.toArray()).containsExactly(1f, 2f);
        StateDict entry = lbfgs.stateDict().dict("state").dict("0");
        assertThat(entry.keys()).containsExactly("func_evals", "n_iter");
        assertThat(entry.integer("func_evals")).isEqualTo(1);
        assertThat(entry.integer("n_iter")).isZero();
    }

    /// As in PyTorch, a missing gradient counts as zeros.
    @Test
    void aParameterWithoutGradientStaysWhereItIs() {
        Tensor p = Rules.parameter(2);
        Tensor frozen = Rules.parameter(3, 4);
        var lbfgs = new LBFGS(List.of(frozen, p), new Options().withMaxIter(1));
        lbfgs.step(() -> {
            p.setGrad(Tensor.of(4f));
            return Tensor.of(1f);
        });
        assertThat(p.item()).isEqualTo(1f); // −g·min(1, 1/‖g‖₁)
        assertThat(frozen.toArray()).containsExactly(3f, 4f);
    }

    @Test
    void theElementsAroundAViewAreNotTouched() {
        Tensor base = Tensor.ones(50);
        Tensor p = base.narrow(0, 3, 21).detach().requiresGrad_(true);
        var lbfgs = new LBFGS(List.of(p), new Options().withMaxIter(3));
        lbfgs.step(() -> {
            p.setGrad(Tensor.of(p.toArray()));
            return p.square().sum();
        });
        float[] values = base.toArray();
        for (int i = 0; i < values.length; i++) {
            assertThat(values[i] == 1f).as("element %d: %s", i, values[i]).isEqualTo(i < 3 || i >= 24);
        }
    }

    @Test
    void refusesAStepWithoutClosure() {
        var lbfgs = new LBFGS(List.of(Rules.parameter(1)));
        assertThatThrownBy(lbfgs::step)
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("LBFGS: step() evaluates the loss several times; give it a closure");
    }

    @Test
    void refusesASecondGroup() {
        var lbfgs = new LBFGS(List.of(Rules.parameter(1)));
        refused(
                () -> lbfgs.addParamGroup(List.of(Rules.parameter(1, 2))),
                "LBFGS: parameter 0, [2], would be in a second group of parameters; there can be one only");
        assertThat(lbfgs.paramGroups()).hasSize(1);
    }

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

    @Test
    void theThreadsDoNotChangeABit() {
        int before = Threads.get();
        try {
            Threads.set(1);
            float[] alone = Bowl.afterThreeSteps();
            for (int count : new int[] {2, 3}) {
                Threads.set(count);
                assertThat(Bowl.afterThreeSteps()).isEqualTo(alone);
            }
        } finally {
            Threads.set(before);
        }
    }

    @Test
    void aStepAllocatesNothingBesideItsClosure() {
        for (LBFGS.LineSearch lineSearch : LBFGS.LineSearch.values()) {
            var bowl = new Bowl(300);
            var options = new Options().withMaxIter(4).withHistorySize(3).withLineSearch(lineSearch);
            var lbfgs = new LBFGS(List.of(bowl.parameter), options.withToleranceChange(0));
            assertThat(MatrixTests.bytesAllocatedOnceWarm(() -> {
                        bowl.turn();
                        lbfgs.step(bowl);
                    }))
                    .isZero();
        }
    }

    @Test
    void refusesBadOptions() {
        refused(() -> new Options(-0.1), "LBFGS: learningRate is -0.1");
        refused(() -> new Options().withMaxIter(0), "LBFGS: maxIter is 0; it must be at least 1");
        refused(() -> new Options().withMaxEval(0), "LBFGS: maxEval is 0");
        refused(() -> new Options().withToleranceGrad(-1), "LBFGS: toleranceGrad is -1.0");
        refused(() -> new Options().withToleranceChange(Double.NaN), "LBFGS: toleranceChange is NaN");
        refused(() -> new Options().withHistorySize(0), "LBFGS: historySize is 0");
    }

    @Test
    void hasPyTorchsDefaults() {
        assertThat(new Options()).isEqualTo(new Options(1, 20, 25, 1e-7, 1e-9, 100, NONE));
        var p = List.of(Rules.parameter(1));
        assertThat(new LBFGS(p).defaults()).isEqualTo(new Options());
        assertThat(new LBFGS(p, 0.5).defaults()).isEqualTo(new Options(0.5));
        assertThat(new Options().withMaxIter(1).maxEval()).isEqualTo(1);
        assertThat(new Options().withMaxIter(10).maxEval()).isEqualTo(12);
    }

    @Test
    void savesItsOptions() {
        Options options = new Options(0.5)
                .withMaxIter(8)
                .withMaxEval(9)
                .withToleranceGrad(0.25)
                .withToleranceChange(0.125)
                .withHistorySize(7)
                .withLineSearch(STRONG_WOLFE);
        StateDict saved = options.toStateDict();
        assertThat(saved.text("line_search_fn")).isEqualTo("strong_wolfe");
        assertThat(new Options().withStateDict(saved)).isEqualTo(options);
        assertThat(new Options().toStateDict().isNull("line_search_fn")).isTrue();
        assertThat(options.withStateDict(new Options().toStateDict())).isEqualTo(new Options());
        assertThat(options.withStateDict(new StateDict().put("max_iter", 4L)).maxEval())
                .isEqualTo(5);
        assertThat(options.withStateDict(new StateDict().putNull("max_eval")).maxEval())
                .isEqualTo(9);
        assertThatThrownBy(() -> options.withStateDict(new StateDict().put("line_search_fn", "armijo")))
                .isInstanceOf(StateDictException.class)
                .hasMessageContaining("line_search_fn is armijo");
    }

    private static void run(LBFGS lbfgs, FloatObjective objective, int steps) {
        for (int i = 0; i < steps; i++) {
            lbfgs.step(objective);
        }
    }

    private static void refused(ThrowingCallable construction, String message) {
        assertThatThrownBy(construction)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}

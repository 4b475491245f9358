package lanewise.optim;

import static lanewise.optim.LBFGS.LineSearch.STRONG_WOLFE;
import static lanewise.optim.SmoothFunction.LEAST_SQUARES;
import static lanewise.optim.SmoothFunction.LOGISTIC;
import static lanewise.optim.SmoothFunction.ROSENBROCK;
import static lanewise.optim.SmoothFunction.WAVY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import lanewise.engine.io.StateDict;
import lanewise.optim.LBFGS.Options;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The way of [LBFGS] over functions, step by step as PyTorch goes it, and to their minimum.
class LBFGSTrajectoryTest {
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
}

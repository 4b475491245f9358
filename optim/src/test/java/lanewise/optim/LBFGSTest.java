package lanewise.optim;

import static lanewise.optim.LBFGS.LineSearch.STRONG_WOLFE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import lanewise.autograd.GradMode;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import lanewise.engine.Threads;
import lanewise.engine.io.StateDict;
import lanewise.optim.LBFGS.Options;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// One step: its closure, its parameters, its threads and its memory. The way over several is that of
/// [LBFGSTrajectoryTest].
class LBFGSTest {
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

    private static void refused(ThrowingCallable construction, String message) {
        assertThatThrownBy(construction)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}

package lanewise.optim;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import lanewise.autograd.Parameter;
import lanewise.autograd.Tensor;
import lanewise.engine.io.StateDict;
import lanewise.engine.simd.Lanes;
import org.junit.jupiter.api.Test;

class LoopWarmUpTest {
    private static final int MANY = 1 << 13;

    @Test
    void theFirstOptimizerOfAKindWithEnoughParametersWarmsUpOnce() {
        Counted options = new Counted();
        assertThat(LoopWarmUp.start(options, List.of(options.newState(parameter(8)))))
                .isNull();
        List<ParameterState<Counted>> states = List.of(options.newState(parameter(MANY)));
        LoopWarmUp<Counted> first = LoopWarmUp.start(options, states);
        if (Lanes.EMULATED) {
            assertThat(first).isNull();
            return;
        }
        requireNonNull(first).await();
        assertThat(first.isAlive()).isFalse();
        assertThat(LoopWarmUp.start(options, states)).isNull();
    }

    @Test
    void whatIsOptimizedIsLeftAlone() {
        Tensor parameter = parameter(MANY);
        float[] before = parameter.toArray();
        SGD optimizer = new SGD(List.of(parameter), 0.5);
        assertThat(parameter.toArray()).isEqualTo(before);
        optimizer.step();
        for (int i = 0; i < MANY; i++) {
            before[i] -= 0.5f;
        }
        assertThat(parameter.toArray()).isEqualTo(before);
    }

    @Test
    void aRuleWithoutALoopNeedsNone() {
        Counted options = new Counted();
        ParameterState<Counted> plain = new ParameterState<>(parameter(MANY)) {
            @Override
            protected void update(Tensor gradient, Counted ignored) {}
        };
        assertThat(LoopWarmUp.start(options, List.of(plain))).isNull();
    }

    private static Tensor parameter(int length) {
        Parameter parameter = new Parameter(Tensor.ones(length).mul(3));
        parameter.setGrad(Tensor.ones(length));
        return parameter;
    }

    /// Options of a kind that no other test has.
    private record Counted() implements OptimizerOptions<Counted> {
        @Override
        public double learningRate() {
            return 1;
        }

        @Override
        public Counted withLearningRate(double learningRate) {
            return this;
        }

        @Override
        public StateDict toStateDict() {
            return new StateDict();
        }

        @Override
        public Counted withStateDict(StateDict saved) {
            return this;
        }

        @Override
        public ParameterState<Counted> newState(Tensor parameter) {
            return new FusedState<>(parameter) {
                @Override
                Loop prepareStep(Counted options) {
                    return (p, pAt, g, gAt, slots, sAt, from, to) -> {};
                }
            };
        }
    }
}

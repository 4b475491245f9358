package lanewise.optim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import lanewise.autograd.GradMode;
import lanewise.autograd.Tensor;
import lanewise.engine.NDArray;
import lanewise.engine.io.StateDict;
import org.junit.jupiter.api.Test;

/// A rule of a user's own, of in-place operations on tensors.
class ParameterStateTest {
    /// Lion, Chen et al. 2023, arXiv:2302.06675: `p −= η·sign(β₁·m + (1 − β₁)·g)`, `m = β₂·m + (1 − β₂)·g`.
    private static final class Lion extends Optimizer<LionOptions> {
        Lion(List<Tensor> parameters, double learningRate) {
            super(parameters, new LionOptions(learningRate));
        }
    }

    private record LionOptions(double learningRate) implements OptimizerOptions<LionOptions> {
        @Override
        public LionOptions withLearningRate(double learningRate) {
            return new LionOptions(learningRate);
        }

        @Override
        public StateDict toStateDict() {
            return new StateDict().put("lr", learningRate);
        }

        @Override
        public LionOptions withStateDict(StateDict saved) {
            return new LionOptions(saved.number("lr"));
        }

        @Override
        public ParameterState<LionOptions> newState(Tensor parameter) {
            return new LionState(parameter);
        }
    }

    private static final class LionState extends ParameterState<LionOptions> {
        private final Tensor m;

        LionState(Tensor parameter) {
            super(parameter);
            NDArray slot = slot("exp_avg");
            m = Tensor.of(slot);
        }

        @Override
        protected void update(Tensor gradient, LionOptions options) {
            try (var _ = GradMode.noGrad()) {
                Tensor direction = m.mul(0.9f).add(gradient.mul(0.1f)).sign();
                parameter().sub_(direction.mul((float) options.learningRate()));
                m.mul_(0.5f).add_(gradient.mul(0.5f));
            }
        }
    }

    @Test
    void aUsersRuleUpdatesSavesAndLoads() {
        Tensor p = Rules.parameter(4, -4);
        var lion = new Lion(List.of(p), 0.5);
        p.square().sum().backward(); // 8, −8
        lion.step();
        assertThat(p.toArray()).containsExactly(3.5f, -3.5f);

        StateDict state = lion.stateDict();
        assertThat(state.dict("state").dict("0").keys()).containsExactly("step", "exp_avg");
        assertThat(state.dict("state").dict("0").array("exp_avg").toArray()).containsExactly(4f, -4f);

        var other = new Lion(List.of(p), 7);
        other.loadStateDict(state);
        p.setGrad(Tensor.of(-30, 40)); // 0.9·4 − 3 > 0, −0.9·4 + 4 > 0
        other.step();
        assertThat(p.toArray()).containsExactly(3f, -4f);
        assertThat(other.stateDict().dict("state").dict("0").number("step")).isEqualTo(2);
    }
}

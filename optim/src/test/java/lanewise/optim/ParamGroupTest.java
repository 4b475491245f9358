package lanewise.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import lanewise.autograd.Tensor;
import org.junit.jupiter.api.Test;

class ParamGroupTest {
    private final Tensor first = Rules.parameter(1, 2);
    private final Tensor second = Rules.parameter(3);
    private final SGD optimizer = new SGD(List.of(first), 0.5);
    private final ParamGroup<SGD.Options> group = optimizer.addParamGroup(List.of(second), new SGD.Options(0.25));

    @Test
    void hasItsParametersAndOptions() {
        assertThat(optimizer.paramGroups()).hasSize(2).last().isSameAs(group);
        assertThat(group.parameters()).containsExactly(second);
        assertThat(group.options()).isEqualTo(new SGD.Options(0.25));
        assertThat(group.learningRate()).isEqualTo(0.25);
    }

    @Test
    void learningRateCountsFromTheNextStepOn() {
        first.setGrad(Tensor.of(1, 1));
        second.setGrad(Tensor.of(1));
        optimizer.step();
        group.setLearningRate(2);
        optimizer.step();
        assertThat(first.toArray()).containsExactly(0, 1); // 0.5 twice
        assertThat(second.toArray()).containsExactly(0.75f); // 0.25 and 2
    }

    @Test
    void optionsMayBringASlot() {
        second.setGrad(Tensor.of(1));
        group.setOptions(new SGD.Options(1).withMomentum(0.5));
        optimizer.step();
        optimizer.step();
        assertThat(second.toArray()).containsExactly(0.5f); // the buffer is 1, then 1.5
    }

    @Test
    void aBadLearningRateChangesNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> group.setLearningRate(-1))
                .withMessageContainingAll("learningRate", "-1");
        assertThat(group.learningRate()).isEqualTo(0.25);
    }

    @Test
    void marksAreSavedUnderPyTorchsNames() {
        assertThat(group.mark(ScheduleMark.INITIAL_LR)).isEmpty();
        group.setMark(ScheduleMark.INITIAL_LR, 0.5);
        group.setMark(ScheduleMark.SWA_LR, 0.125);
        assertThat(optimizer.stateDict().dicts("param_groups").get(1).keys())
                .endsWith("maximize", "initial_lr", "swa_lr", "params");

        var other = new SGD(List.of(Rules.parameter(1, 2)));
        other.addParamGroup(List.of(Rules.parameter(3)));
        other.paramGroups().getFirst().setMark(ScheduleMark.MAX_LR, 7); // the state has none, so it stays
        other.loadStateDict(optimizer.stateDict());
        assertThat(other.paramGroups().getFirst().mark(ScheduleMark.MAX_LR)).hasValue(7);
        assertThat(other.paramGroups().getFirst().mark(ScheduleMark.INITIAL_LR)).isEmpty();
        assertThat(other.paramGroups().getLast().mark(ScheduleMark.INITIAL_LR)).hasValue(0.5);
    }

    @Test
    void aMarkIsAFiniteNumber() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> group.setMark(ScheduleMark.MIN_LR, Double.NaN))
                .withMessageContainingAll("min_lr", "NaN");
    }
}

package lanewise.optim.lr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import lanewise.engine.io.StateDict;
import lanewise.engine.io.StateDictException;
import org.junit.jupiter.api.Test;

class MultiStepLRTest {
    @Test
    void multipliesAtEachMilestone() {
        Trial.follows(new MultiStepLR(Trial.sgd(1), 2, 4), 1, 1, 0.1, 0.1, 0.01, 0.01);
    }

    @Test
    void countsAMilestoneAsOftenAsItIsThereInAnyOrder() {
        Trial.follows(new MultiStepLR(Trial.sgd(1), new int[] {5, 2, 2}, 0.5), 1, 1, 0.25, 0.25, 0.25, 0.125, 0.125);
        Trial.follows(new MultiStepLR(Trial.sgd(1), new int[] {0, 3}, 0.5), 0.5, 0.5, 0.5, 0.25, 0.25);
    }

    @Test
    void readsPythonsCounter() {
        var scheduler = new MultiStepLR(Trial.sgd(1), new int[] {7}, 0.5);
        StateDict state = scheduler.stateDict();
        assertThat(state.integers("milestones")).containsExactly(7);
        state.put("milestones", new StateDict().put("3", 1).put("2", 2));
        scheduler.loadStateDict(state);
        assertThat(scheduler.stateDict().integers("milestones")).containsExactly(2, 2, 3);
        Trial.follows(scheduler, 1, 1, 0.25, 0.125);
    }

    @Test
    void refusesBadMilestones() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MultiStepLR(Trial.sgd(1), 3, -1))
                .withMessageContainingAll("MultiStepLR", "milestone", "-1");
        var scheduler = new MultiStepLR(Trial.sgd(1), 7);
        for (Object bad : List.of(List.of(1.5), List.of(-1L), List.of("x"))) {
            StateDict state = scheduler.stateDict().put("milestones", (List<?>) bad);
            assertThatThrownBy(() -> scheduler.loadStateDict(state))
                    .isInstanceOf(StateDictException.class)
                    .hasMessageContaining("milestones");
        }
        StateDict counter = scheduler.stateDict().put("milestones", new StateDict().put("x", 1));
        assertThatThrownBy(() -> scheduler.loadStateDict(counter)).hasMessageContaining("milestones has x, 1 times");
    }
}

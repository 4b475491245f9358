package lanewise.optim.lr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class LinearWarmupTest {
    @Test
    void stepKOfNRunsAtKthsOfTheRate() {
        Trial.follows(new LinearWarmup(Trial.sgd(2), 4), 0.5, 1, 1.5, 2, 2, 2);
        Trial.follows(new LinearWarmup(Trial.sgd(2), 1), 2, 2, 2);
        Trial.follows(new LinearWarmup(Trial.sgd(2), 2), 1, 2, 2);
    }

    @Test
    void isFollowedByAnotherScheduleFromItsBeginning() {
        var optimizer = Trial.sgd(1);
        LRScheduler scheduler = new LinearWarmup(optimizer, 4).then(new CosineAnnealingLR(optimizer, 4));
        double half = Math.sqrt(0.5) / 2;
        Trial.follows(scheduler, 0.25, 0.5, 0.75, 1, 1, 0.5 + half, 0.5, 0.5 - half, 0);
    }

    @Test
    void isSavedAsALinearLR() {
        var optimizer = Trial.sgd(1);
        var warmup = new LinearWarmup(optimizer, 8);
        assertThat(warmup.stateDict().number("start_factor")).isEqualTo(0.125);
        assertThat(warmup.stateDict().integer("total_iters")).isEqualTo(7);
        new LinearLR(optimizer).loadStateDict(warmup.stateDict());
    }

    @Test
    void refusesNoSteps() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LinearWarmup(Trial.sgd(1), 0))
                .withMessageContainingAll("LinearWarmup", "steps", "0");
    }
}

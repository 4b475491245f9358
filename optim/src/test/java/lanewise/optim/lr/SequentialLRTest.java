package lanewise.optim.lr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import lanewise.optim.SGD;
import org.junit.jupiter.api.Test;

/// The values are PyTorch's, but for those of nested schedulers, which it does not run.
class SequentialLRTest {
    private final SGD sgd = Trial.sgd(1);

    @Test
    void startsTheSecondAtTheMilestone() {
        var scheduler = new SequentialLR(sgd, List.of(new ConstantLR(sgd, 0.1, 2), new ExponentialLR(sgd, 0.9)), 2);
        assertThat(scheduler.getLastLr()).containsExactly(0.1);
        assertThat(scheduler.lastEpoch()).isZero();
        Trial.follows(scheduler, 0.1, 0.1, 1, 0.9, 0.81, 0.729);
        assertThat(scheduler.lastEpoch()).isEqualTo(5);
    }

    @Test
    void startsEachFromTheInitialRate() {
        var scheduler = new SequentialLR(
                sgd,
                List.of(new LinearLR(sgd, 0.25, 1, 4), new CosineAnnealingLR(sgd, 6, 0.1), new StepLR(sgd, 1, 0.5)),
                4,
                8);
        double[] expected = {0.25, 0.4375, 0.625, 0.8125, 1, 0.939711431703, 0.775, 0.55, 1, 0.5, 0.25, 0.125};
        Trial.follows(scheduler, expected);
    }

    @Test
    void restartsWarmlyAfterAWarmUp() {
        var scheduler = new SequentialLR(
                sgd, List.of(new LinearLR(sgd, 0.5, 1, 2), new CosineAnnealingWarmRestarts(sgd, 2)), 2);
        Trial.follows(scheduler, 0.5, 0.75, 1, 0.5, 1, 0.5, 1);
    }

    @Test
    void holdsAChainInAnyPlace() {
        Trial.follows(new SequentialLR(sgd, List.of(chain(0.5), new StepLR(sgd, 1, 0.5)), 3), 0.5, 0.25, 0.25, 1, 0.5);
        SGD other = Trial.sgd(1);
        var second = new ChainedScheduler(List.of(new ConstantLR(other, 0.5, 2), new ExponentialLR(other, 0.5)));
        Trial.follows(
                new SequentialLR(other, List.of(new ExponentialLR(other, 0.9), second), 2),
                1,
                0.9,
                0.5,
                0.25,
                0.25,
                0.125);
    }

    @Test
    void holdsASequenceInAnyPlace() {
        Trial.follows(
                new SequentialLR(sgd, List.of(sequence(sgd), new StepLR(sgd, 1, 0.1)), 4), 0.5, 0.5, 1, 0.5, 1, 0.1);
        SGD other = Trial.sgd(1);
        Trial.follows(
                new SequentialLR(other, List.of(new ConstantLR(other, 0.25, 9), sequence(other)), 1),
                0.25,
                0.5,
                0.5,
                1,
                0.5,
                0.25);
    }

    private static LRScheduler sequence(SGD sgd) {
        return new SequentialLR(sgd, List.of(new ConstantLR(sgd, 0.5, 9), new ExponentialLR(sgd, 0.5)), 2);
    }

    private LRScheduler chain(double gamma) {
        return new ChainedScheduler(List.of(new ConstantLR(sgd, 0.5, 2), new ExponentialLR(sgd, gamma)));
    }

    @Test
    void refusesWhatIsNoSequenceAndLeavesTheOptimizerAlone() {
        var first = new ConstantLR(sgd, 0.1, 2);
        var second = new ExponentialLR(sgd, 0.9);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SequentialLR(sgd, List.of()))
                .withMessageContaining("SequentialLR: there is no scheduler");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SequentialLR(sgd, List.of(first, second)))
                .withMessage("SequentialLR: there are 0 milestones for 2 schedulers; each but the first needs one");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SequentialLR(sgd, List.of(first, second, second), 5, 5))
                .withMessage("SequentialLR: milestones are [5, 5]; they must be above 0 and rise");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SequentialLR(sgd, List.of(first, second), 0))
                .withMessageContaining("[0]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SequentialLR(Trial.sgd(1), List.of(first, second), 5))
                .withMessageContainingAll("scheduler 0", "ConstantLR", "another optimizer");
        assertThat(Trial.rates(sgd)).containsExactly(0.1);
        assertThat(first.lastEpoch()).isZero();
    }
}

package lanewise.optim.lr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import lanewise.engine.io.StateDict;
import lanewise.optim.Optimizer;
import lanewise.optim.SGD;
import lanewise.optim.ScheduleMark;
import org.junit.jupiter.api.Test;

/// A schedule of one's own.
class EpochSchedulerTest {
    /// With something of its own to keep.
    private static final class InverseRootLR extends EpochScheduler {
        private double delay;

        InverseRootLR(Optimizer<?> optimizer, double delay) {
            this.delay = delay;
            super(optimizer, -1);
        }

        @Override
        protected double learningRate(int epoch, int group) {
            return initialRate(group) / Math.sqrt(1 + epoch / delay);
        }

        @Override
        protected void save(StateDict state) {
            super.save(state.put("delay", delay));
        }

        @Override
        protected Runnable read(SavedState state) {
            double saved = state.number("delay");
            Runnable rest = super.read(state);
            return () -> {
                rest.run();
                delay = saved;
            };
        }
    }

    @Test
    void followsItsFormula() {
        Trial.follows(new InverseRootLR(Trial.sgd(6), 1), 6, 6 / Math.sqrt(2), 6 / Math.sqrt(3), 3);
    }

    @Test
    void goesIntoASequence() {
        SGD sgd = Trial.sgd(1);
        var scheduler = new SequentialLR(sgd, List.of(new LinearLR(sgd, 0.5, 1, 2), new InverseRootLR(sgd, 1)), 2);
        Trial.follows(scheduler, 0.5, 0.75, 1, 1 / Math.sqrt(2));
    }

    @Test
    void keepsItsOwnState() {
        var first = new InverseRootLR(Trial.sgd(1), 3);
        Trial.run(first, 5);
        var second = new InverseRootLR(Trial.sgd(1), 1);
        second.loadStateDict(first.stateDict());
        second.step();
        first.step();
        assertThat(second.getLastLr()).isEqualTo(first.getLastLr());
        assertThatThrownBy(() ->
                        second.loadStateDict(first.stateDict().remove("delay").remove("last_epoch")))
                .hasMessage("the state does not fit the InverseRootLR:\n  delay is missing\n  last_epoch is missing");
    }

    @Test
    void theFirstSchedulerNotesTheInitialRateForAll() {
        SGD sgd = Trial.sgd(1);
        new LinearLR(sgd, 0.5, 1, 2);
        assertThat(sgd.paramGroups().getFirst().mark(ScheduleMark.INITIAL_LR)).hasValue(1);
        var second = new InverseRootLR(sgd, 1);
        assertThat(second.initialRate(0)).isEqualTo(1);
        assertThat(second.presentRate(0)).isEqualTo(1);
        assertThat(second.optimizer()).isSameAs(sgd);
    }

    @Test
    void needsAnInitialRateToGoOn() {
        SGD sgd = Trial.sgd(1, 1);
        sgd.paramGroups().getFirst().setMark(ScheduleMark.INITIAL_LR, 4);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LambdaLR(sgd, epoch -> epoch, 2))
                .withMessageContainingAll("LambdaLR: lastEpoch is 2, but group 1 has no initial_lr");
        sgd.paramGroups().getLast().setMark(ScheduleMark.INITIAL_LR, 5);
        assertThat(new LambdaLR(sgd, epoch -> epoch, 2).getLastLr()).containsExactly(12, 15);
    }
}

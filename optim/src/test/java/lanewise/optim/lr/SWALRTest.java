package lanewise.optim.lr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import lanewise.optim.SGD;
import org.junit.jupiter.api.Test;

/// The values are PyTorch's.
class SWALRTest {
    @Test
    void annealsEachGroupToItsRateAndStaysThere() {
        SGD sgd = Trial.sgd(1, 0.5);
        var scheduler = new SWALR(sgd, new double[] {0.1, 0.3}, 4, AnnealStrategy.COS);
        Trial.follows(scheduler, 1, 0.8681980515339, 0.55);
        Trial.followsInGroup(1, scheduler, 0.4, 0.3292893218813, 0.3, 0.3, 0.3);
        assertThat(sgd.stateDict().dicts("param_groups").getLast().number("swa_lr"))
                .isEqualTo(0.3);
    }

    @Test
    void goesOnFromARateThatWasSetByHand() {
        SGD sgd = Trial.sgd(1);
        var scheduler = new SWALR(sgd, 0.1, 4, AnnealStrategy.LINEAR);
        Trial.follows(scheduler, 1, 0.775, 0.55);
        Trial.setRates(sgd, 0.4);
        Trial.follows(scheduler, 0.4, 0.25, 0.1, 0.1);
    }

    @Test
    void takesTenEpochsOrNone() {
        assertThat(new SWALR(Trial.sgd(1), 0.1).stateDict().integer("anneal_epochs"))
                .isEqualTo(10);
        Trial.follows(new SWALR(Trial.sgd(1), 0.1, 0, AnnealStrategy.COS), 0.1, 0.1, 0.1);
    }

    @Test
    void takesItsTurnInASequence() {
        SGD sgd = Trial.sgd(1);
        var first = new ConstantLR(sgd, 0.5, 9);
        var scheduler = new SequentialLR(sgd, List.of(first, new SWALR(sgd, 0.1, 2, AnnealStrategy.LINEAR)), 2);
        Trial.follows(scheduler, 0.5, 0.5, 0.5, 0.3, 0.1, 0.1);
    }

    @Test
    void refusesBadOptionsAndLeavesTheGroupsAlone() {
        SGD sgd = Trial.sgd(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SWALR(sgd, 0.1, -1, AnnealStrategy.COS))
                .withMessageContainingAll("SWALR", "annealEpochs", "-1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SWALR(sgd, -0.1))
                .withMessageContainingAll("SWALR", "swaLr", "-0.1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SWALR(sgd, new double[] {1, 2}, 4, AnnealStrategy.COS))
                .withMessageContainingAll("SWALR", "swaLr", "2 values", "1 groups");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SWALR(sgd, new double[] {1}, 4, AnnealStrategy.COS, 3))
                .withMessageContainingAll("SWALR", "lastEpoch", "initial_lr");
        assertThat(sgd.stateDict().dicts("param_groups").getFirst().has("swa_lr"))
                .isFalse();
    }
}

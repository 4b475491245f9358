package lanewise.optim.lr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import lanewise.optim.SGD;
import org.junit.jupiter.api.Test;

class CosineAnnealingWarmRestartsTest {
    @Test
    void startsAnewAfterEachPeriod() {
        Trial.follows(
                new CosineAnnealingWarmRestarts(Trial.sgd(1), 3, 2),
                1,
                0.75,
                0.25,
                1,
                0.9330127018922,
                0.75,
                0.5,
                0.25,
                0.06698729810778,
                1);
        Trial.follows(new CosineAnnealingWarmRestarts(Trial.sgd(1), 2), 1, 0.5, 1, 0.5, 1);
    }

    /// The values are PyTorch's.
    @Test
    void goesToAnyEpoch() {
        SGD sgd = Trial.sgd(1);
        var scheduler = new CosineAnnealingWarmRestarts(sgd, 3, 2, 0.1);
        double[] epochs = {0, 0.5, 2.75, 3, 4.5, 9, 20.25};
        double[] expected = {1, 0.939711431703, 0.11533337816992, 1, 0.868198051533946, 1, 0.108646623818546};
        for (int i = 0; i < epochs.length; i++) {
            scheduler.step(epochs[i]);
            Trial.near(Trial.rates(sgd), expected[i]);
        }
        assertThat(scheduler.lastEpoch()).isEqualTo(20);
        Trial.follows(scheduler, 0.108646623818546, 0.999759064364365, 0.993989499438196);
        assertThat(scheduler.stateDict().number("T_cur")).isEqualTo(1.25);
        assertThat(scheduler.stateDict().number("T_i")).isEqualTo(24);
    }

    /// 1 + 10 + 100 epochs in: PyTorch's logarithm of 1000 to the base 10 is below 3, so that it is late by one.
    @Test
    void startsAnewExactlyAtThePeriodsEnd() {
        SGD sgd = Trial.sgd(1);
        new CosineAnnealingWarmRestarts(sgd, 1, 10).step(111);
        assertThat(Trial.rates(sgd)).containsExactly(1);
    }

    @Test
    void periodsOfTheSameLengthGoToAnyEpochToo() {
        SGD sgd = Trial.sgd(1);
        new CosineAnnealingWarmRestarts(sgd, 4).step(1002);
        Trial.near(Trial.rates(sgd), 0.5);
    }

    @Test
    void refusesBadOptions() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CosineAnnealingWarmRestarts(Trial.sgd(1), 0))
                .withMessageContainingAll("CosineAnnealingWarmRestarts", "t0", "0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CosineAnnealingWarmRestarts(Trial.sgd(1), 1, 0))
                .withMessageContainingAll("CosineAnnealingWarmRestarts", "tMult", "0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CosineAnnealingWarmRestarts(Trial.sgd(1), 1).step(-0.5))
                .withMessageContainingAll("CosineAnnealingWarmRestarts", "epoch", "-0.5");
    }
}

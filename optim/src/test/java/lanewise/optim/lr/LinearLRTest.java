package lanewise.optim.lr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import lanewise.optim.SGD;
import org.junit.jupiter.api.Test;

class LinearLRTest {
    @Test
    void risesInAStraightLine() {
        Trial.follows(new LinearLR(Trial.sgd(1)), 1 / 3.0, 7 / 15.0, 0.6, 11 / 15.0, 13 / 15.0, 1, 1);
    }

    @Test
    void goesOnFromARateThatWasSetByHand() {
        SGD sgd = Trial.sgd(1);
        var scheduler = new LinearLR(sgd, 1, 0.2, 4);
        Trial.follows(scheduler, 1, 0.8, 0.6);
        Trial.setRates(sgd, 2);
        Trial.follows(scheduler, 2, 4 / 3.0, 2 / 3.0, 2 / 3.0);
    }

    /// The recursion rounds to -1.5e-17, which no optimizer would take.
    @Test
    void endsAtZeroNotBelow() {
        SGD sgd = Trial.sgd(1);
        Trial.follows(new LinearLR(sgd, 1 / 3.0, 0, 5), 1 / 3.0, 4 / 15.0, 0.2, 2 / 15.0, 1 / 15.0, 0, 0);
        assertThat(Trial.rates(sgd)).containsExactly(0);
    }

    @Test
    void refusesBadOptions() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LinearLR(Trial.sgd(1), 0, 1, 5))
                .withMessage("LinearLR: startFactor is 0.0; it must be above 0 and at most 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LinearLR(Trial.sgd(1), 1, 1.5, 5))
                .withMessageContainingAll("LinearLR", "endFactor", "1.5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LinearLR(Trial.sgd(1), 1, 1, 0))
                .withMessageContainingAll("LinearLR", "totalIters", "0");
    }
}

package lanewise.optim.lr;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import lanewise.optim.SGD;
import org.junit.jupiter.api.Test;

class CosineAnnealingLRTest {
    private static final double UP = 0.5 + Math.sqrt(0.5) / 2;

    @Test
    void fallsAndRisesAgain() {
        Trial.follows(new CosineAnnealingLR(Trial.sgd(1), 4), 1, UP, 0.5, 1 - UP, 0, 1 - UP, 0.5, UP, 1, UP);
    }

    /// The values are PyTorch's.
    @Test
    void goesOnFromARateThatWasSetByHand() {
        SGD sgd = Trial.sgd(1);
        var scheduler = new CosineAnnealingLR(sgd, 5, 0.1);
        Trial.follows(scheduler, 1, 0.9140576474687, 0.6890576474687);
        Trial.setRates(sgd, 0.4);
        double[] expected = {
            0.4,
            0.2583592135001,
            0.1437694101251,
            0.1,
            0.1859423525313,
            0.4109423525313,
            0.6890576474687,
            0.9140576474687,
            1
        };
        Trial.follows(scheduler, expected);
    }

    @Test
    void resumedByAnEpochItKeepsTheRateThatIsThere() {
        SGD sgd = Trial.sgd(1);
        Trial.run(new CosineAnnealingLR(sgd, 4), 2);
        Trial.follows(new CosineAnnealingLR(sgd, 4, 0, 1), 0.5, 1 - UP, 0);
    }

    @Test
    void refusesBadOptions() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CosineAnnealingLR(Trial.sgd(1), 0))
                .withMessageContainingAll("CosineAnnealingLR", "tMax", "0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CosineAnnealingLR(Trial.sgd(1), 5, -0.1))
                .withMessageContainingAll("CosineAnnealingLR", "etaMin", "-0.1");
    }
}

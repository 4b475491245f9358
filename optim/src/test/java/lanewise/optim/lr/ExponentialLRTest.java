package lanewise.optim.lr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import lanewise.optim.SGD;
import org.junit.jupiter.api.Test;

class ExponentialLRTest {
    @Test
    void multipliesEveryEpoch() {
        Trial.follows(new ExponentialLR(Trial.sgd(1), 0.9), 1, 0.9, 0.81, 0.729, 0.6561);
    }

    @Test
    void resumedByAnEpochItKeepsTheRateThatIsThere() {
        SGD first = Trial.sgd(1);
        Trial.run(new ExponentialLR(first, 0.5), 5);
        SGD second = Trial.sgd(7);
        second.loadStateDict(first.stateDict());
        var resumed = new ExponentialLR(second, 0.5, 4);
        assertThat(resumed.lastEpoch()).isEqualTo(5);
        Trial.follows(resumed, 0.03125, 0.015625);
    }

    @Test
    void refusesABadGamma() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ExponentialLR(Trial.sgd(1), -0.5))
                .withMessageContainingAll("ExponentialLR", "gamma", "-0.5");
    }
}

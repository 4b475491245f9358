package lanewise.optim.lr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import lanewise.optim.SGD;
import org.junit.jupiter.api.Test;

class StepLRTest {
    @Test
    void multipliesEveryStepSizeEpochs() {
        Trial.follows(new StepLR(Trial.sgd(1), 3), 1, 1, 1, 0.1, 0.1, 0.1, 0.01, 0.01);
        Trial.follows(new StepLR(Trial.sgd(0.5), 1, 0.5), 0.5, 0.25, 0.125);
    }

    @Test
    void goesOnFromARateThatWasSetByHand() {
        SGD sgd = Trial.sgd(1);
        var scheduler = new StepLR(sgd, 3);
        Trial.run(scheduler, 3);
        Trial.setRates(sgd, 0.5);
        Trial.follows(scheduler, 0.5, 0.5, 0.5, 0.05, 0.05);
    }

    @Test
    void aGroupThatJoinsLaterGoesDownTheSameStairs() {
        SGD sgd = Trial.sgd(1);
        var scheduler = new StepLR(sgd, 2, 0.5);
        scheduler.step();
        sgd.addParamGroup(List.of(Trial.parameter()), new SGD.Options(8));
        scheduler.step();
        assertThat(Trial.rates(sgd)).containsExactly(0.5, 4);
        assertThat(scheduler.getLastLr()).containsExactly(0.5, 4);
    }

    @Test
    void refusesBadOptionsAndLeavesTheOptimizerAlone() {
        SGD sgd = Trial.sgd(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StepLR(sgd, 0))
                .withMessage("StepLR: stepSize is 0; it must be a whole number, 1 or above");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StepLR(sgd, 3, Double.NaN))
                .withMessageContainingAll("StepLR", "gamma", "NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StepLR(sgd, 3, 0.1, -2))
                .withMessageContainingAll("lastEpoch", "-2");
        assertThat(sgd.stateDict().dicts("param_groups").getFirst().has("initial_lr"))
                .isFalse();
    }
}

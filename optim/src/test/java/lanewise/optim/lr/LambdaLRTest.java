package lanewise.optim.lr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import lanewise.optim.SGD;
import org.junit.jupiter.api.Test;

class LambdaLRTest {
    @Test
    void multipliesTheInitialRateWhateverThePresentOneIs() {
        SGD sgd = Trial.sgd(1, 2);
        var scheduler = new LambdaLR(sgd, List.of(epoch -> Math.pow(0.5, epoch), epoch -> 1.0 / (1 + epoch)));
        Trial.follows(scheduler, 1, 0.5, 0.25);
        Trial.setRates(sgd, 7);
        Trial.followsInGroup(1, scheduler, 7, 0.5, 0.4);
        assertThat(Trial.rates(sgd)[0]).isEqualTo(0.0625);
    }

    @Test
    void oneFunctionIsForAllGroups() {
        assertThat(Trial.run(new LambdaLR(Trial.sgd(1, 2), epoch -> epoch + 1), 1)
                        .getLast())
                .containsExactly(2, 4);
    }

    @Test
    void leavesAGroupThatJoinsLaterAlone() {
        SGD sgd = Trial.sgd(1);
        var scheduler = new LambdaLR(sgd, epoch -> epoch + 1);
        sgd.addParamGroup(List.of(Trial.parameter()), new SGD.Options(8));
        scheduler.step();
        assertThat(Trial.rates(sgd)).containsExactly(2, 8);
    }

    @Test
    void goesOnAfterAnEpoch() {
        SGD sgd = Trial.sgd(1);
        new LambdaLR(sgd, epoch -> epoch + 1);
        Trial.follows(new LambdaLR(sgd, epoch -> epoch + 1, 4), 6, 7);
    }

    @Test
    void refusesAnotherNumberOfFunctions() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LambdaLR(Trial.sgd(1), List.of(epoch -> 1, epoch -> 2)))
                .withMessage("LambdaLR: there are 2 functions, the optimizer has 1 groups");
    }

    @Test
    void aRateThatIsNoneChangesNothing() {
        SGD sgd = Trial.sgd(1, 2);
        var scheduler = new LambdaLR(sgd, List.of(epoch -> 3, epoch -> epoch < 2 ? 1 : Double.NaN));
        scheduler.step();
        assertThatIllegalStateException()
                .isThrownBy(scheduler::step)
                .withMessage(
                        "LambdaLR: at epoch 2 the learning rate of group 1, 2.0 now, would be NaN; it must be a finite"
                                + " number, 0 or above");
        assertThat(Trial.rates(sgd)).containsExactly(3, 2);
        assertThat(scheduler.lastEpoch()).isEqualTo(1);
        assertThat(scheduler.stateDict().integer("_step_count")).isEqualTo(2);
        assertThatIllegalStateException().isThrownBy(() -> new LambdaLR(Trial.sgd(1), epoch -> -1));
    }
}

package lanewise.optim.lr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import lanewise.engine.io.StateDict;
import lanewise.engine.io.StateDictException;
import lanewise.optim.SGD;
import org.junit.jupiter.api.Test;

/// The values are PyTorch's.
class ReduceLROnPlateauTest {
    private static final ReduceLROnPlateau.Options OPTIONS = new ReduceLROnPlateau.Options();

    /// Progress of 0.1 counts; two epochs of rest after each reduction.
    private static final ReduceLROnPlateau.Options UPWARDS = OPTIONS.withMode(ReduceLROnPlateau.Mode.MAX)
            .withFactor(0.5)
            .withPatience(0)
            .withThreshold(0.1, ReduceLROnPlateau.ThresholdMode.ABS)
            .withCooldown(2)
            .withMinLr(0.2, 0.04);

    private static final double[] METRICS = {0.5, 0.55, 0.7, 0.7, 0.7, 0.75, 0.7, 0.9, 0.9, 0.8};
    private static final double[] RATES = {1, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.25, 0.2, 0.2};

    @Test
    void hasPyTorchsDefaults() {
        assertThat(OPTIONS)
                .isEqualTo(new ReduceLROnPlateau.Options(
                        ReduceLROnPlateau.Mode.MIN,
                        0.1,
                        10,
                        1e-4,
                        ReduceLROnPlateau.ThresholdMode.REL,
                        0,
                        List.of(0.0),
                        1e-8));
    }

    @Test
    void reducesAfterMoreBadEpochsThanItsPatience() {
        SGD sgd = Trial.sgd(1);
        var scheduler = new ReduceLROnPlateau(sgd, OPTIONS.withPatience(2));
        assertThat(scheduler.getLastLr()).containsExactly(1);
        for (double rate : new double[] {1, 1, 1, 0.1, 0.1, 0.1, 0.01, 0.01}) {
            scheduler.step(1);
            Trial.near(Trial.rates(sgd), rate);
            Trial.near(scheduler.getLastLr(), rate);
        }
        assertThat(scheduler.best()).isEqualTo(1);
        assertThat(scheduler.numBadEpochs()).isEqualTo(1);
        assertThat(scheduler.lastEpoch()).isEqualTo(8);
    }

    @Test
    void restsAfterAReductionAndStopsAtTheLowestRate() {
        SGD sgd = Trial.sgd(1, 0.05);
        var scheduler = new ReduceLROnPlateau(sgd, UPWARDS);
        for (int i = 0; i < METRICS.length; i++) {
            scheduler.step(METRICS[i]);
            Trial.near(Trial.rates(sgd), RATES[i], i == 0 ? 0.05 : 0.04);
        }
        assertThat(scheduler.inCooldown()).isTrue();
    }

    @Test
    void leavesOutAReductionThatIsTooSmall() {
        SGD sgd = Trial.sgd(1);
        var scheduler = new ReduceLROnPlateau(
                sgd, OPTIONS.withPatience(0).withFactor(0.5).withEps(0.6));
        scheduler.step(1);
        scheduler.step(1);
        assertThat(Trial.rates(sgd)).containsExactly(1);
    }

    @Test
    void whatIsNotANumberIsBad() {
        SGD sgd = Trial.sgd(1);
        var scheduler = new ReduceLROnPlateau(sgd, OPTIONS.withPatience(0));
        scheduler.step(Double.NaN);
        assertThat(Trial.rates(sgd)).containsExactly(0.1);
        assertThat(scheduler.best()).isInfinite();
    }

    @Test
    void goesOnFromAStateAtAnyStep() {
        for (int split = 0; split < METRICS.length; split++) {
            SGD first = Trial.sgd(1, 0.05);
            var before = new ReduceLROnPlateau(first, UPWARDS);
            for (int i = 0; i < split; i++) {
                before.step(METRICS[i]);
            }
            SGD second = Trial.sgd(1, 1);
            var after = new ReduceLROnPlateau(second);
            second.loadStateDict(first.stateDict());
            after.loadStateDict(before.stateDict());
            assertThat(after.getLastLr()).isEqualTo(before.getLastLr());
            for (int i = split; i < METRICS.length; i++) {
                after.step(METRICS[i]);
                assertThat(Trial.rates(second)[0]).isEqualTo(RATES[i]);
            }
        }
    }

    @Test
    void aLowestRateForAllCoversAGroupThatJoinsLater() {
        SGD sgd = Trial.sgd(1);
        var scheduler = new ReduceLROnPlateau(sgd, OPTIONS.withPatience(0).withMinLr(0.2));
        sgd.addParamGroup(List.of(Trial.parameter()), new SGD.Options(8));
        scheduler.step(Double.NaN);
        Trial.near(Trial.rates(sgd), 0.2, 0.8);
    }

    @Test
    void refusesBadOptions() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OPTIONS.withFactor(1))
                .withMessage("ReduceLROnPlateau: factor is 1.0; it must be at least 0 and below 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OPTIONS.withPatience(-1))
                .withMessageContainingAll("ReduceLROnPlateau", "patience", "-1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReduceLROnPlateau(Trial.sgd(1), UPWARDS))
                .withMessageContainingAll("ReduceLROnPlateau", "minLr", "2 values", "1 groups");
    }

    @Test
    void namesAllThatDoesNotFitAndChangesNothing() {
        var scheduler = new ReduceLROnPlateau(Trial.sgd(1));
        StateDict before = scheduler.stateDict();
        StateDict bad = scheduler
                .stateDict()
                .put("mode", "sideways")
                .put("factor", 2.0)
                .put("best", "none")
                .put("patience", 5)
                .remove("cooldown");
        assertThatThrownBy(() -> scheduler.loadStateDict(bad))
                .isInstanceOf(StateDictException.class)
                .hasMessageContainingAll(
                        "ReduceLROnPlateau",
                        "mode is sideways, not one of [min, max]",
                        "factor is 2.0",
                        "best is none, not a number",
                        "cooldown is missing");
        assertThat(scheduler.stateDict()).hasToString(before.toString());
    }

    /// PyTorch before 2.5 has neither a `default_min_lr` nor, before the first step, rates.
    @Test
    void readsAnOldState() {
        var scheduler = new ReduceLROnPlateau(Trial.sgd(1, 2), OPTIONS.withMinLr(0.1, 0.2));
        StateDict state = scheduler.stateDict();
        assertThat(state.isNull("default_min_lr")).isTrue();
        assertThat(state.number("mode_worse")).isEqualTo(Double.POSITIVE_INFINITY);
        state.remove("default_min_lr").remove("_last_lr");
        scheduler.loadStateDict(state);
        assertThat(scheduler.stateDict().numbers("min_lrs")).containsExactly(0.1, 0.2);
        assertThat(scheduler.getLastLr()).containsExactly(1, 2);
    }
}

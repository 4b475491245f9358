package lanewise.optim.lr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import lanewise.engine.io.StateDictException;
import lanewise.optim.AdaGrad;
import lanewise.optim.Adam;
import lanewise.optim.SGD;
import org.junit.jupiter.api.Test;

/// The values are PyTorch's.
class OneCycleLRTest {
    private static final OneCycleLR.Options OPTIONS = new OneCycleLR.Options(1, 10);

    private final SGD sgd = Trial.sgd(1);

    @Test
    void hasPyTorchsDefaults() {
        assertThat(OPTIONS)
                .isEqualTo(new OneCycleLR.Options(
                        List.of(1.0), 10, 0.3, AnnealStrategy.COS, true, List.of(0.85), List.of(0.95), 25, 1e4, false));
        assertThat(new OneCycleLR.Options(1, 2, 5)).isEqualTo(OPTIONS);
    }

    @Test
    void risesAndFallsAndTheMomentumFallsAndRises() {
        var scheduler = new OneCycleLR(sgd, 1, 10);
        double[] rates = {
            0.04,
            0.52,
            1,
            0.9504846320135,
            0.8117456539498,
            0.6112620219363,
            0.3887419780637,
            0.1882583460502,
            0.04951936798653,
            4e-06,
            0.04951936798653
        };
        double[] momentums = {
            0.95,
            0.9,
            0.85,
            0.8549515566049,
            0.8688255099071,
            0.8888739533022,
            0.9111260466978,
            0.9311744900929,
            0.9450484433951,
            0.95,
            0.9450484433951
        };
        for (int i = 0; i < rates.length; i++) {
            if (i > 0) {
                scheduler.step();
            }
            Trial.near(Trial.rates(sgd), rates[i]);
            Trial.near(Trial.momentums(sgd), momentums[i]);
        }
        assertThatIllegalStateException()
                .isThrownBy(scheduler::step)
                .withMessage("OneCycleLR: step 11 is one too many; totalSteps is 10");
        assertThat(scheduler.lastEpoch()).isEqualTo(10);
    }

    @Test
    void hasThreeStraightPhases() {
        Adam adam = Trial.adam(1, 2);
        var options = OPTIONS.withMaxLr(1, 2)
                .withAnnealStrategy(AnnealStrategy.LINEAR)
                .withThreePhase(true)
                .withDivFactor(4)
                .withFinalDivFactor(100);
        var scheduler = new OneCycleLR(adam, options);
        Trial.follows(scheduler, 0.25, 0.625, 1, 0.625, 0.25);
        Trial.followsInGroup(1, scheduler, 0.5, 0.401, 0.302, 0.203, 0.104, 0.005);
        Trial.near(Trial.momentums(adam), 0.95, 0.95);
    }

    /// PyTorch's rate there is -0.14, and its momentum 1.02.
    @Test
    void aStraightLineStopsAtZeroBeyondTheEnd() {
        Adam adam = Trial.adam(1);
        var scheduler = new OneCycleLR(adam, new OneCycleLR.Options(1, 2).withAnnealStrategy(AnnealStrategy.LINEAR));
        Trial.run(scheduler, 2);
        assertThat(Trial.rates(adam)).containsExactly(0);
        assertThat(Trial.momentums(adam)).containsExactly(0.95);
    }

    @Test
    void aPhaseMayHaveNoLength() {
        Trial.follows(new OneCycleLR(sgd, OPTIONS.withMaxLr(3).withPctStart(0.1).withCycleMomentum(false)), 3);
        Trial.follows(new OneCycleLR(sgd, new OneCycleLR.Options(3, 1).withPctStart(1)), 3, 3 / 25e4);
    }

    @Test
    void leavesTheEndsOfThePhasesWithTheGroups() {
        new OneCycleLR(sgd, 1, 10);
        var group = sgd.stateDict().dicts("param_groups").getFirst();
        assertThat(group.number("initial_lr")).isEqualTo(0.04);
        assertThat(group.number("max_lr")).isEqualTo(1);
        assertThat(group.number("min_lr")).isEqualTo(4e-6);
        assertThat(group.number("base_momentum")).isEqualTo(0.85);
        assertThat(group.number("max_momentum")).isEqualTo(0.95);
    }

    @Test
    void goesOnAfterAnEpochFromTheGroupsAlone() {
        Trial.run(new OneCycleLR(sgd, 1, 10), 4);
        SGD other = Trial.sgd(9);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OneCycleLR(other, OPTIONS, 3))
                .withMessage(
                        "OneCycleLR: lastEpoch is 3, but group 0 has no initial_lr; load the optimizer's saved state"
                                + " first, or start with -1");
        other.loadStateDict(sgd.stateDict());
        Trial.follows(new OneCycleLR(other, OPTIONS, 3), 0.8117456539498, 0.6112620219363);
    }

    @Test
    void needsAMomentumOnlyToCycleIt() {
        var adaGrad = new AdaGrad(List.of(Trial.parameter()), 0.5);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OneCycleLR(adaGrad, OPTIONS))
                .withMessageContainingAll("OneCycleLR", "momentum or beta1", "AdaGrad");
        assertThat(adaGrad.stateDict().dicts("param_groups").getFirst().has("max_lr"))
                .isFalse();
        Trial.follows(new OneCycleLR(adaGrad, OPTIONS.withCycleMomentum(false)), 0.04, 0.52, 1);
    }

    /// Up to PyTorch 2.1 the state has the method instead of its kind.
    @Test
    void loadsAStateOfPyTorch2Dot1() {
        var saved = new OneCycleLR(Trial.sgd(1), OPTIONS.withAnnealStrategy(AnnealStrategy.LINEAR));
        var state = saved.stateDict().remove("_anneal_func_type");
        var scheduler = new OneCycleLR(sgd, OPTIONS);
        var before = scheduler.stateDict().toString();

        assertThatExceptionOfType(StateDictException.class)
                .isThrownBy(() -> scheduler.loadStateDict(state))
                .withMessageContaining("_anneal_func_type");
        assertThatExceptionOfType(StateDictException.class)
                .isThrownBy(() -> scheduler.loadStateDict(state.copy().put("anneal_func", "os.system")))
                .withMessageContainingAll("anneal_func", "os.system", "OneCycleLR._annealing_cos");
        assertThat(scheduler.stateDict()).hasToString(before);

        scheduler.loadStateDict(
                state.copy().put("anneal_func", "torch.optim.lr_scheduler.OneCycleLR._annealing_linear"));
        assertThat(scheduler.stateDict().text("_anneal_func_type")).isEqualTo("linear");
    }

    @Test
    void refusesBadOptions() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OPTIONS.withPctStart(1.5))
                .withMessage("OneCycleLR: pctStart is 1.5; it must be from 0 to 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OneCycleLR.Options(1, 0))
                .withMessageContainingAll("OneCycleLR", "totalSteps", "0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OneCycleLR.Options(1, 3, 0))
                .withMessageContainingAll("OneCycleLR", "stepsPerEpoch", "0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OPTIONS.withDivFactor(0))
                .withMessageContainingAll("OneCycleLR", "divFactor", "0.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OPTIONS.withBaseMomentum())
                .withMessageContainingAll("OneCycleLR", "baseMomentum", "no value");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OneCycleLR(Trial.sgd(1, 2, 3), OPTIONS.withMaxLr(1, 2)))
                .withMessageContainingAll("OneCycleLR", "maxLr", "2 values", "3 groups");
    }
}

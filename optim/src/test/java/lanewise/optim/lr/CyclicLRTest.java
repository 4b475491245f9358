package lanewise.optim.lr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import lanewise.optim.AdaGrad;
import lanewise.optim.Adam;
import lanewise.optim.SGD;
import org.junit.jupiter.api.Test;

/// The values are PyTorch's.
class CyclicLRTest {
    private static final CyclicLR.Options OPTIONS = new CyclicLR.Options(0.1, 1);

    private final SGD sgd = Trial.sgd(1);

    @Test
    void hasPyTorchsDefaults() {
        assertThat(OPTIONS.stepSizeUp()).isEqualTo(2000);
        assertThat(OPTIONS.stepSizeDown()).isEqualTo(2000);
        assertThat(OPTIONS.mode()).isEqualTo(CyclicLR.Mode.TRIANGULAR);
        assertThat(OPTIONS.gamma()).isEqualTo(1);
        assertThat(OPTIONS.cycleMomentum()).isTrue();
        assertThat(OPTIONS.baseMomentum()).containsExactly(0.8);
        assertThat(OPTIONS.maxMomentum()).containsExactly(0.9);
    }

    @Test
    void goesUpAndDownAndTheMomentumDownAndUp() {
        var scheduler = new CyclicLR(sgd, OPTIONS.withStepSizes(4, 2));
        double[] rates = {0.1, 0.325, 0.55, 0.775, 1, 0.55, 0.1, 0.325, 0.55};
        double[] momentums = {0.9, 0.875, 0.85, 0.825, 0.8, 0.85, 0.9, 0.875, 0.85};
        for (int i = 0; i < rates.length; i++) {
            Trial.near(Trial.rates(sgd), rates[i]);
            Trial.near(Trial.momentums(sgd), momentums[i]);
            scheduler.step();
        }
    }

    @Test
    void trianglesHalve() {
        var scheduler = new CyclicLR(
                sgd, OPTIONS.withStepSize(2).withMode(CyclicLR.Mode.TRIANGULAR2).withBaseMomentum(0.5));
        Trial.follows(scheduler, 0.1, 0.55, 1, 0.55, 0.1, 0.325, 0.55, 0.325, 0.1, 0.2125);
        Trial.near(Trial.momentums(sgd), 0.85);
    }

    @Test
    void trianglesFade() {
        var scheduler = new CyclicLR(
                sgd, OPTIONS.withStepSize(3).withMode(CyclicLR.Mode.EXP_RANGE).withGamma(0.9));
        Trial.follows(scheduler, 0.1, 0.37, 0.586, 0.7561, 0.49366, 0.277147, 0.1, 0.24348907);
        Trial.near(Trial.momentums(sgd), 0.88405677);
    }

    @Test
    void scalesByAFunctionAndEachGroupByItsBounds() {
        SGD two = Trial.sgd(1, 2);
        var options = OPTIONS.withStepSize(2)
                .withBaseLr(0.1, 0.2)
                .withMaxLr(1, 2)
                .withMaxMomentum(0.9, 0.95)
                .withScaleFn(cycle -> 1 / cycle, CyclicLR.ScaleMode.CYCLE);
        var scheduler = new CyclicLR(two, options);
        Trial.followsInGroup(1, scheduler, 0.2, 1.1, 2, 1.1, 0.2, 0.65, 1.1, 0.65);
        Trial.near(Trial.rates(two), 0.325, 0.65);
        Trial.near(Trial.momentums(two), 0.875, 0.9125);
        Trial.follows(
                new CyclicLR(
                        sgd,
                        options.withBaseLr(0)
                                .withMaxLr(1)
                                .withMaxMomentum(0.9)
                                .withScaleFn(step -> 1 / (1 + step), CyclicLR.ScaleMode.ITERATIONS)),
                0,
                0.25,
                1 / 3.0,
                0.125,
                0);
    }

    @Test
    void cyclesAdamsBeta1() {
        Adam adam = Trial.adam(1);
        var scheduler = new CyclicLR(adam, OPTIONS.withStepSize(2));
        assertThat(adam.paramGroups().getFirst().options().beta1()).isEqualTo(0.9);
        scheduler.step();
        Trial.near(new double[] {adam.paramGroups().getFirst().options().beta1()}, 0.85);
        assertThat(adam.paramGroups().getFirst().options().beta2()).isEqualTo(0.999);
    }

    @Test
    void needsAMomentumOnlyToCycleIt() {
        var adaGrad = new AdaGrad(List.of(Trial.parameter()), 0.5);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CyclicLR(adaGrad, OPTIONS))
                .withMessage(
                        "CyclicLR: cycleMomentum is true; the optimizer must support momentum or beta1 with it, and"
                                + " AdaGrad does not; switch cycleMomentum off");
        assertThat(Trial.rates(adaGrad)).containsExactly(0.5);
        Trial.follows(new CyclicLR(adaGrad, OPTIONS.withStepSize(1).withCycleMomentum(false)), 0.1, 1, 0.1);
    }

    @Test
    void refusesBadOptionsAndLeavesTheOptimizerAlone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OPTIONS.withStepSizes(0, 3))
                .withMessageContainingAll("CyclicLR", "stepSizeUp", "0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OPTIONS.withMaxLr(1, -2))
                .withMessageContainingAll("CyclicLR", "maxLr", "-2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OPTIONS.withGamma(Double.NaN))
                .withMessageContainingAll("CyclicLR", "gamma", "NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CyclicLR(sgd, OPTIONS.withBaseLr(1, 2)))
                .withMessage("CyclicLR: baseLr has 2 values, the optimizer 1 groups; one for all or one for each is"
                        + " needed");
        Adam adam = Trial.adam(0.5);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CyclicLR(adam, OPTIONS.withMaxMomentum(1)))
                .withMessageContainingAll("beta1", "1.0");
        assertThat(Trial.rates(adam)).containsExactly(0.5);
        assertThat(Trial.momentums(adam)).containsExactly(0.9);
    }
}

package lanewise.optim.lr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import lanewise.optim.SGD;
import org.junit.jupiter.api.Test;

class ChainedSchedulerTest {
    @Test
    void stepsThemTogether() {
        SGD sgd = Trial.sgd(1);
        var scheduler = new ChainedScheduler(List.of(new ConstantLR(sgd, 0.1, 2), new ExponentialLR(sgd, 0.9)));
        assertThat(scheduler.getLastLr()).containsExactly(0.1);
        Trial.follows(scheduler, 0.1, 0.09, 0.81, 0.729, 0.6561);
    }

    @Test
    void givesTheProductOfTheCurves() {
        SGD sgd = Trial.sgd(1);
        var scheduler = new ChainedScheduler(List.of(
                new LinearLR(sgd, 0.1, 1, 7),
                new StepLR(sgd, 4, 0.3),
                new PolynomialLR(sgd, 20, 1.5),
                new ExponentialLR(sgd, 0.95),
                new MultiStepLR(sgd, new int[] {3, 11}, 0.7),
                new MultiplicativeLR(sgd, epoch -> epoch % 2 == 0 ? 1.1 : 0.9)));
        List<List<double[]>> alone = List.of(
                Trial.run(new LinearLR(Trial.sgd(1), 0.1, 1, 7), 25),
                Trial.run(new StepLR(Trial.sgd(1), 4, 0.3), 25),
                Trial.run(new PolynomialLR(Trial.sgd(1), 20, 1.5), 25),
                Trial.run(new ExponentialLR(Trial.sgd(1), 0.95), 25),
                Trial.run(new MultiStepLR(Trial.sgd(1), new int[] {3, 11}, 0.7), 25),
                Trial.run(new MultiplicativeLR(Trial.sgd(1), epoch -> epoch % 2 == 0 ? 1.1 : 0.9), 25));
        List<double[]> together = Trial.run(scheduler, 25);
        for (int t = 0; t <= 25; t++) {
            double product = 1;
            for (List<double[]> one : alone) {
                product *= one.get(t)[0];
            }
            Trial.near(together.get(t), product);
        }
    }

    @Test
    void refusesNoneAndStrangers() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ChainedScheduler(List.of()))
                .withMessageContaining("ChainedScheduler: there is no scheduler");
        var first = new ExponentialLR(Trial.sgd(1), 0.9);
        var second = new ExponentialLR(Trial.sgd(1), 0.9);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ChainedScheduler(List.of(first, second)))
                .withMessage("ChainedScheduler: scheduler 1, ExponentialLR, is for another optimizer; all of them must"
                        + " share one");
    }
}

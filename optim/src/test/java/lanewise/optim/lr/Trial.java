package lanewise.optim.lr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import lanewise.autograd.Tensor;
import lanewise.optim.Adam;
import lanewise.optim.MomentumOptions;
import lanewise.optim.Optimizer;
import lanewise.optim.ParamGroup;
import lanewise.optim.SGD;

/// What the tests of the schedulers share: optimizers with one small parameter in each group, and runs.
final class Trial {
    private Trial() {}

    /// With momentum 0.9 and a group for each rate.
    static SGD sgd(double... rates) {
        SGD optimizer = new SGD(List.of(parameter()), rates[0], 0.9);
        for (int i = 1; i < rates.length; i++) {
            optimizer.addParamGroup(List.of(parameter()), new SGD.Options(rates[i]).withMomentum(0.9));
        }
        return optimizer;
    }

    /// With a group for each rate.
    static Adam adam(double... rates) {
        Adam optimizer = new Adam(List.of(parameter()), rates[0]);
        for (int i = 1; i < rates.length; i++) {
            optimizer.addParamGroup(List.of(parameter()), new Adam.Options(rates[i]));
        }
        return optimizer;
    }

    static Tensor parameter() {
        return Tensor.of(1, 2).requiresGrad_(true);
    }

    static double[] rates(Optimizer<?> optimizer) {
        return collect(optimizer, ParamGroup::learningRate);
    }

    static double[] momentums(Optimizer<?> optimizer) {
        return collect(optimizer, group -> ((MomentumOptions<?>) group.options()).momentum());
    }

    private static double[] collect(Optimizer<?> optimizer, ToDoubleFunction<ParamGroup<?>> value) {
        return optimizer.paramGroups().stream().mapToDouble(value).toArray();
    }

    /// The rates of all groups, now and after each of the steps.
    static List<double[]> run(LRScheduler scheduler, int steps) {
        List<double[]> rates = new ArrayList<>();
        rates.add(rates(scheduler.optimizer()));
        for (int i = 0; i < steps; i++) {
            scheduler.step();
            rates.add(rates(scheduler.optimizer()));
            assertThat(scheduler.getLastLr()).isEqualTo(rates.getLast());
        }
        return rates;
    }

    /// The first group's rate is the first of these now, and the others one by one after steps.
    static void follows(LRScheduler scheduler, double... expected) {
        followsInGroup(0, scheduler, expected);
    }

    /// The same for another group.
    static void followsInGroup(int group, LRScheduler scheduler, double... expected) {
        double[] actual = run(scheduler, expected.length - 1).stream()
                .mapToDouble(rates -> rates[group])
                .toArray();
        near(actual, expected);
    }

    /// To 12 digits, as the expected values are printed.
    static void near(double[] actual, double... expected) {
        assertThat(actual).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat(Math.abs(actual[i] - expected[i]))
                    .as("%s at %s is %s", expected[i], i, actual[i])
                    .isLessThanOrEqualTo(1e-12 * Math.abs(expected[i]) + 1e-15);
        }
    }

    /// Sets the rate of all groups by hand.
    static void setRates(Optimizer<?> optimizer, double rate) {
        optimizer.paramGroups().forEach(group -> group.setLearningRate(rate));
    }
}

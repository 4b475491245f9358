package lanewise.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import lanewise.engine.io.StateDictException;
import lanewise.optim.Adam;
import lanewise.optim.lr.ExponentialLR;
import lanewise.optim.lr.ReduceLROnPlateau;
import org.junit.jupiter.api.Test;

class LearningRateScheduleTest {
    /// The rates of the steps of two epochs.
    private static List<Double> rates(Function<Adam, LearningRateSchedule> schedule) {
        SmallRun run = new SmallRun();
        List<Double> rates = new ArrayList<>();
        run.trainer.add(schedule.apply(run.optimizer)).addListener(new RunListener() {
            @Override
            public void stepDone(StepRecord step) {
                rates.add(step.learningRate());
            }
        });
        FitResult result = run.trainer.fit(run.loader, 2);
        assertThat(result.epochs().getFirst().learningRate()).isEqualTo(rates.get(SmallRun.BATCHES - 1));
        return rates;
    }

    @Test
    void perStep() {
        List<Double> expected = new ArrayList<>();
        for (double rate = 0.01; expected.size() < 2 * SmallRun.BATCHES; rate *= 0.5) {
            expected.add(rate);
        }
        assertThat(rates(o -> LearningRateSchedule.perStep(new ExponentialLR(o, 0.5))))
                .isEqualTo(expected);
    }

    @Test
    void perEpoch() {
        List<Double> expected = new ArrayList<>(Collections.nCopies(SmallRun.BATCHES, 0.01));
        expected.addAll(Collections.nCopies(SmallRun.BATCHES, 0.005));
        assertThat(rates(o -> LearningRateSchedule.perEpoch(new ExponentialLR(o, 0.5))))
                .isEqualTo(expected);
    }

    @Test
    void onPlateau() {
        ReduceLROnPlateau.Options never = new ReduceLROnPlateau.Options()
                .withThreshold(1e9, ReduceLROnPlateau.ThresholdMode.ABS) // no progress is enough
                .withPatience(0)
                .withFactor(0.5);
        List<Double> expected = new ArrayList<>(Collections.nCopies(SmallRun.BATCHES, 0.01));
        expected.addAll(Collections.nCopies(SmallRun.BATCHES, 0.01));
        assertThat(rates(o -> LearningRateSchedule.onPlateau(new ReduceLROnPlateau(o, never), "loss")))
                .isEqualTo(expected); // the first epoch is better than none

        SmallRun run = new SmallRun();
        ReduceLROnPlateau plateau = new ReduceLROnPlateau(run.optimizer, never);
        run.trainer.add(LearningRateSchedule.onPlateau(plateau, "loss"));
        List<EpochRecord> epochs = run.trainer.fit(run.loader, 2).epochs();
        assertThat(plateau.best()).isEqualTo(epochs.getFirst().value("loss"));
        assertThat(plateau.getLastLr()).containsExactly(0.005);
    }

    @Test
    void refusesTheScheduleOfAnotherOptimizer() {
        SmallRun run = new SmallRun();
        run.trainer.add(LearningRateSchedule.perStep(new ExponentialLR(new SmallRun().optimizer, 0.5)));
        assertThatThrownBy(() -> run.trainer.fit(run.loader, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("another Adam");
        assertThat(run.trainer.step()).isZero();
    }

    @Test
    void itsStateIsTheSchedulers() {
        SmallRun run = new SmallRun();
        ExponentialLR rates = new ExponentialLR(run.optimizer, 0.5);
        LearningRateSchedule schedule = LearningRateSchedule.perEpoch(rates);
        rates.step();
        SmallRun other = new SmallRun();
        ExponentialLR loaded = new ExponentialLR(other.optimizer, 0.5);
        LearningRateSchedule.perEpoch(loaded).loadStateDict(schedule.stateDict());
        assertThat(loaded.getLastLr()).containsExactly(0.005);
        assertThatThrownBy(() -> schedule.checkStateDict(new lanewise.engine.io.StateDict()))
                .isInstanceOf(StateDictException.class);
    }
}

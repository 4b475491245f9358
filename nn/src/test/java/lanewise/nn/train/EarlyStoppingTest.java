package lanewise.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.io.StateDictException;
import lanewise.nn.metric.Metric;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EarlyStoppingTest {
    private static final int EPOCHS = 9;

    @TempDir
    Path folder;

    /// A metric with the values that it is told, one an epoch.
    private static final class Told implements Metric<LongTensor> {
        private final double[] values;
        private int epoch;

        Told(double... values) {
            this.values = values;
        }

        @Override
        public String name() {
            return "told";
        }

        @Override
        public void update(Tensor predictions, LongTensor targets) {}

        @Override
        public double value() {
            return values[epoch];
        }

        @Override
        public void reset() {
            epoch++;
        }

        @Override
        public lanewise.engine.io.StateDict stateDict() {
            return new lanewise.engine.io.StateDict().put("epoch", epoch);
        }

        @Override
        public void loadStateDict(lanewise.engine.io.StateDict state) {
            epoch = (int) state.integer("epoch");
        }
    }

    /// The run, its callback, and the weights after each epoch.
    private static final class Run {
        final SmallRun run = new SmallRun();
        final EarlyStopping stopping;
        final List<float[]> weights = new ArrayList<>();

        Run(EarlyStopping stopping, double... values) {
            this.stopping = stopping;
            run.trainer.addMetric(() -> new Told(values)).add(stopping).addListener(new RunListener() {
                @Override
                public void epochDone(EpochRecord epoch) {
                    weights.add(weights());
                }
            });
        }

        float[] weights() {
            return run.model.parameters().getFirst().toArray();
        }
    }

    @Test
    void stopsAfterSoManyEpochsThatWereNotBetter() {
        Run run = new Run(new EarlyStopping(Monitor.min("told").withMinDelta(0.5), 2), 5, 3, 2.75, 2.25, 4, 2, 9, 9, 9);
        FitResult result = run.run.trainer.fit(run.run.loader, EPOCHS);
        assertThat(result.epoch()).isEqualTo(6); // 5, 3 and 2.25 were better
        assertThat(result.stopped()).isEqualTo("told has not become better than 2.25, that of epoch 3, for 2 epochs");
        assertThat(run.stopping.best()).isEqualTo(2.25);
        assertThat(run.stopping.bestEpoch()).isEqualTo(3);
        assertThat(run.weights()).isEqualTo(run.weights.getLast());
    }

    @Test
    void restoresTheBestModel() {
        Run run =
                new Run(new EarlyStopping(Monitor.max("told"), 3).restoringBest(), 1, 7, 6, Double.NaN, 7, 9, 9, 9, 9);
        FitResult result = run.run.trainer.fit(run.run.loader, EPOCHS);
        assertThat(result.epoch()).isEqualTo(5);
        assertThat(run.weights()).isEqualTo(run.weights.get(1)).isNotEqualTo(run.weights.get(4));
    }

    @Test
    void restoresTheBestModelAfterTheLastEpochToo() {
        Run run = new Run(new EarlyStopping(Monitor.max("told"), 3).restoringBest(), 1, 7, 6);
        assertThat(run.run.trainer.fit(run.run.loader, 3).stopped()).isNull();
        assertThat(run.weights()).isEqualTo(run.weights.get(1));
    }

    @Test
    void aRunThatIsStoppedByOthersKeepsItsModel() {
        Run run = new Run(new EarlyStopping(Monitor.max("told"), 9).restoringBest(), 7, 6, 5, 5);
        run.run.trainer.add(new Callback() {
            @Override
            public void afterEpoch(Trainer<?, ?> trainer, EpochRecord epoch) {
                if (epoch.epoch() == 1) {
                    trainer.stop();
                }
            }
        });
        assertThat(run.run.trainer.fit(run.run.loader, 4).epoch()).isEqualTo(2);
        assertThat(run.weights()).isEqualTo(run.weights.get(1));
    }

    /// The saved run is where it ended; loaded, it is over, and its best model is there again.
    @Test
    void aStoppedRunStaysStoppedWhenItIsLoaded() {
        double[] values = {1, 7, 6, 6, 8, 8};
        Checkpoint checkpoint = new Checkpoint(folder.resolve("run"));
        Run first = new Run(new EarlyStopping(Monitor.max("told"), 2).restoringBest(), values);
        first.run.trainer.checkpoint(checkpoint).fit(first.run.loader, 6);
        Run second = new Run(new EarlyStopping(Monitor.max("told"), 2).restoringBest(), values);
        FitResult result = second.run.trainer.checkpoint(checkpoint).fit(second.run.loader, 6);
        assertThat(result.epochs()).isEmpty();
        assertThat(result.epoch()).isEqualTo(4);
        assertThat(result.stopped()).contains("told");
        assertThat(second.weights()).isEqualTo(first.weights.get(1));
        assertThat(Arrays.equals(second.weights(), first.weights.get(3))).isFalse();
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatThrownBy(() -> new EarlyStopping(Monitor.min("loss"), 0))
                .isInstanceOf(IllegalArgumentException.class);
        Run run = new Run(new EarlyStopping(Monitor.min("val_loss"), 1), 1, 1);
        assertThatThrownBy(() -> run.run.trainer.fit(run.run.loader, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there are loss, told; those of the validation come with validation batches");
        Run trained = new Run(new EarlyStopping(Monitor.min("told"), 1), 1, 1);
        trained.run.trainer.fit(trained.run.loader, 1);
        assertThatThrownBy(() -> new EarlyStopping(Monitor.min("told"), 1)
                        .restoringBest()
                        .loadStateDict(trained.stopping.stateDict()))
                .isInstanceOf(StateDictException.class)
                .hasMessageContaining("no best model");
    }
}

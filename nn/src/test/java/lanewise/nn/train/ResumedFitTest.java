package lanewise.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.Generator;
import lanewise.engine.io.StateDictException;
import lanewise.nn.data.Batch;
import lanewise.nn.data.DataLoader;
import lanewise.nn.data.Dataset;
import lanewise.nn.data.TensorDataset;
import lanewise.nn.metric.Accuracy;
import lanewise.nn.metric.Perplexity;
import lanewise.optim.lr.ReduceLROnPlateau;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A run of a trainer that is saved where it breaks off, and goes on from the file, is the run that never broke
/// off.
class ResumedFitTest {
    private static final int EPOCHS = 4;

    @TempDir
    Path folder;

    /// A run with everything that keeps a state, of steps of two batches.
    private static SmallRun run(Path file) {
        SmallRun run = new SmallRun();
        run.trainer
                .addMetric(Accuracy::new)
                .addMetric(Perplexity::new)
                .accumulate(2)
                .checkpoint(new Checkpoint(file))
                .add(ClipGradients.norm(1))
                .add(LearningRateSchedule.onPlateau(
                        new ReduceLROnPlateau(
                                run.optimizer,
                                new ReduceLROnPlateau.Options().withPatience(0).withFactor(0.7)),
                        "accuracy"))
                .add(new EarlyStopping(Monitor.min("val_loss"), EPOCHS).restoringBest());
        return run;
    }

    private static FitResult fit(SmallRun run) {
        return run.trainer.fit(run.loader, SmallRun.loader(2), EPOCHS);
    }

    /// In the middle of an epoch; before its last step; after it, before its validation; and before the next.
    @ParameterizedTest
    @ValueSource(ints = {1, 6, 7, 8, 11})
    void goesOnBitForBit(int stopAfter) {
        SmallRun unbroken = run(folder.resolve("unbroken"));
        FitResult expected = fit(unbroken);
        int fingerprint = unbroken.fingerprint();

        Path file = folder.resolve("broken");
        SmallRun broken = run(file);
        broken.trainer.add(new Callback() {
            @Override
            public void afterStep(Trainer<?, ?> trainer, StepRecord step) {
                if (step.step() == stopAfter) {
                    trainer.stop("here");
                }
            }
        });
        FitResult first = fit(broken);
        assertThat(first.stopped()).isEqualTo("here");
        assertThat(first.step()).isEqualTo(stopAfter);

        SmallRun resumed = run(file);
        resumed.trainer.add(new Callback() {});
        Generator.manualSeed(77);
        resumed.dropped.setState(new Generator.State(3, 3));
        FitResult second = fit(resumed);
        assertThat(resumed.fingerprint()).isEqualTo(fingerprint);
        List<EpochRecord> epochs = new ArrayList<>(first.epochs());
        epochs.addAll(second.epochs());
        for (int i = 0; i < EPOCHS; i++) {
            assertThat(epochs.get(i).values())
                    .isEqualTo(expected.epochs().get(i).values());
            assertThat(epochs.get(i).samples()).isEqualTo(SmallRun.EXAMPLES);
            assertThat(epochs.get(i).step()).isEqualTo(expected.epochs().get(i).step());
        }
        assertThat(second.step()).isEqualTo(expected.step());
    }

    @Test
    void aFinishedRunIsOverAndGoesOnWithMoreEpochs() {
        SmallRun twice = new SmallRun();
        twice.trainer.checkpoint(new Checkpoint(folder.resolve("run"))).fit(twice.loader, 2);
        SmallRun same = new SmallRun();
        assertThat(same.trainer
                        .checkpoint(new Checkpoint(folder.resolve("run")))
                        .fit(same.loader, 2)
                        .epochs())
                .isEmpty();
        assertThat(same.fingerprint()).isEqualTo(twice.fingerprint());
        SmallRun more = new SmallRun();
        assertThat(more.trainer
                        .checkpoint(new Checkpoint(folder.resolve("run")))
                        .fit(more.loader, 3)
                        .epochs())
                .hasSize(1);
        SmallRun unbroken = new SmallRun();
        unbroken.trainer.fit(unbroken.loader, 3);
        assertThat(more.fingerprint()).isEqualTo(unbroken.fingerprint());
    }

    @Test
    void aRunOfAnotherTrainerIsRefusedAndChangesNothing() {
        SmallRun saved = new SmallRun();
        saved.trainer.checkpoint(new Checkpoint(folder.resolve("run"))).fit(saved.loader, 1);
        SmallRun other = new SmallRun();
        int before = other.fingerprint();
        other.trainer
                .addMetric(Accuracy::new)
                .add(ClipGradients.norm(1))
                .checkpoint(new Checkpoint(folder.resolve("run")));
        assertThatThrownBy(() -> other.trainer.fit(new DataLoader<>(SmallRun.examples(1), 9).withShuffle(1), 1))
                .isInstanceOf(StateDictException.class)
                .hasMessageContaining("it is of 0 callbacks, and the trainer has 1")
                .hasMessageContaining("it has the figures [loss], and the trainer [loss, accuracy]")
                .hasMessageContaining("loader: ");
        assertThat(other.fingerprint()).isEqualTo(before);
    }

    @Test
    void aFileThatCannotBeWrittenIsSaidBeforeTheFirstStep() {
        SmallRun run = new SmallRun();
        run.trainer.checkpoint(new Checkpoint(folder.resolve("missing").resolve("run")));
        assertThatThrownBy(() -> run.trainer.fit(run.loader, 1))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("missing");
        assertThat(run.trainer.step()).isZero();
    }

    /// A data set that has a broken example.
    private record Broken(TensorDataset<Tensor, LongTensor> whole, int example, AtomicBoolean mended)
            implements Dataset<Tensor, LongTensor> {
        @Override
        public int size() {
            return whole.size();
        }

        @Override
        public Batch<Tensor, LongTensor> get(LongTensor numbers) {
            for (long number : numbers.toArray()) {
                if (number == example && !mended.get()) {
                    throw new UncheckedIOException(new IOException("image " + number + " is none"));
                }
            }
            return whole.get(numbers);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aBatchThatCannotBeReadLosesNothing(int workers) {
        SmallRun unbroken = new SmallRun();
        unbroken.trainer.accumulate(3).fit(unbroken.loader, 2);

        AtomicBoolean mended = new AtomicBoolean();
        Path file = folder.resolve("run");
        SmallRun run = new SmallRun();
        run.trainer.accumulate(3).checkpoint(new Checkpoint(file));
        DataLoader<Tensor, LongTensor> loader = new DataLoader<>(
                        new Broken(SmallRun.examples(1), 40, mended), SmallRun.BATCH)
                .withShuffle(1)
                .withWorkers(workers);
        assertThatThrownBy(() -> run.trainer.fit(loader, 2))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("epoch 0, after step " + run.trainer.step())
                .hasMessageContaining("image 40 is none")
                .hasMessageContaining("the " + run.trainer.step() + " steps before it are saved to " + file);
        assertThat(file).exists();
        assertThatThrownBy(() -> run.trainer.fit(loader, 2)).isInstanceOf(TrainingException.class); // still broken

        mended.set(true);
        SmallRun resumed = new SmallRun();
        resumed.trainer.accumulate(3).checkpoint(new Checkpoint(file));
        resumed.trainer.fit(
                new DataLoader<>(new Broken(SmallRun.examples(1), 40, mended), SmallRun.BATCH).withShuffle(1), 2);
        assertThat(resumed.fingerprint()).isEqualTo(unbroken.fingerprint());
    }

    @Test
    void withoutAFileTheTrainerItselfGoesOn() {
        AtomicBoolean mended = new AtomicBoolean();
        SmallRun run = new SmallRun();
        DataLoader<Tensor, LongTensor> loader =
                new DataLoader<>(new Broken(SmallRun.examples(1), 40, mended), SmallRun.BATCH).withShuffle(1);
        assertThatThrownBy(() -> run.trainer.fit(loader, 2))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("with a checkpoint they would have been saved");
        mended.set(true);
        run.trainer.fit(loader, 2);
        SmallRun unbroken = new SmallRun();
        unbroken.trainer.fit(unbroken.loader, 2);
        assertThat(run.fingerprint()).isEqualTo(unbroken.fingerprint());
    }

    @Test
    void aBrokenValidationExampleIsSaidToo() throws IOException {
        Path file = folder.resolve("run");
        SmallRun run = new SmallRun();
        run.trainer.checkpoint(new Checkpoint(file));
        DataLoader<Tensor, LongTensor> validation =
                new DataLoader<>(new Broken(SmallRun.examples(1), 40, new AtomicBoolean()), SmallRun.BATCH);
        assertThatThrownBy(() -> run.trainer.fit(run.loader, validation, 1))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("epoch 0, validation: ")
                .hasMessageContaining("image 40 is none")
                .hasMessageContaining("the 7 steps before it are saved");
        assertThat(Files.size(file)).isPositive();
        assertThat(run.model.isTraining()).isTrue();
        assertThatThrownBy(() -> run.trainer.evaluate(validation)).isInstanceOf(TrainingException.class);
    }
}

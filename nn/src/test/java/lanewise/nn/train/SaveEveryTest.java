package lanewise.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import lanewise.engine.io.StateDict;
import lanewise.optim.lr.ExponentialLR;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SaveEveryTest {
    @TempDir
    Path folder;

    /// Which steps the file was saved at.
    private List<Long> saved(SmallRun run, Path file, BiConsumer<SmallRun, Path> setUp) {
        List<Long> steps = new ArrayList<>();
        setUp.accept(run, file);
        run.trainer.add(new Callback() {
            @Override
            public void afterBackward(Trainer<?, ?> trainer) {
                if (Files.exists(file)) { // saved since the step before
                    try {
                        steps.add(StateDict.load(file).integer("step"));
                        Files.delete(file);
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                }
            }
        });
        run.trainer.fit(run.loader, 3);
        return steps;
    }

    @Test
    void someSteps() {
        assertThat(saved(
                        new SmallRun(),
                        folder.resolve("a"),
                        (run, file) ->
                                run.trainer.checkpoint(new Checkpoint(file)).add(SaveEvery.steps(3))))
                .containsExactly(3L, 6L, 9L, 12L, 15L, 18L);
    }

    @Test
    void someEpochsToAFileOfItsOwn() {
        assertThat(saved(
                        new SmallRun(),
                        folder.resolve("b"),
                        (run, file) -> run.trainer.add(SaveEvery.epochs(2).to(new Checkpoint(file)))))
                .containsExactly(14L);
        assertThat(folder.resolve("b")).doesNotExist();
    }

    /// The schedule behind it has moved on when the file is written.
    @Test
    void savesWhenAllCallbacksHaveBeenCalled() throws IOException {
        Path file = folder.resolve("c");
        SmallRun run = new SmallRun();
        run.trainer
                .add(SaveEvery.epochs(1).to(new Checkpoint(file)))
                .add(LearningRateSchedule.perEpoch(new ExponentialLR(run.optimizer, 0.5)));
        run.trainer.fit(run.loader, 1);
        StateDict schedule = StateDict.load(file).dict("run").dicts("callbacks").get(1);
        assertThat(schedule.numbers("_last_lr")).containsExactly(0.005);
    }

    @Test
    void refusesWhatItCannotDo() {
        assertThatThrownBy(() -> SaveEvery.steps(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SaveEvery.epochs(-1)).isInstanceOf(IllegalArgumentException.class);
        SmallRun run = new SmallRun();
        assertThatThrownBy(() -> run.trainer.add(SaveEvery.epochs(1)).fit(run.loader, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("checkpoint(new Checkpoint(file))");
        assertThat(run.trainer.step()).isZero();
    }
}

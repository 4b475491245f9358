package lanewise.nn.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lanewise.engine.io.StateDict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SaveBestTest {
    @TempDir
    Path folder;

    /// Without learning anything new the validation loss goes up and down with the dropped units' luck.
    @Test
    void savesTheBestEpoch() throws IOException {
        Path file = folder.resolve("best");
        SmallRun run = new SmallRun();
        SaveBest best = new SaveBest(new Checkpoint(file), Monitor.min("val_loss"));
        List<float[]> weights = new ArrayList<>();
        run.trainer.add(best).addListener(new RunListener() {
            @Override
            public void epochDone(EpochRecord epoch) {
                weights.add(run.model.parameters().getFirst().toArray());
            }
        });
        List<EpochRecord> epochs =
                run.trainer.fit(run.loader, SmallRun.loader(2), 12).epochs();
        int bestEpoch = 0;
        for (EpochRecord epoch : epochs) {
            if (epoch.value("val_loss") < epochs.get(bestEpoch).value("val_loss")) {
                bestEpoch = epoch.epoch();
            }
        }
        assertThat(bestEpoch).as("overfitting").isLessThan(11);
        StateDict saved = StateDict.load(file);
        assertThat(saved.integer("epoch")).isEqualTo(bestEpoch + 1);
        assertThat(saved.dict("model").array("0.weight").toArray()).isEqualTo(weights.get(bestEpoch));
        assertThat(best.best()).isEqualTo(epochs.get(bestEpoch).value("val_loss"));

        SaveBest loaded = new SaveBest(new Checkpoint(file), Monitor.min("val_loss"));
        loaded.checkStateDict(best.stateDict());
        loaded.loadStateDict(best.stateDict());
        assertThat(loaded.best()).isEqualTo(best.best());
    }
}

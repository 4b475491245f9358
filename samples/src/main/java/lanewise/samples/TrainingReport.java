package lanewise.samples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import lanewise.nn.metric.MeanLoss;
import lanewise.nn.train.EpochRecord;
import lanewise.nn.train.FitResult;
import lanewise.nn.train.RunListener;
import lanewise.nn.train.StepRecord;
import lanewise.nn.train.Trainer;
import lanewise.samples.metrics.MetricsLog;

/// Shows how a trainer's run goes, and writes its figures down: `metrics.csv`, TensorBoard's events, and at the end
/// a plot.
final class TrainingReport implements RunListener, AutoCloseable {
    private static final String VALIDATED = "val_";

    private final Trainer<?, ?> trainer;
    private final Path out;
    private final Labels labels;
    private final MeanLoss meanLoss = new MeanLoss();
    private Map<String, Double> figures = Map.of();
    private EpochProgress progress;
    private MetricsLog metrics;

    /// How a run's parts are called.
    ///
    /// @param epoch what is counted: `epoch`; or `step`, if an epoch is only what lies between two evaluations
    /// @param unseen the examples that the model does not learn: `validation` or `test`
    /// @param figures what the trainer measures, `loss` and its metrics
    record Labels(String epoch, String unseen, List<String> figures) {
        /// The train figure before the unseen one, for each figure.
        String[] columns() {
            return figures.stream()
                    .flatMap(figure -> Stream.of("train " + figure, unseen + " " + figure))
                    .toArray(String[]::new);
        }

        double[] values(EpochRecord record) {
            return figures.stream()
                    .flatMap(figure -> Stream.of(record.value(figure), record.value(VALIDATED + figure)))
                    .mapToDouble(Double::doubleValue)
                    .toArray();
        }
    }

    /// @param out the directory of the files
    TrainingReport(Trainer<?, ?> trainer, Path out, Labels labels) {
        this.trainer = trainer;
        this.out = out;
        this.labels = labels;
    }

    @Override
    public void epochStarted(int epoch, int epochs, int batches, int done) {
        open();
        meanLoss.reset();
        int unit = labels.epoch().equals("step") ? batches : 1;
        String name = labels.epoch() + " " + (epoch + 1) * unit + "/" + epochs * unit;
        figures = Map.of("loss", Double.NaN);
        progress = EpochProgress.toConsole(name, batches - done, () -> FigureText.of(figures));
    }

    @Override
    public void stepDone(StepRecord step) {
        meanLoss.update(step.loss(), step.samples());
        figures = Map.of("loss", meanLoss.value());
        progress.add(1);
    }

    @Override
    public void epochDone(EpochRecord epoch) {
        Map<String, Double> unseen = new LinkedHashMap<>();
        figures = new LinkedHashMap<>();
        for (String figure : labels.figures()) {
            figures.put(figure, epoch.value(figure));
            unseen.put(figure, epoch.value(VALIDATED + figure));
        }
        endProgress();
        System.out.println(labels.unseen() + ": " + FigureText.of(unseen) + speed(epoch));
        try {
            metrics.add(epoch.step(), labels.values(epoch));
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /// Draws the plot, unless the run was stopped: then the program is about to end. A plot that cannot be drawn,
    /// for want of a font say, does not make the run a failure.
    @Override
    public void runEnded(FitResult result) {
        endProgress();
        if (result.stopped() != null) {
            return;
        }
        open();
        String files = "metrics.csv and TensorBoard's events in ";
        try {
            metrics.plot();
            files = "metrics.csv, plot.png and TensorBoard's events in ";
        } catch (IOException e) {
            System.err.println(e.getMessage());
        }
        System.out.println("figures: " + files + out);
    }

    @Override
    public void close() throws IOException {
        endProgress();
        if (metrics != null) {
            metrics.close();
        }
    }

    /// Says where the run goes on, and keeps what its files have up to there.
    private void open() {
        if (metrics != null) {
            return;
        }
        if (trainer.step() > 0) {
            System.out.println("resumed from " + trainer.checkpoint().file() + " after step " + trainer.step());
        } else {
            System.out.println("saving the run to " + trainer.checkpoint().file());
        }
        try {
            metrics = MetricsLog.open(out, trainer.step(), labels.columns());
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private void endProgress() {
        if (progress != null) {
            progress.close();
            progress = null;
        }
    }

    private static String speed(EpochRecord epoch) {
        boolean text = epoch.tokens() > 0;
        return String.format(
                Locale.ROOT,
                "; %.0f %s a second, %s MB",
                text ? epoch.tokensPerSecond() : epoch.samplesPerSecond(),
                text ? "tokens" : "examples",
                epoch.memory().resident().orElse(epoch.memory().usedHeap()) / 1_000_000);
    }
}

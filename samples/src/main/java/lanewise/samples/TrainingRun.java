package lanewise.samples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import lanewise.nn.train.Checkpoint;
import lanewise.samples.metrics.MetricsLog;

/// What goes on around a training loop written by hand, in stages of some hundred steps: shows how a stage goes,
/// and at its end writes the figures down and saves the run.
///
/// ```java
/// try (TrainingRun run = TrainingRun.begin(...)) {
///     for (int step = run.firstStep(); step < steps; step++) {
///         ...
///         run.add(figures);
///         if (run.stageIsOver()) {
///             run.endStage(evaluate());
///         }
///     }
///     run.plot();
/// }
/// ```
final class TrainingRun implements AutoCloseable {
    private final Checkpoint checkpoint;
    private final Path out;
    private final MetricsLog metrics;
    private final int steps;
    private final int stage;
    private final int firstStep;
    private final String unseen;
    private int done;
    private Figures sum = Figures.NONE;
    private EpochProgress progress;

    private TrainingRun(
            Checkpoint checkpoint, Path out, MetricsLog metrics, int steps, int stage, int firstStep, String unseen) {
        this.checkpoint = checkpoint;
        this.out = out;
        this.metrics = metrics;
        this.steps = steps;
        this.stage = stage;
        this.firstStep = firstStep;
        this.unseen = unseen;
        this.done = firstStep;
    }

    /// Begins, or goes on from the checkpoint if it is there.
    ///
    /// @param name the program's
    /// @param steps how many there are in all
    /// @param stage how many a stage has
    /// @param checkpoint with all parts of the run; null if it is not saved
    /// @param unseen what the examples are called that the model does not learn: `validation` or `test`
    static TrainingRun begin(
            RunOptions options, String name, int steps, int stage, Checkpoint checkpoint, String unseen)
            throws IOException {
        long done = checkpoint == null
                ? 0
                : checkpoint.resume().orElseGet(Checkpoint.Position::start).step();
        options.report(done);
        Path out = options.out(name);
        MetricsLog metrics =
                MetricsLog.open(out, done, "train loss", unseen + " loss", "train accuracy", unseen + " accuracy");
        return new TrainingRun(checkpoint, out, metrics, steps, stage, Math.toIntExact(done), unseen);
    }

    /// How many steps have been made by earlier runs.
    int firstStep() {
        return firstStep;
    }

    /// Counts a step.
    ///
    /// @throws ArithmeticException if its loss is not finite; the run stays saved as it was at the last stage's end
    void add(Figures figures) {
        if (!Double.isFinite(figures.loss())) {
            throw new ArithmeticException(
                    "step " + (done + 1) + ": the loss is " + figures.loss() + "; a smaller --lr may help");
        }
        if (progress == null) {
            int end = Math.min(steps, (done / stage + 1) * stage);
            progress = EpochProgress.toConsole("step " + end + "/" + steps, end - done);
        }
        done++;
        sum = sum.plus(figures);
        progress.add(1, figures.loss(), figures.accuracy());
    }

    /// Whether the model is to be evaluated now.
    boolean stageIsOver() {
        return done % stage == 0 || done == steps;
    }

    /// Writes the stage's figures down and saves the run.
    ///
    /// @param figures how the model does on what it does not learn
    void endStage(Figures figures) throws IOException {
        endProgress();
        System.out.println(String.format(
                Locale.ROOT, "%s: loss %.4f, accuracy %.2f %%", unseen, figures.loss(), 100 * figures.accuracy()));
        metrics.add(done, sum.loss(), figures.loss(), sum.accuracy(), figures.accuracy());
        sum = Figures.NONE;
        if (checkpoint != null) {
            checkpoint.save(0, done);
        }
    }

    /// Draws the plot. One that cannot be drawn, for want of a font say, does not make the run a failure.
    void plot() {
        RunOptions.plot(metrics, out);
    }

    @Override
    public void close() throws IOException {
        endProgress();
        metrics.close();
    }

    private void endProgress() {
        if (progress != null) {
            progress.close();
            progress = null;
        }
    }
}

package lanewise.samples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import lanewise.engine.Generator;
import lanewise.engine.Threads;
import lanewise.nn.data.DataLoader;
import lanewise.nn.train.Checkpoint;
import lanewise.nn.train.SaveEvery;
import lanewise.nn.train.Trainer;
import lanewise.samples.metrics.MetricsLog;
import picocli.CommandLine.Option;

/// The options that every program that trains one of the models takes, and the run that they describe.
final class RunOptions {
    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description = "File to save the run to, and to go on from if it is there."
                    + " Default: a new run, saved as checkpoint.safetensors in --out.")
    private Path checkpoint;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Directory for metrics.csv, TensorBoard's events and plot.png; what an earlier run left"
                    + " there is put aside. Default: runs/<name>.")
    private Path out;

    @Option(names = "--seed", paramLabel = "SEED", defaultValue = "1", description = "Seed of all random numbers.")
    private long seed;

    @Option(names = "--threads", paramLabel = "N", description = "Threads to compute with. Default: all processors.")
    private Integer threads;

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "1",
            description = "Threads that load examples ahead; 0: none.")
    private int workers;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Print this help.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    /// Sets the threads and the seed of the global random numbers.
    void begin() {
        atLeast(0, "--workers", workers);
        if (threads != null) {
            Threads.set(threads);
        }
        Generator.manualSeed(seed);
    }

    long seed() {
        return seed;
    }

    /// Where the files of a program's run go.
    Path out(String name) {
        return out == null ? Path.of("runs", name) : out;
    }

    /// Trains, evaluates and saves the run after each epoch, and on Ctrl-C; goes on with a run that was saved.
    /// Shows and writes down how it goes.
    ///
    /// @param name the program's
    /// @param trainer with all its metrics and callbacks
    /// @return whether the run came to its end
    <I, T> boolean fit(
            String name,
            Trainer<I, T> trainer,
            DataLoader<I, T> train,
            DataLoader<I, T> unseen,
            int epochs,
            TrainingReport.Labels labels)
            throws IOException {
        Path file = checkpoint;
        if (file == null) {
            MetricsLog.putAside(out(name));
            file = Files.createDirectories(out(name)).resolve(MetricsLog.CHECKPOINT);
        }
        trainer.checkpoint(new Checkpoint(file)).add(SaveEvery.epochs(1)).saveOnInterrupt(howToGoOn(file));
        try (TrainingReport report = new TrainingReport(trainer, out(name), labels)) {
            return trainer.addListener(report)
                            .fit(train.withWorkers(workers), unseen.withWorkers(workers), epochs)
                            .stopped()
                    == null;
        }
    }

    /// Prints what happened, and if the run has been saved the options that take it up again.
    private Consumer<String> howToGoOn(Path file) {
        String options = checkpoint == null ? " with --checkpoint " + file : "";
        return sentence -> System.err.println(
                sentence + (Files.exists(file) ? "; to go on, give the same command again" + options : ""));
    }

    /// @throws IllegalArgumentException if an option's number is too small
    static void atLeast(int least, String option, long value) {
        if (value < least) {
            throw new IllegalArgumentException(option + " is " + value + "; it must be at least " + least);
        }
    }
}

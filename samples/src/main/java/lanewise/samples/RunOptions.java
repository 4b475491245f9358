package lanewise.samples;

import java.io.IOException;
import java.nio.file.Path;
import lanewise.engine.Generator;
import lanewise.engine.Threads;
import lanewise.nn.train.Checkpoint;
import lanewise.samples.metrics.MetricsLog;
import picocli.CommandLine.Option;

/// The options that every program that trains one of the models takes.
final class RunOptions {
    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description = "File to save the run to, and to go on from if it is there.")
    private Path checkpoint;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Directory for metrics.csv, TensorBoard's events and plot.png. Default: runs/<name>.")
    private Path out;

    @Option(names = "--seed", paramLabel = "SEED", defaultValue = "1", description = "Seed of all random numbers.")
    private long seed;

    @Option(names = "--threads", paramLabel = "N", description = "Threads to compute with. Default: all processors.")
    private Integer threads;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Print this help.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    /// Sets the threads and the seed of the global random numbers.
    void begin() {
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

    /// What the run is saved to; null if it is not.
    Checkpoint checkpoint() {
        return checkpoint == null ? null : new Checkpoint(checkpoint);
    }

    /// Says where the run begins.
    void report(long step) {
        if (step > 0) {
            System.out.println("resumed from " + checkpoint + " after step " + step);
        } else if (checkpoint != null) {
            System.out.println("saving the run to " + checkpoint);
        }
    }

    /// Draws the plot of a run and says where its files are. One that cannot be drawn, for want of a font say, does
    /// not make the run a failure.
    static void plot(MetricsLog metrics, Path out) {
        try {
            metrics.plot();
            System.out.println("figures: metrics.csv, plot.png and TensorBoard's events in " + out);
        } catch (IOException e) {
            System.err.println(e.getMessage());
            System.out.println("figures: metrics.csv and TensorBoard's events in " + out);
        }
    }

    /// @throws IllegalArgumentException if an option's number is too small
    static void atLeast(int least, String option, long value) {
        if (value < least) {
            throw new IllegalArgumentException(option + " is " + value + "; it must be at least " + least);
        }
    }
}

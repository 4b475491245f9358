package lanewise.samples;

import java.io.Console;
import java.io.PrintStream;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/// Shows how an epoch goes: on a terminal a bar with loss, accuracy and time left, and in any case one line at its
/// end.
final class EpochProgress implements AutoCloseable {
    private static final int BAR_WIDTH = 100;
    private static final int REFRESH_MILLIS = 100;

    private final String name;
    private final PrintStream out;
    private final @Nullable ProgressBar bar;
    private final long start = System.nanoTime();
    private long nextRefresh = start;
    private double lossSum;
    private double correct;
    private long seen;

    /// @param name as in `epoch 3/20`
    /// @param examples how many the epoch has
    /// @param onTerminal whether `out` understands a line that is written over
    EpochProgress(String name, int examples, PrintStream out, boolean onTerminal) {
        this.name = name;
        this.out = out;
        this.bar = onTerminal
                ? new ProgressBarBuilder()
                        .setTaskName(name)
                        .setInitialMax(examples)
                        .setUpdateIntervalMillis(REFRESH_MILLIS)
                        .clearDisplayOnFinish()
                        .setConsumer(new ConsoleProgressBarConsumer(out, BAR_WIDTH))
                        .build()
                : null;
    }

    /// Progress on standard output.
    static EpochProgress toConsole(String name, int examples) {
        return new EpochProgress(name, examples, System.out, onTerminal());
    }

    /// Counts a batch.
    ///
    /// @param meanLoss of its examples
    /// @param right how many of them were classified correctly; of a batch that counts as one example, which part
    void add(int examples, double meanLoss, double right) {
        lossSum += meanLoss * examples;
        correct += right;
        seen += examples;
        if (bar != null) {
            bar.stepBy(examples);
            if (System.nanoTime() >= nextRefresh) {
                nextRefresh = System.nanoTime() + REFRESH_MILLIS * 1_000_000L;
                bar.setExtraMessage(figures());
            }
        }
    }

    /// Removes the bar and prints the epoch's line.
    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        out.println(String.format(Locale.ROOT, "%s: %s, %.2f s", name, figures(), seconds));
    }

    @SuppressWarnings("SystemConsoleNull") // it is null where the line editor's module is not resolved
    private static boolean onTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    private String figures() {
        long divisor = Math.max(1, seen);
        return String.format(Locale.ROOT, "loss %.4f, accuracy %.2f %%", lossSum / divisor, 100.0 * correct / divisor);
    }
}

package lanewise.samples;

import java.io.Console;
import java.io.PrintStream;
import java.util.Locale;
import java.util.function.Supplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/// Shows how an epoch goes: on a terminal a bar with figures and the time left, and in any case one line at its
/// end.
final class EpochProgress implements AutoCloseable {
    private static final int BAR_WIDTH = 100;
    private static final int REFRESH_MILLIS = 100;

    private final String name;
    private final Supplier<String> figures;
    private final PrintStream out;
    private final @Nullable ProgressBar bar;
    private final long start = System.nanoTime();
    private long nextRefresh = start;

    /// @param name as in `epoch 3/20`
    /// @param count how many examples or steps the epoch has
    /// @param figures says how well it goes; asked for whenever that is shown
    /// @param onTerminal whether `out` understands a line that is written over
    EpochProgress(String name, long count, Supplier<String> figures, PrintStream out, boolean onTerminal) {
        this.name = name;
        this.figures = figures;
        this.out = out;
        this.bar = onTerminal
                ? new ProgressBarBuilder()
                        .setTaskName(name)
                        .setInitialMax(count)
                        .setUpdateIntervalMillis(REFRESH_MILLIS)
                        .clearDisplayOnFinish()
                        .setConsumer(new ConsoleProgressBarConsumer(out, BAR_WIDTH))
                        .build()
                : null;
    }

    /// Progress on standard output.
    static EpochProgress toConsole(String name, long count, Supplier<String> figures) {
        return new EpochProgress(name, count, figures, System.out, onTerminal());
    }

    /// So many more are done.
    void add(int count) {
        if (bar != null) {
            bar.stepBy(count);
            if (System.nanoTime() >= nextRefresh) {
                nextRefresh = System.nanoTime() + REFRESH_MILLIS * 1_000_000L;
                bar.setExtraMessage(figures.get());
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
        out.println(String.format(Locale.ROOT, "%s: %s, %.2f s", name, figures.get(), seconds));
    }

    @SuppressWarnings("SystemConsoleNull") // it is null where the line editor's module is not resolved
    private static boolean onTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }
}

package lanewise.samples.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/// The figures of a run in a directory of its own: `metrics.csv`, TensorBoard's `events.out.tfevents...`, and at
/// the end `plot.png`.
///
/// ```java
/// try (var metrics = MetricsLog.open(directory, firstStep, "train loss", "test loss")) {
///     ...
///     metrics.add(step, loss, MetricsLog.NOTHING);
/// }
/// ```
///
/// A run that goes on from a step keeps what the files have of the steps up to it, so that its table is that of a
/// run that was never broken off. A run from the start puts an earlier one's files aside, into `earlier-1`,
/// `earlier-2`, ...
public final class MetricsLog implements AutoCloseable {
    /// In the place of a figure that was not measured.
    public static final double NOTHING = Double.NaN;

    /// The file in the directory that a run may be saved to; put aside with the others.
    public static final String CHECKPOINT = "checkpoint.safetensors";

    private static final String TABLE = "metrics.csv";
    private static final String PLOT = "plot.png";
    private static final String EVENTS = "events.out.tfevents.";

    private final Path directory;
    private final MetricsTable table;
    private final EventFile events;

    private MetricsLog(Path directory, MetricsTable table, EventFile events) {
        this.directory = directory;
        this.table = table;
        this.events = events;
    }

    /// Begins the files in a directory, which is made if there is none.
    ///
    /// @param firstStep how many steps have been made; 0 at the start of a run
    /// @param columns the names of the figures; the plot shows those with the same last word in one diagram
    /// @throws IOException if the files cannot be written, or there is a table that is damaged or of other figures
    public static MetricsLog open(Path directory, long firstStep, String... columns) throws IOException {
        return open(directory, firstStep, InstantSource.system(), columns);
    }

    static MetricsLog open(Path directory, long firstStep, InstantSource clock, String... columns) throws IOException {
        Files.createDirectories(directory);
        Path file = directory.resolve(TABLE);
        MetricsTable table;
        if (firstStep == 0) {
            putAside(directory);
            table = MetricsTable.create(file, List.of(columns));
        } else {
            table = MetricsTable.upTo(firstStep, file, List.of(columns));
        }
        return new MetricsLog(directory, table, EventFile.create(directory, firstStep, clock));
    }

    /// Writes down what was measured.
    ///
    /// @param step how many steps have been made
    /// @param values a figure for each column, [#NOTHING] where there is none
    /// @throws IllegalArgumentException if there are not as many figures as columns
    public void add(long step, double... values) throws IOException {
        List<String> columns = table.columns();
        if (values.length != columns.size()) {
            throw new IllegalArgumentException(
                    "add: " + values.length + " figures for the " + columns.size() + " columns " + columns);
        }
        table.add(new MetricsTable.Row(step, DoubleStream.of(values).boxed().toList()));
        for (int i = 0; i < values.length; i++) {
            if (!Double.isNaN(values[i])) {
                events.add(columns.get(i).replace(' ', '/'), step, values[i]);
            }
        }
    }

    /// Draws the plot of all figures so far. Returns its file.
    ///
    /// @throws IOException if it cannot be drawn or written
    public Path plot() throws IOException {
        Path file = directory.resolve(PLOT);
        MetricsPlot.write(table, file);
        return file;
    }

    @Override
    public void close() throws IOException {
        events.close();
    }

    /// Moves what an earlier run has left in a directory into one below it, `earlier-1` for instance. Does nothing
    /// if there is nothing.
    ///
    /// @throws IOException if the files cannot be moved
    public static void putAside(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        List<Path> earlier;
        try (Stream<Path> files = Files.list(directory)) {
            earlier =
                    files.filter(file -> isOurs(file.getFileName().toString())).toList();
        }
        if (earlier.isEmpty()) {
            return;
        }
        int number = 1;
        while (Files.exists(directory.resolve("earlier-" + number))) {
            number++;
        }
        Path aside = Files.createDirectory(directory.resolve("earlier-" + number));
        for (Path file : earlier) {
            Files.move(file, aside.resolve(file.getFileName()));
        }
    }

    private static boolean isOurs(String name) {
        return List.of(TABLE, PLOT, CHECKPOINT).contains(name) || name.startsWith(EVENTS);
    }
}

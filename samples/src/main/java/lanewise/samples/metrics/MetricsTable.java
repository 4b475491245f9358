package lanewise.samples.metrics;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import lanewise.engine.io.FileFormatException;

/// The figures of a run as a CSV file: the step, and a column for each figure, empty where it was not measured.
/// Every row is in the file as soon as it is known.
final class MetricsTable {
    private static final String STEP = "step";

    private final Path file;
    private final List<String> columns;
    private final List<Row> rows = new ArrayList<>();

    /// What was measured after so many steps; NaN stands for nothing.
    record Row(long step, List<Double> values) {
        String text() {
            return step + "," + values.stream().map(Row::text).collect(Collectors.joining(","));
        }

        private static String text(double value) {
            return Double.isNaN(value) ? "" : Double.toString(value);
        }
    }

    private MetricsTable(Path file, List<String> columns) {
        this.file = file;
        this.columns = List.copyOf(columns);
    }

    /// An empty table, in the place of one that is there.
    static MetricsTable create(Path file, List<String> columns) throws IOException {
        MetricsTable table = new MetricsTable(file, columns);
        table.writeAll();
        return table;
    }

    /// The table that is there, up to a step; an empty one if there is none.
    ///
    /// @throws FileFormatException if the file is no table of these columns
    static MetricsTable upTo(long step, Path file, List<String> columns) throws IOException {
        MetricsTable table = new MetricsTable(file, columns);
        if (Files.exists(file)) {
            table.read(step);
        }
        table.writeAll();
        return table;
    }

    List<String> columns() {
        return columns;
    }

    List<Row> rows() {
        return Collections.unmodifiableList(rows);
    }

    void add(Row row) throws IOException {
        rows.add(row);
        Files.writeString(file, row.text() + "\n", StandardOpenOption.APPEND);
    }

    private String header() {
        return STEP + "," + String.join(",", columns);
    }

    /// What follows the last line break was being written when the run was broken off.
    private void read(long lastStep) throws IOException {
        String text = Files.readString(file, StandardCharsets.UTF_8);
        String[] lines = text.substring(0, text.lastIndexOf('\n') + 1).split("\n", -1);
        if (!lines[0].equals(header())) {
            throw new FileFormatException(file + ", line 1: \"" + header() + "\" expected, not \"" + lines[0] + "\"");
        }
        for (int i = 1; i < lines.length - 1; i++) {
            Row row = parse(lines[i], i + 1);
            if (row.step() <= lastStep) {
                rows.add(row);
            }
        }
    }

    private Row parse(String line, int number) throws FileFormatException {
        String[] cells = line.split(",", -1);
        if (cells.length != columns.size() + 1) {
            throw new FileFormatException(
                    file + ", line " + number + ": " + (columns.size() + 1) + " cells expected, not " + cells.length);
        }
        try {
            List<Double> values = Arrays.stream(cells)
                    .skip(1)
                    .map(cell -> cell.isEmpty() ? Double.NaN : Double.parseDouble(cell))
                    .toList();
            return new Row(Long.parseLong(cells[0]), values);
        } catch (NumberFormatException e) {
            throw new FileFormatException(file + ", line " + number + ": not a number: " + e.getMessage());
        }
    }

    /// In another file first, so that there is always a whole one.
    private void writeAll() throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".new");
        List<String> lines = new ArrayList<>(List.of(header()));
        rows.forEach(row -> lines.add(row.text()));
        Files.writeString(next, String.join("\n", lines) + "\n");
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
    }
}

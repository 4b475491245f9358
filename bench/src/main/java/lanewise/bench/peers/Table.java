package lanewise.bench.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The rows as a Markdown table whose columns stand below each other, so that it can be printed row by row.
final class Table {
    private static final int TIME_WIDTH = 9;

    private final List<Integer> widths = new ArrayList<>();
    private final List<String> heads = new ArrayList<>();

    /// @param contenders names, Lanewise first
    /// @param problems all that may come, of which the longest makes the first column's width
    Table(List<String> contenders, List<Problem> problems) {
        column(
                "problem",
                problems.stream()
                        .mapToInt(problem -> problem.name().length())
                        .max()
                        .orElse(0));
        column("threads", 0);
        contenders.forEach(name -> column(name, TIME_WIDTH));
        column("ratio", 0);
        column("of medians", 0);
        column("of limit", 0);
        column("bytes", 0);
    }

    /// The two lines at the top.
    String head() {
        List<String> rule = new ArrayList<>();
        for (int i = 0; i < widths.size(); i++) {
            rule.add(i == 0 ? "-".repeat(widths.get(i)) : "-".repeat(widths.get(i) - 1) + ":");
        }
        return line(heads) + System.lineSeparator() + line(rule);
    }

    /// A row's line: microseconds of the fastest sample, how many times faster than the best peer, the part of the
    /// machine's limit, and the bytes that a call of ours allocates.
    String line(Row row) {
        List<String> cells = new ArrayList<>();
        cells.add(row.problem().name());
        cells.add(Integer.toString(row.threads()));
        for (Row.Cell cell : row.cells()) {
            cells.add(
                    cell.timing() == null
                            ? cell.note()
                            : microseconds(cell.timing().best()));
        }
        cells.add(ratio(row.ratio()));
        cells.add(ratio(row.medianRatio()));
        cells.add(Double.isNaN(row.ofLimit()) ? "-" : Math.round(100 * row.ofLimit()) + " %");
        cells.add(bytes(row.cells().getFirst().timing()));
        return line(cells);
    }

    /// Three digits, or all before the point.
    static String microseconds(double nanoseconds) {
        double time = nanoseconds * 1e-3;
        int decimals = time < 1 ? 3 : time < 10 ? 2 : time < 100 ? 1 : 0;
        return String.format(Locale.ROOT, "%." + decimals + "f", time);
    }

    private static String ratio(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.2f", value);
    }

    private static String bytes(@Nullable Timing timing) {
        return timing == null ? "-" : Long.toString(Math.round(timing.bytes()));
    }

    private void column(String head, int width) {
        heads.add(head);
        widths.add(Math.max(head.length(), width));
    }

    /// The first cell to the left, numbers to the right.
    private String line(List<String> cells) {
        StringBuilder line = new StringBuilder("|");
        for (int i = 0; i < cells.size(); i++) {
            String padding = " ".repeat(Math.max(0, widths.get(i) - cells.get(i).length()));
            line.append(' ')
                    .append(i == 0 ? cells.get(i) + padding : padding + cells.get(i))
                    .append(" |");
        }
        return line.toString();
    }
}

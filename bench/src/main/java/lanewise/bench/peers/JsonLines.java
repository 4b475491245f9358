package lanewise.bench.peers;

import java.util.List;
import java.util.Locale;

/// Rows for programs: one JSON object a line for each time in a row.
final class JsonLines {
    private JsonLines() {}

    /// The times of a row; names are those of the contenders.
    static String of(Row row, List<String> contenders) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < contenders.size(); i++) {
            Timing timing = row.cells().get(i).timing();
            if (timing != null) {
                lines.append(String.format(
                        Locale.ROOT,
                        "{\"problem\":\"%s\",\"threads\":%d,\"contender\":\"%s\",\"best_us\":%.4f,\"median_us\":%.4f,"
                                + "\"limit_us\":%.4f,\"bytes\":%.0f}%n",
                        row.problem().name(),
                        row.threads(),
                        contenders.get(i),
                        timing.best() * 1e-3,
                        timing.median() * 1e-3,
                        row.limit() * 1e-3,
                        timing.bytes()));
            }
        }
        return lines.toString();
    }
}

package lanewise.samples.conformance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Counts results by group and prints them as a table.
public final class ResultTable {
    private static final String LINE = "%-14s %6s %7s %7s %8s %13s %12s%n";

    private final Map<String, List<CaseResult>> groups = new LinkedHashMap<>();

    /// An empty one.
    public ResultTable() {}

    /// Counts a result.
    public void add(CaseResult result) {
        groups.computeIfAbsent(result.group(), _ -> new ArrayList<>()).add(result);
    }

    /// How many results of that kind there are.
    public long count(Outcome outcome) {
        return all().stream().filter(result -> result.outcome() == outcome).count();
    }

    /// How many results there are.
    public int size() {
        return all().size();
    }

    /// The table, a line for each group and one for all of them.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(
                LINE.formatted("group", "cases", "passed", "failed", "missing", "median ratio", "worst ratio"));
        groups.forEach((name, results) -> text.append(line(name, results)));
        return text.append(line("all", all())).toString();
    }

    private List<CaseResult> all() {
        return groups.values().stream().flatMap(List::stream).toList();
    }

    private static String line(String name, List<CaseResult> results) {
        double[] ratios = results.stream()
                .mapToDouble(CaseResult::ratio)
                .filter(ratio -> !Double.isNaN(ratio))
                .sorted()
                .toArray();
        return LINE.formatted(
                name,
                results.size(),
                count(results, Outcome.PASSED),
                count(results, Outcome.FAILED),
                count(results, Outcome.MISSING),
                ratios.length == 0 ? "-" : text(median(ratios)),
                ratios.length == 0 ? "-" : text(ratios[ratios.length - 1]));
    }

    private static long count(List<CaseResult> results, Outcome outcome) {
        return results.stream().filter(result -> result.outcome() == outcome).count();
    }

    private static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static String text(double ratio) {
        return Double.isInfinite(ratio) ? "inf" : String.format(Locale.ROOT, ratio < 1000 ? "%.2f" : "%.3g", ratio);
    }
}

package lanewise.samples.conformance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Counts results by group, and its parts, and prints them as a table.
public final class ResultTable {
    private static final String LINE = "%-14s %6s %7s %7s %8s %13s %12s %16s %8s %9s%n";

    private final Map<String, List<CaseResult>> groups = new LinkedHashMap<>();

    /// An empty one.
    public ResultTable() {}

    /// Counts a result.
    public void add(CaseResult result) {
        groups.computeIfAbsent(result.name().group(), _ -> new ArrayList<>()).add(result);
    }

    /// How many results of that kind there are.
    public long count(Outcome outcome) {
        return all().stream().filter(result -> result.outcome() == outcome).count();
    }

    /// How many results there are.
    public int size() {
        return all().size();
    }

    /// The calls of the cases with that outcome, the most frequent first, a line each: how many cases, the call,
    /// and what the first of them says.
    public String calls(Outcome outcome) {
        Map<String, List<CaseResult>> byCall = all().stream()
                .filter(result -> result.outcome() == outcome)
                .collect(Collectors.groupingBy(ResultTable::callOrId, TreeMap::new, Collectors.toList()));
        StringBuilder text = new StringBuilder(outcome.text()).append(System.lineSeparator());
        byCall.values().stream()
                .sorted(Comparator.comparingInt(results -> -results.size()))
                .forEach(results -> text.append("%6d  %-48s %-14s %s%n"
                        .formatted(
                                results.size(),
                                callOrId(results.getFirst()),
                                String.join(" ", results.getFirst().name().parts()),
                                results.getFirst().message())));
        return text.toString();
    }

    private static String callOrId(CaseResult result) {
        return result.name().call().isEmpty()
                ? result.name().id()
                : result.name().call();
    }

    /// The table, a line for each group and its parts, and one for all of them.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(LINE.formatted(
                "group",
                "cases",
                "passed",
                "failed",
                "missing",
                "median ratio",
                "worst ratio",
                "not expressible",
                "tensors",
                "within 4"));
        groups.forEach((name, results) -> appendGroup(text, name, results, 0));
        return text.append(line("all", all())).toString();
    }

    /// The line of a group or part, and those of its parts under it, indented.
    private static void appendGroup(StringBuilder text, String name, List<CaseResult> results, int depth) {
        text.append(line("  ".repeat(depth) + name, results));
        results.stream()
                .filter(result -> result.name().parts().size() > depth)
                .collect(Collectors.groupingBy(
                        result -> result.name().parts().get(depth), TreeMap::new, Collectors.toList()))
                .forEach((part, members) -> appendGroup(text, part, members, depth + 1));
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
        int tensors =
                results.stream().mapToInt(result -> result.ratios().size()).sum();
        return LINE.formatted(
                name,
                results.size(),
                count(results, Outcome.PASSED),
                count(results, Outcome.FAILED),
                count(results, Outcome.MISSING),
                ratios.length == 0 ? "-" : text(median(ratios)),
                ratios.length == 0 ? "-" : text(ratios[ratios.length - 1]),
                count(results, Outcome.NOT_EXPRESSIBLE),
                tensors,
                tensors == 0 ? "-" : share(results, tensors));
    }

    private static long count(List<CaseResult> results, Outcome outcome) {
        return results.stream().filter(result -> result.outcome() == outcome).count();
    }

    /// The share of the tensors whose error is within what one may have, rounded down.
    private static String share(List<CaseResult> results, int tensors) {
        long within = results.stream().mapToLong(CaseResult::within).sum();
        return String.format(Locale.ROOT, "%.2f %%", Math.floor(10_000.0 * within / tensors) / 100);
    }

    private static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static String text(double ratio) {
        return Double.isInfinite(ratio) ? "inf" : String.format(Locale.ROOT, ratio < 1000 ? "%.2f" : "%.3g", ratio);
    }
}

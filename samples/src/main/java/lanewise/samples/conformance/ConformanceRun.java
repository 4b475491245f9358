package lanewise.samples.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lanewise.samples.conformance.calls.CallTable;
import lanewise.samples.conformance.calls.MissingException;
import lanewise.samples.conformance.calls.ModuleTable;
import lanewise.samples.conformance.calls.NotExpressibleException;

/// Runs all cases in a directory, which has a folder for each kind.
public final class ConformanceRun {
    private final Map<String, CaseGroup> groups;

    /// With all kinds of cases that there are.
    public ConformanceRun() {
        groups = groups().stream().collect(Collectors.toMap(CaseGroup::folder, Function.identity()));
    }

    /// The kinds of cases.
    private static List<CaseGroup> groups() {
        CallTable calls = new CallTable();
        return List.of(
                new OptimizerCases(),
                new SchedulerCases(),
                new TrainingCases(),
                new FileCases(),
                new OperatorCases(calls),
                new ErrorCases(calls),
                new ModuleCases(new ModuleTable()));
    }

    /// Runs every case and gives its result to `results`. Cases in a folder that this program does not know are
    /// missing.
    ///
    /// @param wanted which cases to run
    /// @throws IOException if the directory or a file of cases cannot be read
    public void run(Path directory, Predicate<CaseName> wanted, Consumer<CaseResult> results) throws IOException {
        for (Path folder : folders(directory)) {
            String name = folder.getFileName().toString();
            CaseGroup group = groups.get(name);
            if (group == null) {
                for (JsonNode run : CaseFile.casesIn(folder)) {
                    CaseName unknown = new CaseName(name, CaseFile.id(run));
                    if (wanted.test(unknown)) {
                        results.accept(new Comparison().result(unknown, Outcome.MISSING, "no runner for " + name));
                    }
                }
                continue;
            }
            for (CaseFile file : CaseFile.in(folder)) {
                for (JsonNode run : file.cases()) {
                    if (wanted.test(group.name(run, file))) {
                        results.accept(run(group, run, file));
                    }
                }
            }
        }
    }

    private static CaseResult run(CaseGroup group, JsonNode run, CaseFile file) {
        Comparison comparison = new Comparison();
        Outcome outcome = Outcome.PASSED;
        String lack = "";
        try {
            group.run(run, file, comparison);
        } catch (MissingException missing) {
            outcome = Outcome.MISSING;
            lack = missing.getMessage();
        } catch (NotExpressibleException inexpressible) {
            outcome = Outcome.NOT_EXPRESSIBLE;
            lack = inexpressible.getMessage();
        } catch (Exception | StackOverflowError | OutOfMemoryError | AssertionError problem) {
            comparison.problem(problem.getClass().getSimpleName() + ": " + problem.getMessage());
        }
        return comparison.result(group.name(run, file), outcome, lack);
    }

    private static List<Path> folders(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(Files::isDirectory).sorted().toList();
        }
    }
}

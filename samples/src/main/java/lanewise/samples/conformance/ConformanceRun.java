package lanewise.samples.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Runs all cases in a directory, which has a folder for each kind.
public final class ConformanceRun {
    private final Map<String, CaseGroup> groups;

    /// With all kinds of cases that there are.
    public ConformanceRun() {
        groups = groups().stream().collect(Collectors.toMap(CaseGroup::folder, Function.identity()));
    }

    /// The kinds of cases.
    private static List<CaseGroup> groups() {
        return List.of(new OptimizerCases(), new SchedulerCases(), new TrainingCases(), new FileCases());
    }

    /// Runs every case and gives its result to `results`. Cases in a folder that this program does not know are
    /// missing.
    ///
    /// @throws IOException if the directory or a file of cases cannot be read
    public void run(Path directory, Consumer<CaseResult> results) throws IOException {
        for (Path folder : folders(directory)) {
            String name = folder.getFileName().toString();
            CaseGroup group = groups.get(name);
            if (group == null) {
                for (JsonNode run : CaseFile.casesIn(folder)) {
                    results.accept(new Comparison().result(name, CaseFile.id(run), "no runner for " + name));
                }
                continue;
            }
            for (CaseFile file : CaseFile.in(folder)) {
                for (JsonNode run : file.cases()) {
                    results.accept(run(group, run, file));
                }
            }
        }
    }

    private static CaseResult run(CaseGroup group, JsonNode run, CaseFile file) {
        Comparison comparison = new Comparison();
        String missing = "";
        try {
            group.run(run, file, comparison);
        } catch (MissingException lack) {
            missing = lack.getMessage();
        } catch (Exception | StackOverflowError | OutOfMemoryError | AssertionError problem) {
            comparison.problem(problem.getClass().getSimpleName() + ": " + problem.getMessage());
        }
        return comparison.result(group.folder(), CaseFile.id(run), missing);
    }

    private static List<Path> folders(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(Files::isDirectory).sorted().toList();
        }
    }
}

package lanewise.samples;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import lanewise.engine.Threads;
import lanewise.samples.conformance.CaseName;
import lanewise.samples.conformance.CaseResult;
import lanewise.samples.conformance.ConformanceRun;
import lanewise.samples.conformance.Outcome;
import lanewise.samples.conformance.ResultTable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Holds the library against cases whose true values PyTorch computed, and counts what passes, fails and is
/// missing.
@Command(
        name = "conformance",
        sortOptions = false,
        description = "Runs the cases in DIR (folders ops, errors, modules, optim, schedulers, training,"
            + " serialization) and prints a table. A ratio is the largest error of a case as a multiple of PyTorch's"
            + " own in float32; each tensor of a case may have up to 4, and the last columns say how many have. A case"
            + " that the library has nothing for is missing; one that must be refused and that Java's types refuse"
            + " already is not expressible.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:no case failed", "1:a case failed", "2:DIR or the options are wrong"},
        exitCodeOnExecutionException = CommandLine.ExitCode.USAGE)
public final class Conformance implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "DIR", description = "Directory with the folders of cases.")
    private Path directory = Path.of("");

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Where to write a line of JSON for each case."
                    + " Default: standard output, as the cases end; the table comes last.")
    private @Nullable Path json;

    @Option(
            names = "--only",
            paramLabel = "REGEX",
            description = "Run only the cases in whose name, call or part this is found, such as 'topk|unary'.")
    private Pattern only = Pattern.compile("");

    @Option(
            names = "--calls",
            description = "After the table, list PyTorch's calls whose cases are missing or failed, with their counts.")
    private boolean calls;

    @Option(names = "--threads", paramLabel = "N", description = "Threads to compute with. Default: all processors.")
    private @Nullable Integer threads;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Print this help.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    private Conformance() {}

    /// Runs the program; `--help` says what it takes.
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /// The program as a command, which prints a problem in one line.
    static CommandLine commandLine() {
        return new CommandLine(new Conformance()).setExecutionExceptionHandler((problem, line, _) -> {
            line.getErr().println("conformance: " + problem.getMessage());
            return line.getCommandSpec().exitCodeOnExecutionException();
        });
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (!Files.isDirectory(directory)) {
            throw new ParameterException(spec.commandLine(), directory + " is not a directory");
        }
        if (threads != null) {
            Threads.set(threads);
        }
        ResultTable table = json == null ? run(out) : runInto(json, out);
        if (table.size() == 0) {
            throw new ParameterException(
                    spec.commandLine(),
                    directory + " has no folder of cases, as optim with its optim.json, or none of those wanted");
        }
        out.print(table);
        if (calls) {
            out.print(table.calls(Outcome.MISSING));
            out.print(table.calls(Outcome.FAILED));
        }
        out.flush();
        return table.count(Outcome.FAILED) == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private ResultTable run(PrintWriter lines) throws IOException {
        ResultTable table = new ResultTable();
        new ConformanceRun().run(directory, this::isWanted, result -> {
            table.add(result);
            lines.println(result.toJson());
            lines.flush();
        });
        return table;
    }

    /// Into a file, and what failed onto the console too.
    private ResultTable runInto(Path file, PrintWriter console) throws IOException {
        ResultTable table = new ResultTable();
        List<String> lines = new ArrayList<>();
        new ConformanceRun().run(directory, this::isWanted, result -> {
            table.add(result);
            lines.add(result.toJson());
            if (result.outcome() == Outcome.FAILED) {
                console.println(failure(result));
            }
        });
        Files.write(file, lines, StandardCharsets.UTF_8);
        return table;
    }

    private boolean isWanted(CaseName name) {
        return Stream.concat(Stream.of(name.id(), name.call()), name.parts().stream())
                .anyMatch(text -> only.matcher(text).find());
    }

    private static String failure(CaseResult result) {
        return "failed: " + result.name().id() + ": " + result.message();
    }
}

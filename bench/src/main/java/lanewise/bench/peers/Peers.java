package lanewise.bench.peers;

import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The program: runs the problems on all contenders and prints the table.
@Command(
        name = "peers",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Runs the same problems on Lanewise and on other libraries, in turn, and prints one table:"
                + " microseconds of the fastest sample, how many times faster than the best peer Lanewise is (by"
                + " fastest samples and by medians), the part of the machine's limit that it reaches, and the bytes"
                + " that a call of it allocates.")
public final class Peers implements Callable<Integer> {
    @Spec
    CommandSpec spec = CommandSpec.create();

    @Option(names = "--only", paramLabel = "REGEX", description = "Problems in whose name it is found (default: all).")
    Pattern only = Pattern.compile("");

    @Option(
            names = "--peers",
            paramLabel = "REGEX",
            description = "Other libraries in whose name it is found (default: all).")
    Pattern peers = Pattern.compile("");

    @Option(
            names = "--threads",
            split = ",",
            paramLabel = "N",
            description = "Numbers of threads, one after the other (default: 1 and one a processor).")
    Set<Integer> threads = new LinkedHashSet<>(List.of(1, Runtime.getRuntime().availableProcessors()).stream()
            .distinct()
            .toList());

    @Option(
            names = "--seconds",
            description = "How long each library computes each problem (default: ${DEFAULT-VALUE}).")
    double seconds = 1;

    @Option(
            names = "--warm-up",
            description = "And before that, untimed, twice or until it gets no faster (default: ${DEFAULT-VALUE}).")
    double warmUp = 0.3;

    @Option(names = "--rounds", description = "In how many turns (default: ${DEFAULT-VALUE}).")
    int rounds = 10;

    @Option(names = "--json", paramLabel = "FILE", description = "Also writes each time as a line of JSON.")
    @Nullable
    Path json;

    @Option(names = "--list", description = "Prints the problems and ends.")
    boolean list;

    private final PrintStream out;

    Peers(PrintStream out) {
        this.out = out;
    }

    /// `peers [options]`
    public static void main(String[] args) {
        System.exit(new CommandLine(new Peers(System.out)).execute(args));
    }

    /// The contenders that the options leave: Lanewise, then peers in the order of their registration.
    List<Contender> contenders() {
        List<Contender> contenders = new ArrayList<>(List.of(new Lanewise()));
        for (Contender peer : ServiceLoader.load(Contender.class)) {
            if (peers.matcher(peer.name()).find()) {
                contenders.add(peer);
            }
        }
        return contenders;
    }

    @Override
    public Integer call() throws IOException {
        check();
        List<Problem> problems = Problems.matching(only);
        if (problems.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "--only " + only + " is found in no problem's name; --list prints them all");
        }
        if (list) {
            problems.forEach(problem -> out.println(problem.name()));
            return CommandLine.ExitCode.OK;
        }
        try (Writer lines = json == null ? Writer.nullWriter() : Files.newBufferedWriter(json)) {
            return run(problems, lines);
        }
    }

    private int run(List<Problem> problems, Writer lines) throws IOException {
        List<Contender> contenders = contenders();
        List<String> names = contenders.stream().map(Contender::name).toList();
        Table table = new Table(names, problems);
        Set<String> remarks = new LinkedHashSet<>();
        Set<String> refused = new LinkedHashSet<>();
        out.println(machine());
        out.println();
        out.println(table.head());
        for (int count : threads) {
            try (Race race = new Race(contenders, count, new Race.Pace(warmUp, seconds, rounds))) {
                for (Problem problem : problems) {
                    Row row = race.run(problem);
                    out.println(table.line(row));
                    lines.write(JsonLines.of(row, names));
                    lines.flush();
                }
                remarks.addAll(race.remarks());
                refused.addAll(race.refused());
            }
        }
        out.println();
        remarks.forEach(out::println);
        out.println(
                refused.isEmpty()
                        ? "The compiler gave up none of Lanewise's methods."
                        : "The compiler gave up: " + String.join("; ", refused));
        return refused.isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private static String machine() {
        return String.format(
                "%s, %d processors, %s %s, Java %s, %s",
                Processor.here().name(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.version(),
                LocalDate.now(ZoneId.systemDefault()));
    }

    private void check() {
        for (int count : threads) {
            refuse(count < 1 || count > 1024, "--threads is " + count + "; each must be from 1 to 1024");
        }
        refuse(!(seconds > 0 && seconds < 1e4), "--seconds is " + seconds + "; it must be above 0 and below 10000");
        refuse(!(warmUp >= 0 && warmUp < 1e4), "--warm-up is " + warmUp + "; it must be from 0 to below 10000");
        refuse(rounds < 1 || rounds > 1000, "--rounds is " + rounds + "; it must be from 1 to 1000");
    }

    private void refuse(boolean wrong, String message) {
        if (wrong) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }
}

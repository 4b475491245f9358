package lanewise.bench.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A process in which one contender computes what it is told to: a command a line comes in, and for each an answer
/// goes out. Answers begin with a mark, since native libraries print where they like.
///
/// | command | answer |
/// |---|---|
/// | (at the start) | `ready VERSION` |
/// | `prepare NAME` | `ready`, or `none` if the library does not have the problem |
/// | `check` | the [Digest] after as many calls as the problem says |
/// | `time SECONDS` | a [Timing] |
/// | `peak` | the machine's GFLOP/s, see [Limits] |
/// | `bandwidth KIND BYTES` | its GB/s on data of this size |
/// | `drop` | `ready` |
///
/// An error is answered by `failed` and what it says, and leaves the process as it was.
final class Child {
    static final String MARK = "> ";
    static final String FAILED = "failed ";
    static final String READY = "ready";
    static final String NONE = "none";

    private final Contender contender;
    private final int threads;
    private @Nullable Problem problem;
    private @Nullable Work work;

    Child(Contender contender, int threads) {
        this.contender = contender;
        this.threads = threads;
    }

    /// `Child CLASS THREADS`, where the class is a contender's.
    public static void main(String[] args) throws IOException, ReflectiveOperationException {
        PrintStream answers = System.out;
        System.setOut(System.err);
        Class<? extends Contender> type = Class.forName(args[0]).asSubclass(Contender.class);
        Contender contender = type.getDeclaredConstructor().newInstance();
        Child child = new Child(contender, Integer.parseInt(args[1]));
        answers.println(MARK + child.answer("start"));
        var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            answers.println(MARK + child.answer(command));
        }
        // Native libraries may have threads that would keep the process alive, or crash it in their destructors.
        Runtime.getRuntime().halt(0);
    }

    /// The answer to a command, in one line.
    String answer(String command) {
        try {
            return obey(command);
        } catch (Exception | LinkageError | AssertionError | OutOfMemoryError e) {
            e.printStackTrace();
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            return FAILED + cause.toString().lines().findFirst().orElse("");
        }
    }

    private String obey(String command) {
        int space = command.indexOf(' ');
        String verb = space < 0 ? command : command.substring(0, space);
        String argument = command.substring(space + 1);
        return switch (verb) {
            case "start" -> READY + " " + contender.start(threads);
            case "prepare" -> prepare(Problems.named(argument));
            case "check" -> check();
            case "time" -> Timing.of(prepared(), Double.parseDouble(argument)).toString();
            case "peak" -> Double.toString(Limits.gflops(threads));
            case "bandwidth" -> bandwidth(argument.split(" "));
            case "drop" -> drop();
            default -> throw new IllegalArgumentException("no command: " + command);
        };
    }

    private String prepare(Problem next) {
        drop();
        problem = next;
        work = contender.prepare(next);
        return work == null ? NONE : READY;
    }

    private String check() {
        Work current = prepared();
        for (int i = 0; problem != null && i < problem.calls(); i++) {
            current.run();
        }
        contender.settle();
        Digest digest = new Digest();
        current.result(digest);
        return digest.toString();
    }

    private String drop() {
        if (work != null) {
            work.close();
            work = null;
            System.gc();
        }
        return READY;
    }

    private String bandwidth(String... words) {
        Traffic.Kind kind = Traffic.Kind.valueOf(words[0]);
        return Double.toString(Limits.gigabytes(kind, Double.parseDouble(words[1]), threads));
    }

    private Work prepared() {
        if (work == null) {
            throw new IllegalStateException("nothing is prepared");
        }
        return work;
    }
}

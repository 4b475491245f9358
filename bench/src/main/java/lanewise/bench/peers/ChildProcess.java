package lanewise.bench.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A running [Child], seen from the process that compares.
final class ChildProcess implements AutoCloseable {
    private static final String LARGEST_HEAP = "-Xmx4g";

    private final Process process;
    private final PrintWriter commands;
    private final BufferedReader answers;
    private final Refusals refusals = new Refusals();
    private final Thread errors;
    private final String greeting;

    /// Starts the contender in a Java of the same kind and with the same classes.
    ChildProcess(Contender contender, int threads) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", LARGEST_HEAP));
        command.addAll(List.of("--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(contender.options());
        command.addAll(passedOn());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Child.class.getName()));
        command.addAll(List.of(contender.getClass().getName(), Integer.toString(threads)));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(contender.environment(threads));
        process = builder.start();
        commands = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
        answers = process.inputReader(StandardCharsets.UTF_8);
        errors = Thread.ofPlatform().daemon().start(() -> readErrors(process));
        greeting = answer();
    }

    /// What the child said at its start.
    String greeting() {
        return greeting;
    }

    /// The answer to a command; that it failed, if the process has ended.
    String ask(String command) {
        commands.println(command);
        return answer();
    }

    /// What the child's compiler gave up so far.
    Refusals refusals() {
        return refusals;
    }

    /// Ends the process, which closes itself when no more commands come.
    @Override
    public void close() {
        commands.close();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            errors.join();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /// Where JavaCPP unpacks native libraries, and whatever else it was told.
    private static List<String> passedOn() {
        return System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("org.bytedeco."))
                .map(name -> "-D" + name + "=" + System.getProperty(name))
                .toList();
    }

    private String answer() {
        try {
            for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                if (line.startsWith(Child.MARK)) {
                    return line.substring(Child.MARK.length());
                }
            }
        } catch (IOException e) {
            return Child.FAILED + e.getMessage();
        }
        return Child.FAILED + "its process has ended";
    }

    private void readErrors(Process running) {
        try (var lines = new BufferedReader(new InputStreamReader(running.getErrorStream(), StandardCharsets.UTF_8))) {
            lines.lines().forEach(refusals::read);
        } catch (IOException | UncheckedIOException e) {
            refusals.read(e.toString());
        }
    }
}

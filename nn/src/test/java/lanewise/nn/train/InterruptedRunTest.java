package lanewise.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import lanewise.engine.io.StateDict;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A training program that is asked to end, by Ctrl-C or otherwise, and started again.
@Tag("once")
class InterruptedRunTest {
    private static final int SIGINT = 2;
    private static final int SIGNAL_STATUS = 128;
    private static final int LIFE = 25;

    @TempDir
    Path folder;

    /// How a program is asked to end.
    private interface Request {
        void send(Process process) throws IOException, InterruptedException;
    }

    @Test
    void ctrlCSavesAndTheRunGoesOn() throws Exception {
        checkThatItGoesOn(InterruptedRunTest::interrupt);
    }

    @Test
    void aRequestToEndSavesAndTheRunGoesOn() throws Exception {
        checkThatItGoesOn(process -> {
            assumeTrue(process.supportsNormalTermination(), "here a program can only be killed");
            process.toHandle().destroy(); // Process.destroy would close what it has printed
        });
    }

    private void checkThatItGoesOn(Request request) throws Exception {
        SmallRun unbroken = InterruptedRun.run(folder.resolve("unbroken"));
        unbroken.trainer.fit(unbroken.loader, InterruptedRun.EPOCHS);

        Path file = folder.resolve("run.safetensors");
        List<String> first = run(file, request, true);
        long step = Long.parseLong(first.stream()
                .filter(line -> line.startsWith("step"))
                .toList()
                .getLast()
                .split(" ")[1]);
        assertThat(step).isGreaterThanOrEqualTo(LIFE);
        assertThat(first.getLast())
                .isEqualTo("notice stopped after step " + step + ", in epoch " + step / SmallRun.BATCHES + "; saved to "
                        + file);
        assertThat(StateDict.load(file).integer("step")).isEqualTo(step);

        List<String> second = run(file, request, false);
        assertThat(second.getFirst()).isEqualTo("epoch " + step / SmallRun.BATCHES + " " + step % SmallRun.BATCHES);
        assertThat(second).contains("step " + (step + 1)).doesNotContain("step " + step);
        assertThat(second.getLast()).isEqualTo("end " + unbroken.fingerprint());
    }

    /// The lines of a run of the program, which is asked to end after some steps if `ends`.
    private static List<String> run(Path file, Request request, boolean ends)
            throws IOException, InterruptedException, URISyntaxException {
        Process process = new ProcessBuilder(ChildProgram.command(InterruptedRun.class, file.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> lines = new ArrayList<>();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
                if (ends && line.equals("step " + LIFE)) {
                    request.send(process);
                }
            }
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }
        if (ends) {
            assertThat(process.exitValue()).isGreaterThan(SIGNAL_STATUS);
        } else {
            assertThat(process.exitValue()).isZero();
        }
        return lines;
    }

    private static void interrupt(Process process) throws IOException, InterruptedException {
        Path kill = Path.of("/bin/kill");
        assumeTrue(Files.isExecutable(kill), "there is no program that sends signals");
        assumeTrue(!ignoresInterrupts(process), "the tests were started so that no program hears of Ctrl-C");
        int status = new ProcessBuilder(kill.toString(), "-INT", Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        assertThat(status).isZero();
    }

    /// As what a shell without a terminal starts in the background does, and all that this starts.
    private static boolean ignoresInterrupts(Process process) throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.isReadable(status)) {
            return false;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .map(line -> Long.parseUnsignedLong(
                        line.substring("SigIgn:".length()).strip(), 16))
                .anyMatch(ignored -> (ignored >> (SIGINT - 1) & 1) == 1);
    }
}

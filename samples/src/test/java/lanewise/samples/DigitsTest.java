package lanewise.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lanewise.engine.Threads;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DigitsTest {
    private final StringWriter errors = new StringWriter();

    private int run(String... arguments) {
        CommandLine line = Digits.commandLine().setErr(new PrintWriter(errors));
        return line.execute(arguments);
    }

    /// What it prints.
    private String output(String... arguments) {
        PrintStream console = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int threads = Threads.get();
        try {
            System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
            assertThat(run(arguments)).isZero();
        } finally {
            System.setOut(console);
            Threads.set(threads);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void learnsDigitsThatItDraws() {
        String output = output("--epochs", "3", "--hidden", "64", "--threads", "1");
        Matcher result = Pattern.compile("test accuracy: (\\d+\\.\\d\\d) % of 2000 images")
                .matcher(output);
        assertThat(result.find()).isTrue();
        assertThat(Double.parseDouble(result.group(1))).isGreaterThan(50);
    }

    /// Three epochs in two parts are three epochs; only their times differ.
    @Test
    void goesOnFromACheckpoint(@TempDir Path folder) {
        String file = folder.resolve("digits.safetensors").toString();
        String straight = output("--epochs", "3", "--hidden", "16");
        String first = output("--epochs", "1", "--hidden", "16", "--checkpoint", file);
        assertThat(first).contains("saving each epoch to " + file);
        String second = output("--epochs", "3", "--hidden", "16", "--checkpoint", file);
        assertThat(second).contains("resumed from " + file + " after epoch 1").doesNotContain("epoch 1/3");
        assertThat(results(second)).hasSize(3).isEqualTo(results(straight).subList(1, 4));
        String third = output("--epochs", "3", "--hidden", "16", "--checkpoint", file);
        assertThat(results(third)).isEqualTo(results(straight).subList(3, 4));
        assertThat(folder.toFile().list()).containsExactly("digits.safetensors");

        assertThat(run("--hidden", "8", "--checkpoint", file)).isEqualTo(CommandLine.ExitCode.SOFTWARE);
        assertThat(errors.toString())
                .startsWith("digits: the checkpoint " + file + " does not fit")
                .contains("2.weight is float32 [16, 784], not float32 [8, 784]");
    }

    /// The lines with figures: of each epoch, and of the test.
    private static List<String> results(String output) {
        return Pattern.compile("(loss|test accuracy).*%")
                .matcher(output)
                .results()
                .map(MatchResult::group)
                .toList();
    }

    @Test
    void aCheckpointThatCannotBeWrittenStopsItAtOnce(@TempDir Path folder) {
        Path file = folder.resolve("missing").resolve("digits");
        assertThat(run("--checkpoint", file.toString())).isEqualTo(CommandLine.ExitCode.SOFTWARE);
        assertThat(errors.toString())
                .startsWith("digits: the checkpoint " + file + " could not be written: " + file.getParent());
    }

    @Test
    void saysWhichFilesAreMissing(@TempDir Path folder) {
        assertThat(run("--data", folder.toString())).isEqualTo(CommandLine.ExitCode.SOFTWARE);
        assertThat(errors.toString())
                .startsWith("digits: " + folder + ": not there")
                .contains("4 of 4 files");
    }

    @Test
    void refusesBadOptions(@TempDir Path folder) {
        assertThat(run("--epochs", "0")).isEqualTo(CommandLine.ExitCode.SOFTWARE);
        assertThat(errors.toString()).contains("--epochs is 0; it must be at least 1");
        assertThat(run("--epochs", "many")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(run("--data", folder.resolve("x").toString())).isEqualTo(CommandLine.ExitCode.SOFTWARE);
        assertThat(errors.toString()).contains("x is not a directory");
    }
}

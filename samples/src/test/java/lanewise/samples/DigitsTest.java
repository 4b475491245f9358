package lanewise.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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

    @Test
    void learnsDigitsThatItDraws() {
        PrintStream console = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int threads = Threads.get();
        try {
            System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
            assertThat(run("--epochs", "3", "--hidden", "64", "--threads", "1")).isZero();
        } finally {
            System.setOut(console);
            Threads.set(threads);
        }
        Matcher result = Pattern.compile("test accuracy: (\\d+\\.\\d\\d) % of 2000 images")
                .matcher(bytes.toString(StandardCharsets.UTF_8));
        assertThat(result.find()).isTrue();
        assertThat(Double.parseDouble(result.group(1))).isGreaterThan(50);
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

package lanewise.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/// The program with its options.
class PeersTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final StringWriter mistakes = new StringWriter();

    private int run(String... args) {
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        return new CommandLine(new Peers(out)).setErr(new PrintWriter(mistakes)).execute(args);
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void listsTheProblemsThatAreSelected() {
        assertThat(run("--list", "--only", "gemm NT")).isZero();
        assertThat(text()).isEqualToIgnoringNewLines("gemm NT 64x1000x100gemm NT 64x100x1000gemm NT 1024x384x1536");
    }

    @Test
    void namesAreUnique() {
        assertThat(run("--list")).isZero();
        assertThat(text().lines()).hasSizeGreaterThan(100).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({
        "--threads, 0, --threads is 0; each must be from 1 to 1024",
        "--seconds, 0, --seconds is 0.0; it must be above 0",
        "--warm-up, -1, --warm-up is -1.0; it must be from 0",
        "--rounds, 0, --rounds is 0; it must be from 1 to 1000",
        "--only, nothing of the kind, --only nothing of the kind is found in no problem's name"
    })
    void refusesWhatMakesNoSense(String option, String value, String message) {
        assertThat(run(option, value)).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(mistakes.toString()).contains(message);
    }

    @Test
    void printsARowForEachNumberOfThreads(@TempDir Path folder) throws IOException {
        Path json = folder.resolve("times.json");
        int status = run(
                "--only",
                "gemm NN 8x8x8",
                "--threads",
                "1,2",
                "--peers",
                "nobody",
                "--json",
                json.toString(),
                "--seconds",
                "0.01",
                "--warm-up",
                "0.001",
                "--rounds",
                "2");
        assertThat(text().lines().filter(line -> line.startsWith("| gemm NN 8x8x8")))
                .hasSize(2);
        assertThat(text()).contains("limits, 1 thread: ").contains("limits, 2 threads: ");
        assertThat(Files.readAllLines(json)).hasSize(2).allMatch(line -> line.contains("\"contender\":\"Lanewise\""));
        assertThat(status).describedAs(text()).isZero();
    }
}

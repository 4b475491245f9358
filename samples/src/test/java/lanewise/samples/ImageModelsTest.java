package lanewise.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;

/// The programs [Lenet] and [Resnet].
class ImageModelsTest {
    /// A program, with options that make it small.
    record Program(String name, Supplier<CommandLine> command, List<String> options) {
        ProgramRun run(String... more) {
            List<String> all = new ArrayList<>(options);
            all.addAll(List.of(more));
            return ProgramRun.of(command.get(), all.toArray(String[]::new));
        }
    }

    static List<Named<Program>> programs() {
        List<String> resnet = List.of("--blocks", "1", "--width", "8", "--batch-size", "25", "--lr", "0.1");
        return List.of(
                Named.of("lenet", new Program("lenet", Lenet::commandLine, List.of("--batch-size", "32"))),
                Named.of("resnet", new Program("resnet", Resnet::commandLine, resnet)));
    }

    @TempDir
    private Path folder;

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    @ParameterizedTest
    @MethodSource("programs")
    void learnsDigits(Program program) {
        ProgramRun run = program.run("--images", "600", "--epochs", "8", "--out", file("run"));
        assertThat(run.exitCode()).as(run.errors()).isZero();
        assertThat(run.output()).contains("600 images to train and 600 to test, drawn");
        assertThat(run.number("test: loss \\d+\\.\\d+, accuracy (\\d+\\.\\d+) %"))
                .isGreaterThan(30);
        assertThat(folder.resolve("run/metrics.csv")).content().hasLineCount(9);
    }

    @ParameterizedTest
    @MethodSource("programs")
    void goesOnBitForBit(Program program) {
        String[] common = {"--images", "100", "--epochs", "2"};
        List<String> whole = new ArrayList<>(List.of(common));
        whole.addAll(List.of("--out", file("whole"), "--checkpoint", file("a")));
        List<String> parts = new ArrayList<>(List.of(common));
        parts.addAll(List.of("--out", file("parts"), "--checkpoint", file("b")));
        ProgramRun straight = program.run(whole.toArray(String[]::new));
        assertThat(straight.exitCode()).as(straight.errors()).isZero();
        if (program.name().equals("lenet")) { // the other's rate depends on the number of epochs
            List<String> first = new ArrayList<>(parts);
            first.set(first.indexOf("2"), "1");
            assertThat(program.run(first.toArray(String[]::new)).exitCode()).isZero();
            ProgramRun rest = program.run(parts.toArray(String[]::new));
            assertThat(rest.output()).contains("resumed from " + file("b") + " after step 4");
            assertThat(folder.resolve("b")).hasSameBinaryContentAs(folder.resolve("a"));
            assertThat(folder.resolve("parts/metrics.csv"))
                    .hasSameTextualContentAs(folder.resolve("whole/metrics.csv"));
        }
        ProgramRun again = program.run(whole.toArray(String[]::new));
        assertThat(again.output()).contains("after step 8").doesNotContain("test: ");
    }

    @ParameterizedTest
    @MethodSource("programs")
    void namesWhatIsWrongInOneLine(Program program) throws IOException {
        refuses(program, file("none") + " is not a directory", "--data", file("none"));
        refuses(program, "--epochs is 0; it must be at least 1", "--epochs", "0");
        Path digits = Files.createDirectory(folder.resolve("digits"));
        for (String name : List.of("train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1")) {
            Files.write(digits.resolve(name + "-ubyte"), new byte[] {0, 0, 8});
        }
        refuses(
                program,
                digits.resolve("train-images-idx3-ubyte") + ": the header ends too early",
                "--data",
                digits.toString());
    }

    private void refuses(Program program, String message, String... more) {
        List<String> options = new ArrayList<>(List.of("--out", file("refused")));
        options.addAll(List.of(more));
        ProgramRun run = program.run(options.toArray(String[]::new));
        assertThat(run.exitCode()).isEqualTo(ExitCode.SOFTWARE);
        assertThat(run.errors()).startsWith(program.name() + ": " + message).hasLineCount(1);
        assertThat(folder.resolve("refused")).doesNotExist();
    }
}

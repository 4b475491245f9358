package lanewise.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import lanewise.engine.io.StateDict;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    /// Another number of epochs would be another schedule: so a run that is over is gone on with.
    @ParameterizedTest
    @MethodSource("programs")
    void aRunThatIsOverStaysAsItIs(Program program) throws IOException {
        String[] options = {"--images", "100", "--epochs", "2", "--out", file("run"), "--checkpoint", file("a")};
        ProgramRun run = program.run(options);
        assertThat(run.exitCode()).as(run.errors()).isZero();
        assertThat(run.output()).contains("saving the run to " + file("a"));
        byte[] saved = Files.readAllBytes(folder.resolve("a"));
        ProgramRun again = program.run(options);
        assertThat(again.output())
                .contains("resumed from " + file("a") + " after step 8")
                .doesNotContain("test: ");
        assertThat(folder.resolve("a")).hasBinaryContent(saved);
        assertThat(folder.resolve("run/metrics.csv")).content().hasLineCount(3);
    }

    @ParameterizedTest
    @MethodSource("programs")
    void aNewRunPutsTheOneBeforeAside(Program program) {
        String[] options = {"--images", "50", "--epochs", "1", "--out", file("run")};
        assertThat(program.run(options).exitCode()).isZero();
        assertThat(program.run(options).output())
                .contains("saving the run to " + folder.resolve("run/checkpoint.safetensors"));
        assertThat(folder.resolve("run/checkpoint.safetensors")).isRegularFile();
        assertThat(folder.resolve("run/earlier-1/checkpoint.safetensors")).isRegularFile();
        assertThat(folder.resolve("run/earlier-1/metrics.csv")).isRegularFile();
    }

    /// Records of a label, or a coarse and a fine one, and the three colours' bytes.
    @ParameterizedTest
    @CsvSource({"1, 2, 10", "2, 1, 100"})
    void readsCifar(int labels, int files, int classes) throws IOException {
        ByteBuffer records = ByteBuffer.allocate(30 * (labels + 3072));
        for (int i = 0; i < 30; i++) {
            records.put(new byte[labels - 1]).put((byte) (i * classes / 30));
            for (int pixel = 0; pixel < 3072; pixel++) {
                records.put((byte) (i * 8 + pixel % 32));
            }
        }
        if (files == 1) {
            Files.write(folder.resolve("train.bin"), records.array());
            Files.write(folder.resolve("test.bin"), records.array());
        } else {
            for (int i = 1; i <= 5; i++) {
                Files.write(folder.resolve("data_batch_" + i + ".bin"), records.array());
            }
            Files.write(folder.resolve("test_batch.bin"), records.array());
        }
        ProgramRun run = programs()
                .getLast()
                .getPayload()
                .run("--data", folder.toString(), "--epochs", "1", "--images", "40", "--flip", "--out", file("run"));
        assertThat(run.exitCode()).as(run.errors()).isZero();
        assertThat(run.output()).contains((files == 1 ? 30 : 40) + " images to train and 30 to test, read from ");
        StateDict model =
                StateDict.load(folder.resolve("run/checkpoint.safetensors")).dict("model");
        assertThat(model.array("fc.bias").toString()).contains("[" + classes + "]");
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
                digits.resolve("train-images-idx3-ubyte") + ": byte 3: the header ends too early",
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

package lanewise.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Programs that are asked to end, as by Ctrl-C, and go on when they are started as they said.
class StoppedProgramTest {
    @TempDir
    private Path folder;

    enum Program {
        LENET(Lenet.class, "--images 64 --batch-size 32 --epochs 4000"),
        RESNET(Resnet.class, "--images 32 --blocks 1 --width 4 --batch-size 16 --epochs 4000"),
        LSTM(Lstm.class, "--hidden 16 --eval-every 2 --steps 8000 --length 0"),
        GPT(Gpt.class, "--width 16 --layers 1 --eval-every 2 --steps 8000 --length 0");

        private final Class<?> main;
        private final String options;

        Program(Class<?> main, String options) {
            this.main = main;
            this.options = options;
        }
    }

    @ParameterizedTest
    @EnumSource
    void savesAndSaysHowToGoOn(Program program) throws Exception {
        List<String> options = new ArrayList<>(List.of(program.options.split(" ")));
        options.addAll(List.of("--out", folder.toString()));
        if (program == Program.LSTM || program == Program.GPT) {
            Path text = Files.writeString(folder.resolve("text"), "from a text of few characters\n".repeat(40));
            options.addAll(List.of("--data", text.toString()));
        }
        Path file = folder.resolve("checkpoint.safetensors");
        List<String> printed = runAndStop(program.main, options);
        String notice = printed.getLast();
        assertThat(notice)
                .matches("stopped after step \\d+, in epoch \\d+; saved to \\Q" + file
                        + "\\E; to go on, give the same command again with --checkpoint \\Q"
                        + file + "\\E");
        String step = notice.split("\\D+")[1];

        options.addAll(List.of("--checkpoint", file.toString()));
        assertThat(runAndStop(program.main, options)).contains("resumed from " + file + " after step " + step);
    }

    /// What a program prints that is asked to end when it has evaluated the model.
    private List<String> runAndStop(Class<?> program, List<String> options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "--add-modules",
                "jdk.incubator.vector",
                "-Dlanewise.threads=1",
                "-cp",
                classPath(),
                program.getName()));
        command.addAll(options);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        assumeTrue(process.supportsNormalTermination(), "here a program can only be killed");
        List<String> lines = new ArrayList<>();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
                if (line.startsWith("test: ") || line.startsWith("validation: ")) {
                    process.toHandle().destroy(); // Process.destroy would close what it has printed
                }
            }
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }
        return lines;
    }

    private static String classPath() {
        return Stream.of("jdk.module.path", "java.class.path")
                .map(System::getProperty)
                .filter(Objects::nonNull)
                .collect(Collectors.joining(File.pathSeparator));
    }
}

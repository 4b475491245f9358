package lanewise.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import lanewise.nn.data.text.BpeTokenizer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;

/// The programs [Gpt] and [Lstm].
class LanguageModelsTest {
    private static final List<String> GPT =
            List.of("--layers", "1", "--heads", "2", "--width", "32", "--warm-up", "5", "--lr", "5e-3");
    private static final List<String> LSTM = List.of("--hidden", "32", "--embedding", "16", "--lr", "1e-2");

    /// A program, with options that make it small.
    record Program(String name, Supplier<CommandLine> command, List<String> options) {
        ProgramRun run(List<String> more) {
            List<String> all = new ArrayList<>(options);
            all.addAll(List.of("--context", "16", "--batch-size", "8", "--length", "20"));
            all.addAll(more);
            return ProgramRun.of(command.get(), all.toArray(String[]::new));
        }
    }

    static List<Named<Program>> programs() {
        return List.of(
                Named.of("gpt", new Program("gpt", Gpt::commandLine, GPT)),
                Named.of("lstm", new Program("lstm", Lstm::commandLine, LSTM)));
    }

    @TempDir
    private Path folder;

    private Path text;

    /// Words in random order: within one each character follows from those before.
    @BeforeEach
    void writeText() throws IOException {
        List<String> words = List.of("vector ", "lane ", "tensor ", "shuffle ", "mask ", "gradient\n");
        SplittableRandom random = new SplittableRandom(1);
        StringBuilder content = new StringBuilder();
        while (content.length() < 6000) {
            content.append(words.get(random.nextInt(words.size())));
        }
        text = Files.writeString(folder.resolve("text.txt"), content);
    }

    private List<String> options(String out, String... more) {
        List<String> options = new ArrayList<>(
                List.of("--data", text.toString(), "--out", folder.resolve(out).toString()));
        options.addAll(List.of(more));
        return options;
    }

    /// A model that knew which characters there are, and nothing more, would have a loss of about 2.7.
    @ParameterizedTest
    @MethodSource("programs")
    void learnsWords(Program program) {
        ProgramRun run = program.run(options("run", "--steps", "150", "--eval-every", "50", "--prompt", "vec"));
        assertThat(run.exitCode()).as(run.errors()).isZero();
        assertThat(run.output())
                .contains("step 50/150: ", "step 150/150: ")
                .containsPattern("---\nvec.{20}\n---|---\nvec");
        assertThat(run.number("validation: loss (\\d\\.\\d+)")).isLessThan(0.8);
        assertThat(run.number("accuracy (\\d+\\.\\d+) %;")).isGreaterThan(70);
        Path out = folder.resolve("run");
        assertThat(out.resolve("metrics.csv")).content().hasLineCount(4);
        assertThat(out.toFile().list((_, file) -> file.startsWith("events.out.tfevents")))
                .hasSize(1);
    }

    /// Three stages in two parts are three stages: the same table, the same checkpoint, the same text.
    @ParameterizedTest
    @MethodSource("programs")
    void goesOnBitForBit(Program program) throws IOException {
        List<String> common = new ArrayList<>(List.of("--dropout", "0.1", "--eval-every", "4"));
        if (program.name().equals("gpt")) { // a rate that does not depend on the number of steps
            common.addAll(List.of("--min-lr", "5e-3"));
        }
        List<String> whole = options(
                "whole", "--steps", "12", "--checkpoint", folder.resolve("a").toString());
        List<String> until8 = options(
                "parts", "--steps", "8", "--checkpoint", folder.resolve("b").toString());
        List<String> parts = options(
                "parts", "--steps", "12", "--checkpoint", folder.resolve("b").toString());
        List.of(whole, until8, parts).forEach(options -> options.addAll(common));
        ProgramRun straight = program.run(whole);
        assertThat(straight.exitCode()).as(straight.errors()).isZero();
        assertThat(program.run(until8).output()).contains("saving the run to " + folder.resolve("b"));
        ProgramRun rest = program.run(parts);
        assertThat(rest.output()).contains("resumed from " + folder.resolve("b") + " after step 8");
        assertThat(folder.resolve("parts/metrics.csv")).hasSameTextualContentAs(folder.resolve("whole/metrics.csv"));
        assertThat(folder.resolve("b")).hasSameBinaryContentAs(folder.resolve("a"));
        assertThat(written(rest)).isEqualTo(written(straight));

        ProgramRun again = program.run(parts);
        assertThat(again.output()).contains("after step 12").doesNotContain("step 12/12");
        assertThat(written(again)).isEqualTo(written(straight));
    }

    /// Bytes, pieces of words that are learned, and those of a file.
    @ParameterizedTest
    @MethodSource("programs")
    void dividesTheTextIntoOtherTokens(Program program) throws IOException {
        String[] untrained = {"--steps", "0", "--prompt", "vec", "--tokens"};
        for (String kind : List.of("bytes", "270")) {
            ProgramRun run = program.run(options("run", append(untrained, kind)));
            assertThat(run.exitCode()).as(run.errors()).isZero();
            assertThat(run.output()).contains((kind.equals("bytes") ? "256" : kind) + " different ones", "---\nvec");
        }
        Path file = folder.resolve("tokenizer.json");
        BpeTokenizer.train(Files.readString(text), 265).save(file);
        assertThat(program.run(options("run", append(untrained, file.toString())))
                        .output())
                .contains("265 different ones");
    }

    private static String[] append(String[] options, String last) {
        return Stream.concat(Stream.of(options), Stream.of(last)).toArray(String[]::new);
    }

    private static String written(ProgramRun run) {
        return run.output().substring(run.output().indexOf("---"));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void namesWhatIsWrongInOneLine(Program program) throws IOException {
        Path missing = folder.resolve("missing");
        refuses(program, missing, missing + ": there is no such file");
        byte[] bytes = Files.readAllBytes(text);
        bytes[1234] = (byte) 0xff;
        Path broken = Files.write(folder.resolve("broken"), bytes);
        refuses(program, broken, broken + ": not UTF-8: byte 1234 is 0xff");
        Path small = Files.writeString(folder.resolve("small"), "too short", StandardCharsets.UTF_8);
        refuses(program, small, "the text has 9 tokens");
        refuses(program, text, "--eval-every is 0; it must be at least 1", "--eval-every", "0");
        refuses(
                program,
                text,
                "--steps is 600; it must be a multiple of --eval-every, 250: 500 or 750",
                "--steps",
                "600");
        refuses(program, text, "--tokens is words; it must be chars, bytes, a number, or a file", "--tokens", "words");
        refuses(
                program,
                text,
                "--prompt cannot be read: encode: U+00DF at character 0",
                "--steps",
                "0",
                "--prompt",
                "ß");
    }

    private void refuses(Program program, Path data, String message, String... more) {
        List<String> options = new ArrayList<>(List.of(more));
        options.addAll(List.of(
                "--data", data.toString(), "--out", folder.resolve("refused").toString()));
        ProgramRun run = program.run(options);
        assertThat(run.exitCode()).isEqualTo(ExitCode.SOFTWARE);
        assertThat(run.errors()).startsWith(program.name() + ": " + message).hasLineCount(1);
        assertThat(folder.resolve("refused")).doesNotExist();
    }

    /// What was saved of the run before stays as it is.
    @Test
    void aTextOfOtherCharactersDoesNotTouchTheRun() throws IOException {
        Program program = new Program("gpt", Gpt::commandLine, GPT);
        Path file = folder.resolve("run.safetensors");
        String[] more = {"--steps", "2", "--checkpoint", file.toString()};
        assertThat(program.run(options("run", more)).exitCode()).isZero();
        byte[] saved = Files.readAllBytes(file);
        String table = Files.readString(folder.resolve("run/metrics.csv"));
        Files.writeString(text, "0123456789".repeat(100));
        ProgramRun other = program.run(options("run", more));
        assertThat(other.exitCode()).isEqualTo(ExitCode.SOFTWARE);
        assertThat(other.errors()).startsWith("gpt: the checkpoint " + file + " does not fit");
        assertThat(file).hasBinaryContent(saved);
        assertThat(folder.resolve("run/metrics.csv")).hasContent(table);
    }

    @Test
    void drawsAmongTheLikeliest() {
        Program program = new Program("gpt", Gpt::commandLine, GPT);
        String coldest = written(program.run(options("a", "--steps", "0", "--temperature", "0")));
        String first = written(program.run(options("b", "--steps", "0", "--top-k", "1", "--temperature", "5")));
        assertThat(first).isEqualTo(coldest);
        String hot = written(program.run(options("c", "--steps", "0", "--temperature", "5")));
        assertThat(hot).isNotEqualTo(coldest);
    }
}

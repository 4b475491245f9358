package lanewise.samples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// Runs the sample of the cases as a user does, and cases that are wrong on purpose.
class ConformanceTest {
    private static final Path SAMPLE = Path.of("target", "test-classes", "oracle");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final StringWriter output = new StringWriter();
    private final StringWriter errors = new StringWriter();

    @TempDir
    private Path folder;

    private int run(String... arguments) {
        return Conformance.commandLine()
                .setOut(new PrintWriter(output))
                .setErr(new PrintWriter(errors))
                .execute(arguments);
    }

    private List<JsonNode> results() throws IOException {
        List<JsonNode> results = new ArrayList<>();
        for (String line : output.toString().lines().toList()) {
            if (line.startsWith("{")) {
                results.add(JSON.readTree(line));
            }
        }
        return results;
    }

    private static List<String> withOutcome(List<JsonNode> results, String outcome) {
        return results.stream()
                .filter(one -> one.get("outcome").asText().equals(outcome))
                .map(one -> one.get("id").asText())
                .toList();
    }

    @Test
    void theSamplePasses() throws IOException {
        int exit = run(SAMPLE.toString());
        List<JsonNode> results = results();
        assertThat(withOutcome(results, "failed")).as("%s", results).isEmpty();
        assertThat(withOutcome(results, "missing")).isEmpty();
        assertThat(results).hasSize(4 + 2 + 4 + 6);
        assertThat(exit).isZero();
        assertThat(output.toString())
                .containsPattern(
                        "group +cases +passed +failed +missing +median ratio +worst ratio +not expressible +tensors"
                                + " +within 4")
                .containsPattern("optim +4 +4 +0 +0 +\\d\\.\\d\\d +\\d\\.\\d\\d")
                .containsPattern("schedulers +2 +2 +0 +0 +- +-")
                .containsPattern("training +4 +4 +0 +0 ")
                .containsPattern("serialization +6 +6 +0 +0 ")
                .containsPattern("all +16 +16 +0 +0 ");
    }

    @Test
    void theLinesGoIntoAFileAndWhatFailedOntoTheConsole() throws IOException {
        Path file = folder.resolve("results.jsonl");
        Path cases = edited(
                "optim",
                "optim.json",
                content -> first(content).putObject("options").put("lr", 0.2));
        assertThat(run(cases.toString(), "--json", file.toString())).isEqualTo(CommandLine.ExitCode.SOFTWARE);
        assertThat(Files.readAllLines(file)).hasSize(4).allMatch(line -> line.startsWith("{\"group\":\"optim\""));
        assertThat(output.toString()).startsWith("failed: optim/SGD#1: p0 after step 1[0] is ");
        assertThat(output.toString().lines().skip(1)).first().asString().startsWith("group ");
    }

    @Test
    void aWrongValueFails() throws IOException {
        Path cases = edited(
                "schedulers",
                "schedulers.json",
                content -> ((ArrayNode) first(content).get("lrs"))
                        .set(9, JSON.createArrayNode().add(0.050001)));
        assertThat(run(cases.toString())).isEqualTo(CommandLine.ExitCode.SOFTWARE);
        JsonNode result = results().getFirst();
        assertThat(result.get("outcome").asText()).isEqualTo("failed");
        assertThat(result.get("message").asText()).isEqualTo("lr at 9, group 0 is 0.05, not 0.050001");
        assertThat(output.toString()).containsPattern("schedulers +2 +1 +1 +0 +- +-");
    }

    @Test
    void aWrongLossFails() throws IOException {
        // In both, or else it would pass for PyTorch's own error.
        Path cases = edited("training", "training.json", content -> {
            ((ArrayNode) first(content).get("losses64")).set(5, 614.9);
            ((ArrayNode) first(content).get("losses32")).set(5, 614.9);
        });
        assertThat(run(cases.toString())).isEqualTo(CommandLine.ExitCode.SOFTWARE);
        assertThat(withOutcome(results(), "failed")).containsExactly("train/tutorial/Adam#0");
        assertThat(results().getFirst().get("message").asText()).startsWith("loss[5] is 614.88");
    }

    @Test
    void aWrongStateFails() throws IOException {
        Path cases = edited(
                "optim",
                "optim.json",
                content -> ((ObjectNode) content.get("cases")
                                .get(1)
                                .get("state")
                                .get("20")
                                .get(2))
                        .put("step", 19.0)
                        .putNull("exp_avg"));
        assertThat(run(cases.toString())).isEqualTo(CommandLine.ExitCode.SOFTWARE);
        assertThat(results().get(1).get("message").asText())
                .isEqualTo("step of p2 after step 20 is 20.0, not 19.0 (and 1 more)");
    }

    @Test
    void wrongFilesFail() throws IOException {
        Path cases = edited("serialization", "manifest.json", content -> {
            ObjectNode dtypes = (ObjectNode) content.get("cases").get(1);
            ((ObjectNode) dtypes.get("tensors").get("f16")).put("as_f32", "dtypes.safetensors/bf16");
            ((ObjectNode) content.get("cases").get(2)).put("file", "dtypes.safetensors");
            ((ObjectNode) content.get("cases").get(3)).put("file", "nowhere.safetensors");
        });
        assertThat(run(cases.toString())).isEqualTo(CommandLine.ExitCode.SOFTWARE);
        assertThat(results().subList(1, 4))
                .extracting(one -> one.get("message").asText())
                .satisfiesExactly(
                        message -> assertThat(message).isEqualTo("f16 has other values than dtypes.safetensors/bf16"),
                        message -> assertThat(message).isEqualTo("it was read, and should be refused: no bytes"),
                        message -> assertThat(message).startsWith("NoSuchFileException: "));
    }

    @Test
    void whatTheLibraryLacksIsMissing() throws IOException {
        Path cases = edited("optim", "optim.json", content -> {
            first(content).put("optimizer", "Shampoo");
            ((ObjectNode) content.get("cases").get(1).get("options")).put("unheard_of", true);
        });
        Files.createDirectories(cases.resolve("beer"));
        Files.writeString(cases.resolve("beer").resolve("ale.json"), "{\"cases\": [{\"id\": \"a\"}, {\"id\": \"b\"}]}");
        assertThat(run(cases.toString())).isZero();
        assertThat(withOutcome(results(), "missing")).containsExactly("a", "b", "optim/SGD#1", "optim/Adam#7");
        assertThat(results())
                .extracting(one -> one.path("message").asText())
                .startsWith("no runner for beer", "no runner for beer", "optimizer Shampoo", "option unheard_of");
        assertThat(output.toString()).containsPattern("beer +2 +0 +0 +2 +- +-");
    }

    @Test
    void saysWhatIsWrongWithTheDirectory() throws IOException {
        assertThat(run()).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(run(folder.resolve("nowhere").toString())).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(errors.toString()).contains("nowhere is not a directory");
        assertThat(run(folder.toString())).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(errors.toString()).contains("has no folder of cases");
        Files.createDirectories(folder.resolve("optim"));
        Files.writeString(folder.resolve("optim").resolve("optim.json"), "{");
        assertThat(run(folder.toString())).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(errors.toString()).contains("conformance: Unexpected end-of-input");
    }

    @Test
    void aCaseWithNothingToCompareFails() throws IOException {
        Path cases = edited("optim", "optim.json", content -> {
            first(content).remove("after");
            first(content).remove("state");
        });
        assertThat(run(cases.toString())).isEqualTo(CommandLine.ExitCode.SOFTWARE);
        assertThat(results().getFirst().get("message").asText()).isEqualTo("the case has nothing to compare with");
    }

    @Test
    void helpSaysWhatItTakes() {
        assertThat(run("--help")).isZero();
        assertThat(output.toString()).contains("DIR", "--json", "--threads", "Exit codes:");
    }

    private static ObjectNode first(ObjectNode content) {
        return (ObjectNode) content.get("cases").get(0);
    }

    /// A directory with a folder of the sample, one of whose files is changed.
    private Path edited(String group, String file, Consumer<ObjectNode> change) throws IOException {
        Path target = folder.resolve("edited");
        try (Stream<Path> files = Files.walk(SAMPLE.resolve(group))) {
            for (Path source : files.toList()) {
                Path copy = target.resolve(SAMPLE.relativize(source));
                if (Files.isDirectory(source)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(source, copy);
                }
            }
        }
        Path json = target.resolve(group).resolve(file);
        ObjectNode content = (ObjectNode) JSON.readTree(json.toFile());
        change.accept(content);
        JSON.writeValue(json.toFile(), content);
        return target;
    }
}

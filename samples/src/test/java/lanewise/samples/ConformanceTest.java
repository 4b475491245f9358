package lanewise.samples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
        // It has a LayerNorm, for which there is no layer yet.
        assertThat(withOutcome(results, "missing")).containsExactly("model_f32.safetensors");
        assertThat(results).hasSize(4 + 2 + 4 + 6);
        assertThat(exit).isZero();
        assertThat(output.toString())
                .containsPattern("group +cases +passed +failed +missing +median ratio +worst ratio")
                .containsPattern("optim +4 +4 +0 +0 +\\d\\.\\d\\d +\\d\\.\\d\\d")
                .containsPattern("schedulers +2 +2 +0 +0 +- +-")
                .containsPattern("training +4 +4 +0 +0 ")
                .containsPattern("serialization +6 +5 +0 +1 ")
                .containsPattern("all +16 +15 +0 +1 ");
    }

    @Test
    void theLinesGoIntoAFileAndWhatFailedOntoTheConsole() throws IOException {
        Path file = folder.resolve("results.jsonl");
        Path cases = edited("optim", "optim.json", content -> first(content).remove("lr_changes"));
        assertThat(run(cases.toString(), "--json", file.toString())).isZero();
        assertThat(Files.readAllLines(file)).hasSize(4).allMatch(line -> line.startsWith("{\"group\":\"optim\""));
        assertThat(output.toString()).doesNotContain("{").startsWith("group ");

        ((ObjectNode) first(JSON.createObjectNode()));
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

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs the sample of operations, errors and modules as a user does, and cases that are wrong on purpose.
class CallConformanceTest {
    /// How many of the cases pass at least. Whoever makes more of them pass may raise it; it never goes down.
    private static final int PASSING = 337;

    private static final Path SAMPLE = Path.of("target", "test-classes", "calls");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final StringWriter output = new StringWriter();

    @TempDir
    private Path folder;

    private List<JsonNode> run(Path cases, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.add(cases.toString());
        Conformance.commandLine().setOut(new PrintWriter(output)).execute(arguments.toArray(new String[0]));
        List<JsonNode> results = new ArrayList<>();
        for (String line : output.toString().lines().toList()) {
            if (line.startsWith("{")) {
                results.add(JSON.readTree(line));
            }
        }
        return results;
    }

    private static List<JsonNode> withOutcome(List<JsonNode> results, String outcome) {
        return results.stream()
                .filter(one -> one.get("outcome").asText().equals(outcome))
                .toList();
    }

    @Test
    void noCaseOfTheSampleFails() throws IOException {
        List<JsonNode> results = run(SAMPLE);
        assertThat(results).hasSize(320 + 10 + 9);
        assertThat(withOutcome(results, "failed")).isEmpty();
        assertThat(withOutcome(results, "passed")).hasSizeGreaterThanOrEqualTo(PASSING);
        assertThat(output.toString())
                .containsPattern("ops +320 +\\d+ +0 ")
                .containsPattern("  tier 1 +149 +\\d+ +0 ")
                .containsPattern("    unary +20 +\\d+ +0 ")
                .containsPattern("errors +10 +\\d+ +0 ")
                .containsPattern("modules +9 +\\d+ +0 ");
    }

    @Test
    void aWrongResultFails() throws IOException {
        JsonNode result = only(run(oneCase("ops", "unary", "exp#1", run -> {
            run.put("call", "torch.log1p");
            argument(run, "abs#0/i0");
            output(run, "abs#0/o0");
        })));
        assertThat(result.get("outcome").asText()).isEqualTo("failed");
        assertThat(result.get("message").asText()).startsWith("the result[0] is ");
        assertThat(result.get("part").asText()).isEqualTo("tier 1/unary");
        assertThat(result.get("call").asText()).isEqualTo("torch.log1p");
    }

    @Test
    void aWrongGradientFails() throws IOException {
        JsonNode result = only(run(oneCase(
                "ops", "unary", "abs#0", run -> ((ObjectNode) run.get("grads").get(0)).put("name", "abs#0/c0"))));
        assertThat(result.get("message").asText()).startsWith("i0's gradient[");
    }

    @Test
    void aGradientWhereThereIsNoneFails() throws IOException {
        JsonNode result = only(run(oneCase(
                "ops", "unary", "abs#0", run -> ((ObjectNode) run.get("grads").get(0)).putNull("name"))));
        assertThat(result.get("message").asText()).isEqualTo("i0 has a gradient, and is not reached");
    }

    @Test
    void whatTheTableDoesNotHaveIsMissing() throws IOException {
        assertThat(message(run -> run.put("call", "torch.shampoo"))).isEqualTo("torch.shampoo");
        assertThat(message(run -> ((ObjectNode) run.get("kwargs")).put("foam", 3)))
                .isEqualTo("torch.abs with foam");
        assertThat(message(run -> ((ArrayNode) run.get("args")).add(3))).isEqualTo("torch.abs with 2 arguments");
        assertThat(message(run -> ((ArrayNode) run.get("args"))
                        .set(0, JSON.getNodeFactory().numberNode(2))))
                .isEqualTo("torch.abs with input=2, which is no Tensor");
    }

    /// What `change` makes of a case that passes otherwise.
    private String message(Consumer<ObjectNode> change) throws IOException {
        output.getBuffer().setLength(0);
        JsonNode result = only(run(oneCase("ops", "unary", "abs#0", change)));
        assertThat(result.get("outcome").asText()).isEqualTo("missing");
        return result.get("message").asText();
    }

    @Test
    void anOptionThatIsNotReadIsMissingUnlessItIsTheDefault() throws IOException {
        JsonNode byDefault = only(run(oneCase(
                "ops", "act", "nn.functional.relu#1", run -> ((ObjectNode) run.get("kwargs")).put("inplace", false))));
        assertThat(byDefault.get("outcome").asText()).isEqualTo("passed");
        output.getBuffer().setLength(0);
        JsonNode inPlace = only(run(oneCase(
                "ops", "act", "nn.functional.relu#1", run -> ((ObjectNode) run.get("kwargs")).put("inplace", true))));
        assertThat(inPlace.get("message").asText()).isEqualTo("torch.nn.functional.relu with inplace=true");
    }

    @Test
    void anErrorThatIsNotRefusedFails() throws IOException {
        JsonNode result = only(
                run(oneCase("errors", "op_errors", "err/linspace#52", run -> ((ArrayNode) run.get("args")).set(2, 5))));
        assertThat(result.get("outcome").asText()).isEqualTo("failed");
        assertThat(result.get("message").asText())
                .isEqualTo("it is not refused, and PyTorch says: number of steps must be non-negative");
    }

    @Test
    void anErrorThatJavasTypesRefuseIsNotExpressible() throws IOException {
        JsonNode result = only(run(oneCase(
                "errors", "op_errors", "err/linspace#52", run -> ((ArrayNode) run.get("args")).set(2, "five"))));
        assertThat(result.get("outcome").asText()).isEqualTo("not expressible");
        assertThat(output.toString()).containsPattern("errors +1 +0 +0 +0 +- +- +1");
    }

    @Test
    void anotherStateFails() throws IOException {
        JsonNode result = only(run(oneCase(
                "modules",
                "modules",
                "nn.Linear#0",
                run -> ((ObjectNode) run.get("state").get(1)).put("key", "offset"))));
        assertThat(result.get("message").asText())
                .isEqualTo("the state's keys are [weight, bias], not [weight, offset]");
    }

    @Test
    void anotherBufferAfterwardsFails() throws IOException {
        JsonNode result = only(run(oneCase(
                "modules",
                "modules",
                "nn.BatchNorm2d#0",
                run -> ((ObjectNode) run.get("state_after").get(0)).put("name", "nn.BatchNorm2d#0/s/running_mean"))));
        assertThat(result.get("message").asText()).startsWith("running_mean afterwards[2] is 0.035397");
    }

    @Test
    void listsTheCallsThatAreMissing() throws IOException {
        run(oneCase("ops", "unary", "abs#0", run -> run.put("call", "torch.shampoo")), "--calls");
        assertThat(output.toString()).containsPattern("missing\\R +1 +torch.shampoo +tier 1 unary +torch.shampoo");
    }

    @Test
    void runsOnlyWhatIsWanted() throws IOException {
        assertThat(run(SAMPLE, "--only", "err/eye|torch\\.tanh|^tier 3$")).hasSize(1 + 1 + 14);
    }

    private static JsonNode only(List<JsonNode> results) {
        assertThat(results).hasSize(1);
        return results.getFirst();
    }

    private static void argument(ObjectNode run, String tensor) {
        run.putArray("args").addObject().put("$t", tensor);
        run.putArray("in");
        run.putArray("grads");
    }

    private static void output(ObjectNode run, String tensor) {
        run.putObject("out").put("$t", tensor);
        run.putArray("outs").addObject().put("name", tensor).put("e32", 0.0);
    }

    /// A directory with one case of the sample, changed.
    private Path oneCase(String group, String file, String id, Consumer<ObjectNode> change) throws IOException {
        Path target = Files.createDirectories(folder.resolve("one").resolve(group));
        Path source = SAMPLE.resolve(group);
        String tensors = file + ".safetensors";
        Files.write(target.resolve(tensors), Files.readAllBytes(source.resolve(tensors)));
        ObjectNode content =
                (ObjectNode) JSON.readTree(source.resolve(file + ".json").toFile());
        for (JsonNode run : content.get("cases")) {
            if (run.get("id").asText().equals(id)) {
                change.accept((ObjectNode) run);
                content.putArray("cases").add(run);
                break;
            }
        }
        JSON.writeValue(target.resolve(file + ".json").toFile(), content);
        return folder.resolve("one");
    }
}

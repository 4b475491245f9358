package lanewise.samples.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.io.SafeTensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the format of the cases can say that the sample does not: groups, missing gradients, changed rates, and
/// LBFGS. The values are reckoned by hand.
class OptimizerCasesTest {
    private static final String SGD = """
        {"id": "a", "optimizer": "SGD", "options": {"lr": 1.0}, "steps": 2,
         "params": ["common/p0", "common/p1"], "grads": "common/g{step}/{param}",
         "groups": [{"params": [1], "lr": 0.5}, {"params": [0], "weight_decay": 0.25}],
         "null_grads": {"0": [1]}, "lr_changes": {"2": 2.0},
         "after": {"1": ["p0", "p1 after 1"], "2": ["p0 after 2", "p1 after 2"]},
         "state": {"1": [{}, {"momentum_buffer": null}]}}
        """;

    /// `(x − 1)²/2` from 3 on: the gradient is 2, and the first step goes by `1/|g|` of it.
    private static final String LBFGS = """
        {"id": "b", "optimizer": "LBFGS", "options": {"max_iter": 1}, "steps": 1, "params": ["b/x"],
         "loss": "0.5 * ||x - t||^2", "data": {"t": {"$t": "one"}},
         "losses64": [2.0], "closure_calls64": 1, "after": {"1": ["two"]}, "err32": {"1": {"abs": 0.0, "scl": 0.0}},
         "state": {"1": [{"func_evals": 1, "n_iter": 1, "d": {"$t": "minus two"}, "t": 0.5, "old_dirs": [],
                          "old_stps": [], "ro": [], "H_diag": 1.0, "prev_flat_grad": {"$t": "two"},
                          "prev_loss": 2.0, "al": [null, null]}]}}
        """;

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private CaseResult run(String text, Consumer<ObjectNode> change) throws IOException {
        Path optim = Files.createDirectories(folder.resolve("optim"));
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        // p0 has no gradient at first, then 2 + 0.25·p; p1 has 1 and then 4, with a rate of 0.5 and then 2.
        put(arrays, "common/p0", 4);
        put(arrays, "common/p1", 1);
        put(arrays, "common/g1/1", 1);
        put(arrays, "common/g2/0", 2);
        put(arrays, "common/g2/p1", 4);
        put(arrays, "p0", 4);
        put(arrays, "p1 after 1", 0.5f);
        put(arrays, "p0 after 2", 4 - 2 * (2 + 0.25f * 4));
        put(arrays, "p1 after 2", 0.5f - 2 * 4);
        put(arrays, "b/x", 3);
        put(arrays, "one", 1);
        put(arrays, "two", 2);
        put(arrays, "minus two", -2);
        SafeTensors.write(optim.resolve("optim.safetensors"), arrays);
        ObjectNode run = (ObjectNode) JSON.readTree(text);
        change.accept(run);
        ObjectNode content = JSON.createObjectNode().put("tensors", "optim.safetensors");
        content.putArray("cases").add(run);
        JSON.writeValue(optim.resolve("optim.json").toFile(), content);
        List<CaseResult> results = new ArrayList<>();
        new ConformanceRun().run(folder, _ -> true, results::add);
        return results.getFirst();
    }

    private static void put(Map<String, NDArray> arrays, String name, float value) {
        arrays.put(name, NDArray.of(Shape.of(1), value));
    }

    @Test
    void groupsNullGradientsAndChangedRates() throws IOException {
        assertThat(run(SGD, _ -> {}))
                .extracting(CaseResult::outcome, CaseResult::message)
                .contains(Outcome.PASSED, "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"p0", "common/p0"})
    void parametersMayBeNamed(String name) throws IOException {
        CaseResult result = run(SGD, run -> {
            run.putObject("null_grads").putArray(name).add(1);
            run.putArray("lr_changes").addArray().add(2).add(2.0);
        });
        assertThat(result.outcome()).isEqualTo(Outcome.PASSED);
    }

    @Test
    void aGradientThatIsNotThereFails() throws IOException {
        CaseResult result = run(SGD, run -> run.remove("null_grads"));
        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.message()).contains("no gradient of p0 for step 1");
    }

    @Test
    void aChangeOfRateCounts() throws IOException {
        assertThat(run(SGD, run -> run.remove("lr_changes")).message()).startsWith("p0 after step 2[0] is 1.0");
    }

    @Test
    void aStateThatShouldNotBeThereFails() throws IOException {
        CaseResult result = run(SGD, run -> {
            run.withObject("/options").put("momentum", 0.5);
            run.withObject("/state").putArray("1").addObject();
            run.withObject("/state").withArray("1").addObject();
            run.remove("after");
        });
        assertThat(result.message()).isEqualTo("momentum_buffer of p1 after step 1 is in the state, and should not be");
    }

    @Test
    void lbfgsHasItsStateCompared() throws IOException {
        CaseResult result = run(LBFGS, _ -> {});
        assertThat(result.message()).isEqualTo("closure calls 1, in float64 1");
        assertThat(result.outcome()).isEqualTo(Outcome.PASSED);
    }

    @Test
    void aWrongStateOfLbfgsFails() throws IOException {
        assertThat(run(LBFGS, run -> state(run).put("t", 0.25)).message()).startsWith("t after step 1[0] is 0.5, not");
        assertThat(run(LBFGS, run -> state(run).putObject("d").put("$t", "two")).message())
                .startsWith("d after step 1[0] is -2.0, not 2.0");
        assertThat(run(LBFGS, run -> state(run).putArray("ro").add(1.0)).message())
                .isEqualTo("ro after step 1 has 0 elements, not 1");
        assertThat(run(LBFGS, run -> state(run).put("unheard_of", 1.0)).message())
                .isEqualTo("unheard_of after step 1 is not in the state");
    }

    @Test
    void aLossThatNobodyCanReadIsMissing() throws IOException {
        CaseResult result = run(LBFGS, run -> run.put("loss", "the squares; added up"));
        assertThat(result.outcome()).isEqualTo(Outcome.MISSING);
        assertThat(result.message()).startsWith("a reader for the formula \"the squares; added up\"");
    }

    private static ObjectNode state(ObjectNode run) {
        return run.withObject("/state/1/0");
    }
}

package lanewise.samples.conformance;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import lanewise.autograd.GradMode;
import lanewise.engine.AnyArray;
import lanewise.engine.BoolArray;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.io.FileFormatException;
import lanewise.engine.io.NamedArrays;
import lanewise.engine.io.SafeTensors;
import lanewise.engine.io.StateDict;
import lanewise.nn.Sequential;
import lanewise.samples.conformance.calls.MissingException;

/// Files that must be read with all that is in them, bit for bit, and files that must be refused as malformed.
final class FileCases implements CaseGroup {
    /// What the library makes of the types in files.
    private static final Map<String, Class<? extends AnyArray>> ARRAYS = Map.ofEntries(
            entry("F32", NDArray.class),
            entry("F16", NDArray.class),
            entry("BF16", NDArray.class),
            entry("F64", NDArray.class),
            entry("I64", LongArray.class),
            entry("I32", LongArray.class),
            entry("I16", LongArray.class),
            entry("I8", LongArray.class),
            entry("U64", LongArray.class),
            entry("U32", LongArray.class),
            entry("U16", LongArray.class),
            entry("U8", LongArray.class),
            entry("BOOL", BoolArray.class));

    @Override
    public String folder() {
        return "serialization";
    }

    @Override
    public void run(JsonNode run, CaseFile cases, Comparison comparison) throws IOException {
        Path file = cases.path().resolveSibling(run.path("file").asText());
        switch (run.path("expect").asText()) {
            case "valid" -> runValid(run, cases, file, comparison);
            case "invalid" -> runInvalid(run, file, comparison);
            default -> throw new IllegalArgumentException("the case expects " + run.path("expect"));
        }
    }

    private static void runInvalid(JsonNode run, Path file, Comparison comparison) throws IOException {
        boolean refused = false;
        try {
            SafeTensors.read(file);
        } catch (FileFormatException refusal) {
            refused = true;
            comparison.note(refusal.getMessage());
        }
        comparison.check(
                refused,
                "it was read, and should be refused: " + run.path("why").asText());
    }

    private static void runValid(JsonNode run, CaseFile cases, Path file, Comparison comparison) throws IOException {
        for (JsonNode tensor : run.path("tensors")) {
            if (!ARRAYS.containsKey(tensor.path("dtype").asText())) {
                throw new MissingException("type " + tensor.path("dtype").asText());
            }
        }
        NamedArrays content = SafeTensors.read(file);
        compareMetadata(content.metadata(), run.path("metadata"), comparison);
        JsonNode tensors = run.path("tensors");
        for (String name : content.arrays().keySet()) {
            comparison.check(tensors.has(name), "there is a tensor " + name + " too many");
        }
        for (Map.Entry<String, JsonNode> tensor : tensors.properties()) {
            AnyArray array = content.arrays().get(tensor.getKey());
            if (array == null) {
                comparison.problem("there is no tensor " + tensor.getKey());
            } else {
                compare(tensor.getKey(), array, tensor.getValue(), cases, comparison);
            }
        }
        if (run.has("model")) {
            runModel(run, cases, file, comparison);
        }
    }

    private static void compareMetadata(Map<String, String> metadata, JsonNode json, Comparison comparison) {
        Map<String, String> expected = new HashMap<>();
        json.properties()
                .forEach(field -> expected.put(field.getKey(), field.getValue().asText()));
        comparison.check(metadata.equals(expected), "the metadata is " + metadata + ", not " + expected);
    }

    private static void compare(String name, AnyArray array, JsonNode json, CaseFile cases, Comparison comparison) {
        String type = json.path("dtype").asText();
        if (!ARRAYS.get(type).isInstance(array)) {
            comparison.problem(
                    name + ", of type " + type + ", is a " + array.getClass().getSimpleName());
            return;
        }
        int[] shape = StreamSupport.stream(json.path("shape").spliterator(), false)
                .mapToInt(JsonNode::asInt)
                .toArray();
        comparison.check(
                Arrays.equals(array.shape().toArray(), shape),
                name + " is " + array.shape() + ", not " + json.path("shape"));
        JsonNode values = Stream.of("value", "as_f32", "as_i64")
                .filter(json::has)
                .map(json::get)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name + " has no expected values"));
        comparison.check(sameElements(array, cases.array(values)), name + " has other values than " + values.asText());
    }

    /// Whether the elements are the same, -0 not being 0; any NaN is as good as any other.
    private static boolean sameElements(AnyArray array, AnyArray expected) {
        return switch (array) {
            case NDArray floats ->
                expected instanceof NDArray other && Arrays.equals(floats.toArray(), other.toArray());
            case LongArray longs ->
                expected instanceof LongArray other && Arrays.equals(longs.toArray(), other.toArray());
            case BoolArray bools ->
                expected instanceof BoolArray other && Arrays.equals(bools.toArray(), other.toArray());
        };
    }

    /// Loads the file into a model, and computes with it. Each layer may add a rounding.
    private static void runModel(JsonNode run, CaseFile cases, Path file, Comparison comparison) throws IOException {
        Sequential model = ModelText.build(run.get("model").asText());
        model.loadStateDict(StateDict.load(file));
        model.eval();
        try (GradMode _ = GradMode.noGrad()) {
            NDArray output = model.call(cases.tensor(run.path("input"))).array();
            NDArray expected = cases.floats(run.path("output"));
            comparison.tensor("the model's output", output, expected, Comparison.roundings(model.size(), expected));
        }
    }
}

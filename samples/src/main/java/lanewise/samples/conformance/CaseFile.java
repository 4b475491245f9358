package lanewise.samples.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lanewise.autograd.Tensor;
import lanewise.engine.AnyArray;
import lanewise.engine.NDArray;
import lanewise.engine.io.SafeTensors;

/// A file of cases and the tensors that it names.
///
/// @param path the JSON file
/// @param cases its cases
/// @param tensors the tensors of the file beside it, by name
public record CaseFile(Path path, List<JsonNode> cases, Map<String, AnyArray> tensors) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// The files of cases in a folder, in the order of their names.
    ///
    /// @throws IOException if one cannot be read
    static List<CaseFile> in(Path folder) throws IOException {
        List<CaseFile> files = new ArrayList<>();
        for (Path path : jsonFiles(folder)) {
            JsonNode content = JSON.readTree(path.toFile());
            JsonNode tensors = content.has("tensors") ? content.get("tensors") : content.path("expected");
            files.add(new CaseFile(
                    path,
                    cases(content),
                    tensors.isTextual()
                            ? SafeTensors.read(folder.resolve(tensors.asText())).arrays()
                            : Map.of()));
        }
        return files;
    }

    /// The cases in a folder, without their tensors.
    static List<JsonNode> casesIn(Path folder) throws IOException {
        List<JsonNode> cases = new ArrayList<>();
        for (Path path : jsonFiles(folder)) {
            cases.addAll(cases(JSON.readTree(path.toFile())));
        }
        return cases;
    }

    /// The case's name.
    static String id(JsonNode run) {
        return run.path("id").asText(run.path("file").asText("?"));
    }

    /// The array that a node names, `"name"` or `{"$t": "name"}`.
    ///
    /// @throws IllegalArgumentException if there is none
    AnyArray array(JsonNode name) {
        return array(name.path("$t").asText(name.asText()));
    }

    /// The array of this name.
    ///
    /// @throws IllegalArgumentException if there is none
    AnyArray array(String key) {
        AnyArray array = tensors.get(key);
        if (array == null) {
            throw new IllegalArgumentException("there is no tensor \"" + key + "\" beside " + path.getFileName());
        }
        return array;
    }

    /// The float32 array that a node names.
    NDArray floats(JsonNode name) {
        if (array(name) instanceof NDArray floats) {
            return floats;
        }
        throw new IllegalArgumentException("the tensor " + name + " beside " + path.getFileName() + " is not float32");
    }

    /// A tensor of its own with the values of the array that a node names.
    Tensor tensor(JsonNode name) {
        return Tensor.of(floats(name).copy());
    }

    private static List<Path> jsonFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    private static List<JsonNode> cases(JsonNode content) {
        List<JsonNode> cases = new ArrayList<>();
        content.path("cases").forEach(cases::add);
        return cases;
    }
}

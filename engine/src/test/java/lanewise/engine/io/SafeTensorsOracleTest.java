package lanewise.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Files written from Python, and what PyTorch has in them.
class SafeTensorsOracleTest {
    private static final String FOLDER = "/oracle/serialization/";

    /// A case of `manifest.json`.
    record Case(String file, Map<?, ?> fields) {
        @Override
        public String toString() {
            return file;
        }
    }

    static Stream<Case> valid() throws IOException {
        return cases("valid");
    }

    static Stream<Case> invalid() throws IOException {
        return cases("invalid");
    }

    @ParameterizedTest
    @MethodSource("valid")
    void holdsWhatPyTorchHas(Case expected) throws IOException {
        NamedArrays values = SafeTensors.read(resource("expected/expected.safetensors"));
        NamedArrays content = SafeTensors.read(resource(expected.file));
        Object metadata = expected.fields.get("metadata");
        assertThat(content.metadata()).isEqualTo(metadata == null ? Map.of() : metadata);
        Map<?, ?> tensors = (Map<?, ?>) Objects.requireNonNull(expected.fields.get("tensors"));
        assertThat(content.arrays().keySet()).hasSameSizeAs(tensors.keySet());
        for (Map.Entry<?, ?> tensor : tensors.entrySet()) {
            String name = (String) tensor.getKey();
            Map<?, ?> fields = (Map<?, ?>) Objects.requireNonNull(tensor.getValue());
            String value = Stream.of("value", "as_f32", "as_i64")
                    .filter(fields::containsKey)
                    .map(field -> (String) fields.get(field))
                    .findFirst()
                    .orElseThrow();
            assertThat(sizes(content.get(name).shape().toArray())).as(name).isEqualTo(fields.get("shape"));
            assertThat(SafeTensorsTest.elements(content.get(name)))
                    .as(name)
                    .isEqualTo(SafeTensorsTest.elements(values.get(value)));
        }
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void isRefused(Case expected) {
        assertThatThrownBy(() -> SafeTensors.read(resource(expected.file))).isInstanceOf(FileFormatException.class);
    }

    private static List<Long> sizes(int[] shape) {
        return java.util.Arrays.stream(shape).asLongStream().boxed().toList();
    }

    private static Stream<Case> cases(String expect) throws IOException {
        Map<?, ?> manifest =
                (Map<?, ?>) Objects.requireNonNull(Json.parse(Files.readString(resource("manifest.json"))));
        return ((List<?>) Objects.requireNonNull(manifest.get("cases")))
                .stream()
                        .map(fields -> (Map<?, ?>) fields)
                        .filter(fields -> Objects.equals(fields.get("expect"), expect))
                        .map(fields -> new Case((String) Objects.requireNonNull(fields.get("file")), fields));
    }

    private static Path resource(String name) {
        @Nullable URL url = SafeTensorsOracleTest.class.getResource(FOLDER + name);
        try {
            return Path.of(Objects.requireNonNull(url, name).toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}

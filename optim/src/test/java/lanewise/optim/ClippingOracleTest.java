package lanewise.optim;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import lanewise.autograd.Parameter;
import lanewise.autograd.Tensor;
import lanewise.engine.AnyArray;
import lanewise.engine.NDArray;
import lanewise.engine.io.SafeTensors;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Clipped gradients, and their norms, that PyTorch computed in float64.
class ClippingOracleTest {
    private static final Path FOLDER = Path.of("src", "test", "resources", "oracle", "clipping");

    static Stream<Named<JsonNode>> cases() throws IOException {
        JsonNode file =
                new ObjectMapper().readTree(FOLDER.resolve("clipping.json").toFile());
        return StreamSupport.stream(file.get("cases").spliterator(), false)
                .map(one -> Named.of(one.get("id").asText(), one));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void followsPyTorch(JsonNode one) throws IOException {
        Map<String, AnyArray> arrays =
                SafeTensors.read(FOLDER.resolve("clipping.safetensors")).arrays();
        List<Tensor> parameters = new ArrayList<>();
        for (JsonNode name : one.get("args").get(0)) {
            NDArray gradient = array(arrays, name.get("$t").asText());
            Tensor parameter = new Parameter(Tensor.of(NDArray.zeros(gradient.shape())));
            parameter.setGrad(Tensor.of(gradient.copy()));
            parameters.add(parameter);
        }
        double bound = one.get("args").get(1).asDouble();
        int at = 0;
        if (one.get("op").asText().endsWith("norm_")) {
            double norm = GradientClipping.clipGradNorm_(parameters, bound);
            float expected = array(arrays, one.get("outs").get(at++).get("name").asText())
                    .item();
            assertThat(norm).isCloseTo(expected, within(0x1p-24 * expected));
        } else {
            GradientClipping.clipGradValue_(parameters, bound);
        }
        for (Tensor parameter : parameters) {
            JsonNode out = one.get("outs").get(at++);
            float[] expected = array(arrays, out.get("name").asText()).toArray();
            double allowed = Math.max(4 * out.get("e32").asDouble(), 0x1p-23 * bound);
            float[] actual = requireNonNull(parameter.grad()).toArray();
            assertThat(actual).usingComparatorWithPrecision((float) allowed).containsExactly(expected);
        }
        assertThat(at).isEqualTo(one.get("outs").size());
    }

    private static NDArray array(Map<String, AnyArray> arrays, String name) {
        return (NDArray) requireNonNull(arrays.get(name), name);
    }
}

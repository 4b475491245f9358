package lanewise.optim;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import lanewise.autograd.Tensor;
import lanewise.engine.AnyArray;
import lanewise.engine.NDArray;
import lanewise.engine.io.SafeTensors;
import lanewise.engine.io.StateDict;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Runs of 20 steps whose values PyTorch computed in float64, with the error of PyTorch's own float32 beside them:
/// values may be off by four times that error, or by four roundings of the largest value.
class OracleTest {
    private static final Path FOLDER = Path.of("src", "test", "resources", "oracle", "optim");

    static Stream<Named<JsonNode>> cases() throws IOException {
        JsonNode file = new ObjectMapper().readTree(FOLDER.resolve("optim.json").toFile());
        return StreamSupport.stream(file.get("cases").spliterator(), false)
                .map(one -> Named.of(one.get("id").asText(), one));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void followsPyTorch(JsonNode run) throws IOException {
        Map<String, AnyArray> arrays =
                SafeTensors.read(FOLDER.resolve("optim.safetensors")).arrays();
        List<Tensor> parameters = new ArrayList<>();
        for (JsonNode name : run.get("params")) {
            parameters.add(Tensor.of(array(arrays, name).copy()).requiresGrad_(true));
        }
        Optimizer<?> optimizer = optimizer(run, parameters);
        double[] scales = new double[parameters.size()];
        for (int t = 1; t <= run.get("steps").asInt(); t++) {
            String step = Integer.toString(t);
            for (int i = 0; i < parameters.size(); i++) {
                NDArray gradient = array(arrays, "common/g" + t + "/" + i);
                scales[i] = Math.max(scales[i], largest(gradient));
                parameters.get(i).setGrad(Tensor.of(gradient));
            }
            optimizer.step();
            if (run.get("after").has(step)) {
                double error = run.get("err32").get(step).get("abs").asDouble();
                for (int i = 0; i < parameters.size(); i++) {
                    NDArray expected = array(arrays, run.get("after").get(step).get(i));
                    check("p" + i + " after step " + t, parameters.get(i).array(), expected, error);
                }
            }
            if (run.get("state").has(step)) {
                checkState(optimizer.stateDict().dict("state"), run.get("state").get(step), arrays, scales);
            }
        }
        for (int i = 0; i < parameters.size(); i++) {
            NDArray expected = array(arrays, run.get("after").get("20").get(i));
            double error = distance(
                    expected, array(arrays, run.get("after32").get("20").get(i)));
            check("p" + i + " at the end", parameters.get(i).array(), expected, error);
        }
    }

    /// Sums of gradients may cancel, so their error is measured by the largest gradient that went in.
    private static void checkState(StateDict state, JsonNode expected, Map<String, AnyArray> arrays, double[] scales) {
        for (int i = 0; i < expected.size(); i++) {
            for (Map.Entry<String, JsonNode> slot : expected.get(i).properties()) {
                String name = slot.getKey();
                StateDict actual = state.dict(Integer.toString(i));
                if (slot.getValue().isNumber()) {
                    assertThat(actual.number(name)).isEqualTo(slot.getValue().asDouble());
                } else {
                    boolean cancels = name.equals("momentum_buffer") || name.equals("exp_avg");
                    NDArray value = array(arrays, slot.getValue().get("$t"));
                    check(name + " of p" + i, actual.array(name), value, cancels ? 0x1p-24 * scales[i] : 0);
                }
            }
        }
    }

    private static void check(String what, NDArray actual, NDArray expected, double error) {
        assertThat(actual.shape()).isEqualTo(expected.shape());
        assertThat(distance(actual, expected))
                .as("%s", what)
                .isLessThanOrEqualTo(4 * Math.max(error, 0x1p-24 * largest(expected)));
    }

    private static double distance(NDArray a, NDArray b) {
        float[] x = a.toArray();
        float[] y = b.toArray();
        double distance = 0;
        for (int i = 0; i < x.length; i++) {
            distance = Math.max(distance, Math.abs((double) x[i] - y[i])); // NaN stays
        }
        return distance;
    }

    private static double largest(NDArray array) {
        return distance(array, NDArray.zeros(array.shape()));
    }

    private static Optimizer<?> optimizer(JsonNode run, List<Tensor> parameters) {
        OptimizerOptions<?> defaults = switch (run.get("optimizer").asText()) {
            case "SGD" -> new SGD.Options();
            case "Adam" -> new Adam.Options();
            case "AdamW" -> new AdamW.Options();
            case "RMSprop" -> new RMSProp.Options();
            case "Adagrad" -> new AdaGrad.Options();
            default -> throw new AssertionError(run);
        };
        OptimizerOptions<?> options = defaults.withStateDict(options(run.get("options")));
        return Rules.optimizer(parameters, options);
    }

    private static StateDict options(JsonNode json) {
        StateDict options = new StateDict();
        for (Map.Entry<String, JsonNode> option : json.properties()) {
            JsonNode value = option.getValue();
            if (value.isBoolean()) {
                options.put(option.getKey(), value.asBoolean());
            } else if (value.isArray()) {
                options.put(
                        option.getKey(), value.get(0).asDouble(), value.get(1).asDouble());
            } else {
                options.put(option.getKey(), value.asDouble());
            }
        }
        return options;
    }

    private static NDArray array(Map<String, AnyArray> arrays, JsonNode name) {
        return array(arrays, name.asText());
    }

    private static NDArray array(Map<String, AnyArray> arrays, String name) {
        return (NDArray) requireNonNull(arrays.get(name), name);
    }
}

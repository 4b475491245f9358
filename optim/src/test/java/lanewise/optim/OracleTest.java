package lanewise.optim;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
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
/// values may be off by four times that error, or by four roundings of the largest value. Those in `elementwise`
/// were made with PyTorch 1.13, and with the formulas of version 2 where they differ: NAdam, decoupled weight
/// decay.
class OracleTest {
    private static final Path FOLDER = Path.of("src", "test", "resources", "oracle", "optim");

    static Stream<Named<JsonNode>> cases() throws IOException {
        JsonNode common =
                new ObjectMapper().readTree(FOLDER.resolve("optim.json").toFile());
        JsonNode own =
                new ObjectMapper().readTree(FOLDER.resolve("elementwise.json").toFile());
        return Stream.of(common, own)
                .flatMap(file -> StreamSupport.stream(file.get("cases").spliterator(), false))
                .map(one -> Named.of(one.get("id").asText(), one));
    }

    private static Map<String, AnyArray> arrays() throws IOException {
        Map<String, AnyArray> arrays = new HashMap<>();
        for (String file : List.of("optim.safetensors", "elementwise.safetensors")) {
            arrays.putAll(SafeTensors.read(FOLDER.resolve(file)).arrays());
        }
        return arrays;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void followsPyTorch(JsonNode run) throws IOException {
        Map<String, AnyArray> arrays = arrays();
        List<Tensor> parameters = new ArrayList<>();
        for (JsonNode name : run.get("params")) {
            parameters.add(Tensor.of(array(arrays, name).copy()).requiresGrad_(true));
        }
        Optimizer<?> optimizer = optimizer(run, parameters);
        double[] scales = new double[parameters.size()];
        for (int t = 1; t <= run.get("steps").asInt(); t++) {
            String step = Integer.toString(t);
            if (run.path("lr_changes").has(step)) {
                double learningRate = run.get("lr_changes").get(step).asDouble();
                optimizer.paramGroups().forEach(group -> group.setLearningRate(learningRate));
            }
            for (int i = 0; i < parameters.size(); i++) {
                NDArray gradient = array(arrays, "common/g" + t + "/" + i);
                scales[i] = Math.max(scales[i], largest(gradient));
                parameters.get(i).setGrad(isMissing(run, i, t) ? null : Tensor.of(gradient));
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
                for (int i = 0; i < parameters.size(); i++) {
                    JsonNode expected = run.get("state").get(step).get(i);
                    if (!expected.isEmpty()) {
                        checkState("p" + i, entry(optimizer, parameters.get(i)), expected, arrays, scales[i]);
                    }
                }
            }
        }
        for (int i = 0; i < run.path("after32").path("20").size(); i++) {
            NDArray expected = array(arrays, run.get("after").get("20").get(i));
            double error = distance(
                    expected, array(arrays, run.get("after32").get("20").get(i)));
            check("p" + i + " at the end", parameters.get(i).array(), expected, error);
        }
    }

    private static boolean isMissing(JsonNode run, int parameter, int step) {
        for (JsonNode without : run.path("null_grads").path(Integer.toString(parameter))) {
            if (without.asInt() == step) {
                return true;
            }
        }
        return false;
    }

    /// Sums of gradients may cancel, so their error is measured by the largest gradient that went in.
    private static void checkState(
            String what, StateDict actual, JsonNode expected, Map<String, AnyArray> arrays, double scale) {
        for (Map.Entry<String, JsonNode> slot : expected.properties()) {
            String name = slot.getKey();
            if (slot.getValue().isNumber()) {
                double number = slot.getValue().asDouble();
                assertThat(actual.number(name)).as(name).isCloseTo(number, within(1e-14 * number));
            } else {
                boolean cancels = name.equals("momentum_buffer") || name.equals("exp_avg");
                NDArray value = array(arrays, slot.getValue().get("$t"));
                check(
                        name + " of " + what,
                        actual.array(name),
                        value,
                        cancels
                                ? 0x1p-24 * scale
                                : slot.getValue().path("err32").asDouble());
            }
        }
    }

    /// The state of a parameter, which is numbered through all groups.
    private static StateDict entry(Optimizer<?> optimizer, Tensor parameter) {
        int number = 0;
        for (ParamGroup<?> group : optimizer.paramGroups()) {
            for (Tensor other : group.parameters()) {
                if (other == parameter) {
                    return optimizer.stateDict().dict("state").dict(Integer.toString(number));
                }
                number++;
            }
        }
        throw new AssertionError(parameter);
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
            case "Adadelta" -> new Adadelta.Options();
            case "Adamax" -> new Adamax.Options();
            case "NAdam" -> new NAdam.Options();
            case "RAdam" -> new RAdam.Options();
            case "ASGD" -> new ASGD.Options();
            case "Rprop" -> new Rprop.Options();
            default -> throw new AssertionError(run);
        };
        OptimizerOptions<?> options = defaults.withStateDict(options(run.get("options")));
        if (!run.has("groups")) {
            return Rules.optimizer(parameters, options);
        }
        JsonNode groups = run.get("groups");
        Optimizer<?> optimizer = Rules.optimizer(members(groups.get(0), parameters), options);
        for (JsonNode group : groups) {
            setOrAdd(optimizer, group, members(group, parameters));
        }
        return optimizer;
    }

    private static List<Tensor> members(JsonNode group, List<Tensor> parameters) {
        List<Tensor> members = new ArrayList<>();
        for (JsonNode index : group.get("params")) {
            members.add(parameters.get(index.asInt()));
        }
        return members;
    }

    /// Gives the group, the optimizer's first or a new one, what it has of its own over the common options.
    private static <O extends OptimizerOptions<O>> void setOrAdd(
            Optimizer<O> optimizer, JsonNode group, List<Tensor> members) {
        O options = optimizer.defaults().withStateDict(options(group));
        ParamGroup<O> first = optimizer.paramGroups().getFirst();
        if (first.parameters().equals(members)) {
            first.setOptions(options);
        } else {
            optimizer.addParamGroup(members, options);
        }
    }

    private static StateDict options(JsonNode json) {
        StateDict options = new StateDict();
        for (Map.Entry<String, JsonNode> option : json.properties()) {
            JsonNode value = option.getValue();
            if (option.getKey().equals("params")) {
                continue;
            }
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

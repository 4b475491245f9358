package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import lanewise.autograd.Tensor;
import lanewise.engine.AnyArray;
import lanewise.engine.NDArray;
import lanewise.engine.Workspace;
import lanewise.engine.io.SafeTensors;
import lanewise.engine.io.StateDict;
import lanewise.engine.op.Reduction;
import lanewise.optim.AdaGrad;
import lanewise.optim.Adam;
import lanewise.optim.Optimizer;
import lanewise.optim.RMSProp;
import lanewise.optim.SGD;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The tutorial's network from given weights on given data: its losses may stray from PyTorch's in float64 at most
/// four times as far as PyTorch's own in float32 do.
class TrainingTrajectoryTest {
    private static final Path FOLDER = Path.of("src", "test", "resources", "oracle", "training");

    static Stream<Named<JsonNode>> cases() throws IOException {
        JsonNode file =
                new ObjectMapper().readTree(FOLDER.resolve("training.json").toFile());
        return StreamSupport.stream(file.get("cases").spliterator(), false)
                .map(one -> Named.of(one.get("id").asText(), one));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void lossesFollowPyTorch(JsonNode run) throws IOException {
        Map<String, AnyArray> arrays =
                SafeTensors.read(FOLDER.resolve("training.safetensors")).arrays();
        Sequential model = new Sequential(new Linear(1000, 100), new ReLU(), new Linear(100, 10));
        StateDict weights = new StateDict();
        for (Map.Entry<String, JsonNode> weight : run.get("weights").properties()) {
            weights.put(weight.getKey(), array(arrays, weight.getValue()));
        }
        model.loadStateDict(weights);
        Tensor x = Tensor.of(array(arrays, run.get("data").get("x")));
        Tensor y = Tensor.of(array(arrays, run.get("data").get("y")));
        // After its first hundred steps RMSprop's run is chaotic: every rounding leads elsewhere.
        int steps = run.get("optimizer").asText().equals("RMSprop")
                ? 100
                : run.get("iterations").asInt();
        double[] losses = train(model, optimizer(run, model), x, y, steps);
        double allowed = 4 * distance(run.get("losses64"), run.get("losses32"), steps);
        assertThat(distance(run.get("losses64"), losses)).isLessThanOrEqualTo(allowed);
        assertThat(losses[0]).isCloseTo(run.get("losses64").get(0).asDouble(), within(1e-3));
    }

    private static double[] train(Sequential model, Optimizer<?> optimizer, Tensor x, Tensor y, int steps) {
        MSELoss lossFn = new MSELoss(Reduction.SUM);
        double[] losses = new double[steps];
        for (int t = 0; t < steps; t++) {
            try (Workspace _ = Workspace.open()) {
                Tensor loss = lossFn.call(model.call(x), y);
                losses[t] = loss.item();
                optimizer.zeroGrad();
                loss.backward();
                optimizer.step();
            }
        }
        return losses;
    }

    private static Optimizer<?> optimizer(JsonNode run, Sequential model) {
        double lr = run.get("options").get("lr").asDouble();
        return switch (run.get("optimizer").asText()) {
            case "SGD" -> new SGD(model.parameters(), lr);
            case "Adam" -> new Adam(model.parameters(), lr);
            case "RMSprop" -> new RMSProp(model.parameters(), lr);
            case "Adagrad" -> new AdaGrad(model.parameters(), lr);
            default -> throw new AssertionError(run.get("id"));
        };
    }

    private static NDArray array(Map<String, AnyArray> arrays, JsonNode name) {
        return (NDArray) Objects.requireNonNull(arrays.get(name.asText()));
    }

    private static double distance(JsonNode expected, JsonNode actual, int steps) {
        double[] values = new double[steps];
        for (int t = 0; t < steps; t++) {
            values[t] = actual.get(t).asDouble();
        }
        return distance(expected, values);
    }

    private static double distance(JsonNode expected, double[] actual) {
        double largest = 0;
        for (int t = 0; t < actual.length; t++) {
            largest = Math.max(largest, Math.abs(actual[t] - expected.get(t).asDouble()));
        }
        return largest;
    }
}

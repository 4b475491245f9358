package lanewise.samples.models;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.AnyArray;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Workspace;
import lanewise.engine.io.SafeTensors;
import lanewise.engine.io.StateDict;
import lanewise.nn.CrossEntropyLoss;
import lanewise.nn.Module;
import lanewise.optim.Adam;
import lanewise.optim.AdamW;
import lanewise.optim.Optimizer;
import lanewise.optim.SGD;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Small ones of the models from the same weights and on the same batches as in PyTorch: their losses over 30 steps
/// may stray from PyTorch's in float64 at most four times as far as PyTorch's own in float32 do. The figures are
/// those of `trajectories.py`.
class TrajectoriesTest {
    private static final Path FOLDER = Path.of("src", "test", "resources", "trajectories");

    /// @param logits `[n, classes]` of a batch, an [NDArray] of images or a [LongArray] of tokens
    record Run(String name, Module model, Function<AnyArray, Tensor> logits, Optimizer<?> optimizer) {}

    static List<Named<Run>> runs() {
        LeNet lenet = new LeNet(new LeNetOptions().withImages(1, 20).withWidths(4, 8, 16));
        ResNet resnet = new ResNet(new ResNetOptions().withWidth(4));
        CharLstm lstm = new CharLstm(
                new CharLstmOptions(17).withEmbedding(8).withHidden(16).withLayers(2));
        Gpt gpt = new Gpt(new GptOptions(17, 16, 2, 2, 32));
        return List.of(
                named("LeNet", lenet, x -> lenet.call(images(x)), new Adam(lenet.parameters(), 1e-3)),
                named(
                        "ResNet",
                        resnet,
                        x -> resnet.call(images(x)),
                        new SGD(
                                resnet.parameters(),
                                new SGD.Options(0.001).withMomentum(0.9).withWeightDecay(1e-4))),
                named(
                        "CharLstm",
                        lstm,
                        x -> lstm.call(tokens(x)).logits().flatten(0, 1),
                        new Adam(lstm.parameters(), 1e-3)),
                named(
                        "Gpt",
                        gpt,
                        x -> gpt.call(tokens(x)).flatten(0, 1),
                        new AdamW(
                                gpt.parameters(),
                                new AdamW.Options(1e-3).withBetas(0.9, 0.99).withWeightDecay(0.1))));
    }

    private static Named<Run> named(
            String name, Module model, Function<AnyArray, Tensor> logits, Optimizer<?> optimizer) {
        return Named.of(name, new Run(name, model, logits, optimizer));
    }

    @ParameterizedTest
    @MethodSource("runs")
    void lossesFollowPyTorch(Run run) throws IOException {
        Map<String, AnyArray> arrays =
                SafeTensors.read(FOLDER.resolve("trajectories.safetensors")).arrays();
        StateDict weights = new StateDict();
        String prefix = run.name() + ".weights.";
        for (Map.Entry<String, AnyArray> entry : arrays.entrySet()) {
            if (entry.getKey().startsWith(prefix)) {
                weights.put(entry.getKey().substring(prefix.length()), entry.getValue());
            }
        }
        run.model().loadStateDict(weights);
        JsonNode expected = new ObjectMapper()
                .readTree(FOLDER.resolve("trajectories.json").toFile())
                .get(run.name());
        double[] losses =
                losses(run, arrays.get(run.name() + ".x"), LongTensor.of((LongArray) arrays.get(run.name() + ".y")));
        double allowed = 0;
        double distance = 0;
        for (int t = 0; t < losses.length; t++) {
            double truth = expected.get("losses64").get(t).asDouble();
            allowed = Math.max(
                    allowed, 4 * Math.abs(expected.get("losses32").get(t).asDouble() - truth));
            distance = Math.max(distance, Math.abs(losses[t] - truth));
        }
        assertThat(losses).hasSize(expected.get("losses64").size());
        assertThat(distance).isLessThanOrEqualTo(allowed);
    }

    private static double[] losses(Run run, AnyArray x, LongTensor y) {
        CrossEntropyLoss lossFn = new CrossEntropyLoss();
        double[] losses = new double[30];
        for (int t = 0; t < losses.length; t++) {
            int batch = t % y.dim(0);
            try (Workspace _ = Workspace.open()) {
                Tensor loss = lossFn.call(
                        run.logits().apply(row(x, batch)), y.narrow(0, batch, 1).reshape(-1));
                losses[t] = loss.item();
                run.optimizer().zeroGrad();
                loss.backward();
                run.optimizer().step();
            }
        }
        return losses;
    }

    private static AnyArray row(AnyArray batches, int batch) {
        return batches instanceof LongArray longs
                ? LongTensor.of(longs).narrow(0, batch, 1).array()
                : Tensor.of((NDArray) batches).narrow(0, batch, 1).array();
    }

    private static Tensor images(AnyArray batch) {
        Tensor images = Tensor.of((NDArray) batch);
        return images.reshape(images.dim(1), images.dim(2), images.dim(3), images.dim(4));
    }

    private static LongTensor tokens(AnyArray batch) {
        LongTensor tokens = LongTensor.of((LongArray) batch);
        return tokens.reshape(tokens.dim(1), tokens.dim(2));
    }
}

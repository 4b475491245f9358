package lanewise.nn.pretrained;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Parameter;
import lanewise.autograd.Tensor;
import lanewise.engine.NDArray;
import lanewise.engine.io.NamedArrays;
import lanewise.engine.io.PyTorchFile;
import lanewise.engine.io.SafeTensors;
import lanewise.engine.io.StateDict;
import lanewise.nn.CrossEntropyLoss;
import lanewise.nn.IncompatibleKeys;
import lanewise.nn.Linear;
import lanewise.nn.Module;
import lanewise.nn.ReLU;
import lanewise.nn.Sequential;
import lanewise.nn.Tanh;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Networks that PyTorch 1.13 saved, by `torch.save(model.state_dict(), ...)` and as safetensors, load under their
/// names and give its outputs. The values are those of the same network in double.
class PretrainedTest {
    private static final Path FOLDER = Path.of("src", "test", "resources", "pretrained");

    /// What is allowed, relative to the largest value.
    private static final double RELATIVE = 1e-4;

    /// PyTorch's own gradients of the ResNet, in float32, are off by 1e-5.
    private static final double RELATIVE_GRADIENT = 1e-4;

    private static StateDict state(String file) throws IOException {
        Path path = FOLDER.resolve(file);
        return file.endsWith(".pt") ? PyTorchFile.load(path) : StateDict.load(path);
    }

    private static NamedArrays values(String model) throws IOException {
        return SafeTensors.read(FOLDER.resolve(model + "-values.safetensors"));
    }

    private static Tensor floats(NamedArrays values, String name) {
        return Tensor.of((NDArray) values.get(name));
    }

    private static LongTensor longs(NamedArrays values, String name) {
        return LongTensor.of((lanewise.engine.LongArray) values.get(name));
    }

    private static void assertClose(String what, Tensor actual, Tensor expected, double relative) {
        assertThat(actual.shape()).as(what).isEqualTo(expected.shape());
        float[] values = actual.toArray();
        float[] references = expected.toArray();
        double largest = 0;
        double error = 0;
        for (int i = 0; i < references.length; i++) {
            largest = Math.max(largest, Math.abs(references[i]));
            error = Math.max(error, Math.abs((double) values[i] - references[i]));
            assertThat(values[i]).as("%s[%d]", what, i).isFinite();
        }
        assertThat(error).as(what).isLessThanOrEqualTo(relative * largest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mlp.pt", "mlp.safetensors"})
    void perceptron(String file) throws IOException {
        Sequential model = new Sequential(
                new Linear(20, 32),
                new ReLU(),
                new lanewise.nn.Dropout(0.5),
                new Linear(32, 24),
                new Tanh(),
                new Linear(24, 10));
        model.loadStateDict(state(file));
        model.eval();
        NamedArrays values = values("mlp");
        assertClose("output", model.call(floats(values, "input")), floats(values, "output"), RELATIVE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"resnet18.pt", "resnet18.safetensors"})
    void resNet(String file) throws IOException {
        ResNet18 model = new ResNet18(4, 10);
        StateDict state = state(file);
        assertThat(List.copyOf(model.stateDict().keys())).containsExactlyElementsOf(state.keys());
        model.loadStateDict(state);
        model.eval();
        NamedArrays values = values("resnet18");
        assertClose("output", model.call(floats(values, "input")), floats(values, "output"), RELATIVE);
    }

    @ParameterizedTest
    @ValueSource(strings = "resnet18.pt")
    void resNetTrains(String file) throws IOException {
        ResNet18 model = new ResNet18(4, 10);
        model.loadStateDict(state(file));
        NamedArrays values = values("resnet18");
        Tensor loss = new CrossEntropyLoss().call(model.call(floats(values, "input")), longs(values, "target"));
        loss.backward();
        assertClose("loss", loss, floats(values, "loss"), RELATIVE);
        assertThat(model.namedParameters()).hasSize(62);
        for (Map.Entry<String, Parameter> parameter : model.namedParameters().entrySet()) {
            Tensor gradient = Objects.requireNonNull(parameter.getValue().grad(), parameter.getKey());
            assertClose(
                    parameter.getKey(), gradient, floats(values, "gradient/" + parameter.getKey()), RELATIVE_GRADIENT);
        }
        StateDict after = model.stateDict();
        assertThat(model.namedBuffers()).hasSize(60);
        for (String key : model.namedBuffers().keySet()) {
            if (key.endsWith("num_batches_tracked")) {
                assertThat(after.longs(key).toArray()).as(key).containsExactly(1235);
            } else {
                assertClose(key, Tensor.of(after.array(key)), floats(values, "after/" + key), RELATIVE);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"lstm.pt", "lstm.safetensors", "bilstm.pt", "bilstm.safetensors"})
    void lstm(String file) throws IOException {
        String name = file.substring(0, file.indexOf('.'));
        LanguageModel model = new LanguageModel(30, 8, 12, name.equals("bilstm"));
        model.loadStateDict(state(file));
        model.eval();
        NamedArrays values = values(name);
        LanguageModel.Prediction prediction = model.call(longs(values, "input"));
        assertClose("output", prediction.logits(), floats(values, "output"), RELATIVE);
        assertClose("hidden", prediction.state().hidden(), floats(values, "hidden"), RELATIVE);
        assertClose("cell", prediction.state().cell(), floats(values, "cell"), RELATIVE);
    }

    /// `torch.save` of the whole model has the tied weight under both names; what is published as safetensors is
    /// the inner model without the prefix. Both hold the masks, which this model computes.
    @ParameterizedTest
    @ValueSource(strings = {"gpt2.pt", "gpt2.safetensors"})
    void gpt2(String file) throws IOException {
        Gpt2 model = new Gpt2(40, 16, 16, 2, 2);
        boolean whole = file.endsWith(".pt");
        Module target = whole ? model : model.transformer;
        IncompatibleKeys keys = target.loadStateDict(state(file), false);
        String prefix = whole ? "transformer." : "";
        assertThat(keys.missingKeys()).isEmpty();
        assertThat(keys.unexpectedKeys())
                .containsExactly(
                        prefix + "h.0.attn.bias",
                        prefix + "h.0.attn.masked_bias",
                        prefix + "h.1.attn.bias",
                        prefix + "h.1.attn.masked_bias");
        model.eval();
        NamedArrays values = values("gpt2");
        assertClose("output", model.call(longs(values, "input")), floats(values, "output"), RELATIVE);
    }
}

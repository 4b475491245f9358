package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import lanewise.autograd.Tensor;
import lanewise.engine.io.PyTorchFile;
import lanewise.engine.io.StateDict;
import lanewise.engine.io.StateDictException;
import org.junit.jupiter.api.Test;

/// A model that PyTorch 1.13 has saved, `Sequential(Linear(3, 4), ReLU(), Linear(4, 2))`: with
/// `torch.save(model.state_dict(), "sequential.pt")`, and with
/// `torch.save({"model": model.state_dict(), "x": x, "y": model(x)}, "sequential_call.pt")`.
class PyTorchModelTest {
    private static final Path FOLDER = Path.of("src", "test", "resources", "pytorch");

    private final Sequential model = new Sequential(new Linear(3, 4), new ReLU(), new Linear(4, 2));

    @Test
    void givesPyTorchsOutputs() throws IOException {
        StateDict call = PyTorchFile.load(FOLDER.resolve("sequential_call.pt"));
        model.loadStateDict(PyTorchFile.load(FOLDER.resolve("sequential.pt")));
        float[] y = model.call(Tensor.of(call.array("x"))).toArray();
        float[] expected = call.array("y").toArray();
        assertThat(y).hasSize(10).containsExactly(expected, within(1e-6f));
        for (String key : model.stateDict().keys()) {
            assertThat(model.stateDict().array(key).toArray())
                    .as(key)
                    .containsExactly(call.dict("model").array(key).toArray());
        }
    }

    @Test
    void aFileOfAnotherModelIsRefused() {
        Sequential other = new Sequential(new Linear(3, 5));
        assertThatThrownBy(() -> other.loadStateDict(PyTorchFile.load(FOLDER.resolve("sequential.pt"))))
                .isInstanceOf(StateDictException.class)
                .hasMessageContaining("0.weight is float32 [4, 3], not float32 [5, 3]");
    }
}

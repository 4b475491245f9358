package lanewise.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import lanewise.autograd.Tensor;
import lanewise.engine.NDArray;
import lanewise.engine.io.PyTorchFile;
import lanewise.engine.io.StateDict;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Optimizers that go on where PyTorch has stopped. Each file is of PyTorch 1.13, from `torch.save({"parameters":
/// [...], "optimizer": optimizer.state_dict(), "gradients": [...], "after": [...]}, path)`: two parameters `[3, 2]`
/// and `[5]` after two steps, the gradients of the third, and the parameters after that.
class PyTorchCheckpointTest {
    private static final Path FOLDER = Path.of("src", "test", "resources", "pytorch");

    static Stream<Arguments> optimizers() {
        return Stream.of(
                // torch.optim.Adam(p, lr=0.01, betas=(0.8, 0.95), weight_decay=0.1, amsgrad=True)
                of("adam", Adam::new),
                // torch.optim.SGD([{"params": p[:1]}, {"params": p[1:], "lr": 0.5}], lr=0.1, momentum=0.9,
                // nesterov=True)
                of("sgd", PyTorchCheckpointTest::sgd),
                // torch.optim.RMSprop(p, lr=0.01, momentum=0.5, centered=True)
                of("rmsprop", RMSProp::new),
                // torch.optim.Adagrad(p, lr=0.1)
                of("adagrad", AdaGrad::new));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("optimizers")
    void goesOn(String name, Function<List<Tensor>, Optimizer<?>> maker) throws IOException {
        StateDict file = PyTorchFile.load(FOLDER.resolve(name + ".pt"));
        List<Tensor> parameters = new ArrayList<>();
        for (NDArray parameter : arrays(file, "parameters")) {
            parameters.add(Tensor.of(parameter).clone().detach().requiresGrad_(true));
        }
        Optimizer<?> optimizer = maker.apply(parameters);
        optimizer.loadStateDict(file.dict("optimizer"));
        List<NDArray> gradients = arrays(file, "gradients");
        for (int i = 0; i < parameters.size(); i++) {
            parameters.get(i).setGrad(Tensor.of(gradients.get(i)));
        }
        optimizer.step();
        List<NDArray> after = arrays(file, "after");
        for (int i = 0; i < parameters.size(); i++) {
            float[] expected = after.get(i).toArray();
            float[] actual = parameters.get(i).toArray();
            for (int k = 0; k < expected.length; k++) {
                assertThat(actual[k]).as("parameter %d, element %d", i, k).isCloseTo(expected[k], within(1e-6f));
            }
        }
    }

    private static Arguments of(String name, Function<List<Tensor>, Optimizer<?>> maker) {
        return Arguments.of(name, maker);
    }

    private static Optimizer<?> sgd(List<Tensor> parameters) {
        SGD sgd = new SGD(parameters.subList(0, 1));
        sgd.addParamGroup(parameters.subList(1, 2));
        return sgd;
    }

    private static List<NDArray> arrays(StateDict file, String key) {
        List<NDArray> arrays = new ArrayList<>();
        for (Object element : file.list(key)) {
            arrays.add((NDArray) Objects.requireNonNull(element));
        }
        return arrays;
    }
}

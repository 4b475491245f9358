package lanewise.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import lanewise.autograd.GradMode;
import lanewise.autograd.Parameter;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is timed is the network that the peers have: parameter by parameter, and it learns.
class NetworkModelTest {
    private static final int EXAMPLES = 2;

    @ParameterizedTest
    @EnumSource
    void parametersHaveTheSharedShapesInTheSharedOrder(Network network) {
        List<Shape> shapes = NetworkModel.of(network, 1, true).parameters.stream()
                .map(Parameter::shape)
                .toList();
        assertThat(shapes)
                .isEqualTo(
                        network.parameters().stream().map(Network.Start::shape).toList());
    }

    @ParameterizedTest
    @EnumSource
    void theLossBeginsAtWhatGuessingCosts(Network network) {
        NetworkModel model = NetworkModel.of(network, EXAMPLES, true);
        float loss = model.loss(model.output()).item();
        double guessing = switch (network) {
            case LSTM -> 1; // the targets' variance
            case GPT, LARGE_GPT -> Math.log(Network.VOCABULARY);
            default -> Math.log(Network.CLASSES);
        };
        assertThat(loss).isCloseTo((float) guessing, within(0.6f));
    }

    /// Along the gradient the loss falls by about the step times the gradient's square.
    @ParameterizedTest
    @EnumSource(
            names = {"LARGE_GPT"},
            mode = EnumSource.Mode.EXCLUDE)
    void theLossFallsAgainstTheGradient(Network network) {
        NetworkModel model = NetworkModel.of(network, EXAMPLES, true);
        Tensor loss = model.loss(model.output());
        loss.backward();
        double square = 0;
        for (Parameter parameter : model.parameters) {
            for (float g : Objects.requireNonNull(parameter.grad()).toArray()) {
                square += (double) g * g;
            }
        }
        double expected = 1e-3 * loss.item();
        double step = expected / square;
        double after;
        try (GradMode _ = GradMode.noGrad()) {
            for (Parameter parameter : model.parameters) {
                parameter.sub_(Objects.requireNonNull(parameter.grad()), (float) step);
            }
            after = model.loss(model.output()).item();
        }
        assertThat((loss.item() - after) / expected).isCloseTo(1, within(0.2));
    }
}

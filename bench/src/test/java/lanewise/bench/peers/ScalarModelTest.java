package lanewise.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import lanewise.autograd.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The plain loops of a network compute what the library does: its loss, and the gradient of each parameter.
class ScalarModelTest {
    /// A rounding error takes a few units to the other side of a rectifier's zero: of ten thousands one makes a
    /// hundredth of a gradient. A mistake makes a good part.
    private static final double TOLERANCE = 0.03;

    @ParameterizedTest
    @EnumSource(names = {"LENET", "RESNET", "LSTM", "GPT"})
    void gradientsAreTheLibrarys(Network network) {
        ScalarModel loops = new ScalarModel(network, 1);
        float loss = loops.step().getFirst()[0];
        NetworkModel model = NetworkModel.of(network, 1, true);
        Tensor expected = model.loss(model.output());
        expected.backward();
        assertThat(loss).isCloseTo(expected.item(), within(1e-5f));
        List<float[]> gradients = loops.gradients();
        for (int i = 0; i < gradients.size(); i++) {
            float[] gradient =
                    Objects.requireNonNull(model.parameters.get(i).grad()).toArray();
            assertThat(distance(gradients.get(i), gradient))
                    .as("gradient of parameter %d", i)
                    .isLessThan(TOLERANCE);
        }
    }

    /// `‖a − b‖ / ‖b‖`
    private static double distance(float[] a, float[] b) {
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < b.length; i++) {
            difference += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
            norm += (double) b[i] * b[i];
        }
        return Math.sqrt(difference / norm);
    }
}

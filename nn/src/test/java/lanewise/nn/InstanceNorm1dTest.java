package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
import lanewise.autograd.Tensor;
import lanewise.engine.ShapeMismatchException;
import org.junit.jupiter.api.Test;

/// Figures are those of `torch.nn.InstanceNorm1d(2, affine=True, track_running_stats=True)` of PyTorch 1.13, in
/// double.
class InstanceNorm1dTest {
    private static final Tensor X = BatchNorm1dTest.X;

    @Test
    void trainingAndEvaluation() {
        var layer = new InstanceNorm1d(2, NormOptions.INSTANCE.withAffine(true).withTrackRunningStats(true));
        float[] training = {
            -1.0690415f,
            -0.26726038f,
            1.3363019f,
            -0.98057898f,
            -0.39223159f,
            1.3728106f,
            0.98057898f,
            -1.3728106f,
            0.39223159f,
            1.3887287f,
            -0.46290955f,
            -0.92581911f
        };
        assertThat(layer.call(X).toArray()).containsExactly(training, within(2e-6f));
        assertThat(Objects.requireNonNull(layer.runningMean()).toArray())
                .containsExactly(new float[] {0.13333333f, 0.13333333f}, within(1e-6f));
        assertThat(Objects.requireNonNull(layer.runningVar()).toArray())
                .containsExactly(new float[] {1.2333333f, 1.4666667f}, within(1e-6f));
        assertThat(layer.stateDict().longs("num_batches_tracked").data()[0]).isZero(); // PyTorch does not count here
        layer.eval();
        float[] evaluation = {
            0.78038713f,
            1.6808338f,
            3.4817272f,
            -0.93581601f,
            -0.110096f,
            2.367064f,
            1.6808338f,
            -1.9209529f,
            0.78038713f,
            4.018504f,
            0.71562401f,
            -0.110096f
        };
        assertThat(layer.call(X).toArray()).containsExactly(evaluation, within(3e-6f));
    }

    @Test
    void byDefaultThereAreNeitherParametersNorStatistics() {
        var layer = new InstanceNorm1d(2);
        assertThat(layer.stateDict().keys()).isEmpty();
        float[] training = layer.call(X).toArray();
        layer.eval();
        assertThat(layer.call(X).toArray()).containsExactly(training);
        assertThat(layer)
                .hasToString("InstanceNorm1d(2, eps=1e-05, momentum=0.1, affine=False, track_running_stats=False)");
    }

    @Test
    void oneExampleWithoutABatch() {
        Tensor x = Tensor.randn(2, 5);
        var layer = new InstanceNorm1d(2);
        assertThat(layer.call(x).shape()).isEqualTo(x.shape());
        assertThat(layer.call(x).toArray())
                .containsExactly(layer.call(x.unsqueeze(0)).toArray());
    }

    @Test
    void refusals() {
        assertThatThrownBy(() -> new InstanceNorm1d(2).call(Tensor.zeros(3, 2, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("instanceNorm: expected more than 1 spatial element when training, got x [3, 2, 1]");
        assertThatThrownBy(() -> new InstanceNorm1d(2).call(Tensor.zeros(2, 2, 2, 2)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("InstanceNorm1d: an input of 2 or 3 dimensions is expected, not [2, 2, 2, 2]");
        assertThatThrownBy(() -> new InstanceNorm1d(2).call(Tensor.zeros(2, 3, 2)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("InstanceNorm1d: input [2, 3, 2] has 3 channels, the layer 2");
    }
}

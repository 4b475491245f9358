package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
import lanewise.autograd.Tensor;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.io.StateDict;
import org.junit.jupiter.api.Test;

/// Figures are those of `torch.nn.BatchNorm1d` of PyTorch 1.13, in double.
class BatchNorm1dTest {
    /// `[2, 2, 3]`
    static final Tensor X = Tensor.of(NDArray.of(Shape.of(2, 2, 3), 1, 2, 4, -1, 0, 3, 2, -2, 1, 5, 1, 0));

    private static float[] mean(BatchNorm1d layer) {
        return Objects.requireNonNull(layer.runningMean()).toArray();
    }

    private static float[] variance(BatchNorm1d layer) {
        return Objects.requireNonNull(layer.runningVar()).toArray();
    }

    @Test
    void withoutMomentumTheStatisticsAreTheMeansOfAllBatches() {
        var layer = new BatchNorm1d(2, NormOptions.BATCH.withMomentum(null));
        layer.call(X);
        layer.call(X.mul(2).add(1));
        assertThat(mean(layer)).containsExactly(new float[] {2.5f, 2.5f}, within(1e-6f));
        assertThat(variance(layer)).containsExactly(new float[] {9.6666667f, 12.666667f}, within(2e-6f));
        assertThat(layer.stateDict().longs("num_batches_tracked").data()[0]).isEqualTo(2);
        layer.eval();
        float[] expected = {
            -0.48245039f,
            -0.1608168f,
            0.48245039f,
            -0.98341471f,
            -0.70243908f,
            0.14048782f,
            -0.1608168f,
            -1.4473512f,
            -0.48245039f,
            0.70243908f,
            -0.42146345f,
            -0.70243908f
        };
        assertThat(layer.call(X).toArray()).containsExactly(expected, within(2e-6f));
        assertThat(layer.stateDict().longs("num_batches_tracked").data()[0]).isEqualTo(2);
    }

    @Test
    void withMomentumTheyGoAPartOfTheWay() {
        var layer = new BatchNorm1d(2);
        layer.call(X);
        assertThat(mean(layer)).containsExactly(new float[] {0.1f * 8 / 6, 0.1f * 8 / 6}, within(1e-6f));
        layer.resetRunningStats();
        assertThat(mean(layer)).containsExactly(0, 0);
        assertThat(variance(layer)).containsExactly(1, 1);
        assertThat(layer.stateDict().longs("num_batches_tracked").data()[0]).isZero();
    }

    @Test
    void keysAndStart() {
        var layer = new BatchNorm1d(2);
        StateDict state = layer.stateDict();
        assertThat(state.keys())
                .containsExactly("weight", "bias", "running_mean", "running_var", "num_batches_tracked");
        assertThat(state.array("weight").toArray()).containsExactly(1, 1);
        assertThat(state.array("bias").toArray()).containsExactly(0, 0);
        assertThat(state.longs("num_batches_tracked").shape()).isEqualTo(Shape.SCALAR);
        assertThat(layer.parameters()).hasSize(2);
        var plain = new BatchNorm1d(2, NormOptions.BATCH.withAffine(false).withTrackRunningStats(false));
        assertThat(plain.stateDict().keys()).isEmpty();
    }

    @Test
    void aLoadedStateIsNormalisedWith() {
        var trained = new BatchNorm1d(2);
        trained.call(X);
        trained.eval();
        var loaded = new BatchNorm1d(2);
        loaded.loadStateDict(trained.stateDict());
        loaded.eval();
        assertThat(loaded.call(X).toArray()).containsExactly(trained.call(X).toArray());
    }

    /// Without running statistics the batch's count in evaluation mode too.
    @Test
    void withoutRunningStatistics() {
        var layer = new BatchNorm1d(
                2, NormOptions.BATCH.withTrackRunningStats(false).withEps(1e-3));
        float[] training = layer.call(X).toArray();
        layer.eval();
        assertThat(layer.call(X).toArray()).containsExactly(training);
        assertThat(new BatchNorm1d(2).call(X).toArray()).isNotEqualTo(training); // another epsilon
    }

    @Test
    void gradientsReachInputWeightAndBias() {
        var layer = new BatchNorm1d(3);
        Tensor x = Tensor.randn(5, 3).requiresGrad_(true);
        layer.call(x).mul(Tensor.randn(5, 3)).sum().backward();
        assertThat(Objects.requireNonNull(x.grad()).sum().item()).isCloseTo(0f, within(1e-5f));
        assertThat(Objects.requireNonNull(layer.weight()).grad()).isNotNull();
        assertThat(Objects.requireNonNull(layer.bias()).grad()).isNotNull();
    }

    @Test
    void text() {
        assertThat(new BatchNorm1d(3))
                .hasToString("BatchNorm1d(3, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True)");
        assertThat(new BatchNorm1d(3, NormOptions.BATCH.withMomentum(null).withEps(0.001)))
                .hasToString("BatchNorm1d(3, eps=0.001, momentum=None, affine=True, track_running_stats=True)");
    }

    @Test
    void whatDoesNotFitIsRefusedBeforeAnythingChanges() {
        var layer = new BatchNorm1d(3);
        assertThatThrownBy(() -> layer.call(Tensor.zeros(1, 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("batchNorm: expected more than 1 value per channel when training, got x [1, 3]");
        assertThat(layer.stateDict().longs("num_batches_tracked").data()[0]).isZero();
        assertThatThrownBy(() -> layer.call(Tensor.zeros(2, 4)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("BatchNorm1d: input [2, 4] has 4 channels, the layer 3");
        assertThatThrownBy(() -> layer.call(Tensor.zeros(2, 3, 4, 5)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("BatchNorm1d: an input of 2 or 3 dimensions is expected, not [2, 3, 4, 5]");
        assertThatThrownBy(() -> new BatchNorm1d(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("BatchNorm1d: numFeatures must be at least 1, not 0");
    }
}

package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lanewise.autograd.Tensor;
import lanewise.engine.ShapeMismatchException;
import org.junit.jupiter.api.Test;

class BatchNorm3dTest {
    /// The further dimensions count as one.
    @Test
    void isThatOfOneLongDimension() {
        Tensor x = Tensor.randn(2, 3, 4, 5, 2);
        var layer = new BatchNorm3d(3);
        var flat = new BatchNorm1d(3);
        assertThat(layer.call(x).toArray())
                .containsExactly(flat.call(x.reshape(2, 3, -1)).toArray());
        layer.eval();
        flat.eval();
        assertThat(layer.call(x).toArray())
                .containsExactly(flat.call(x.reshape(2, 3, -1)).toArray());
        assertThat(layer.stateDict().keys())
                .containsExactlyElementsOf(flat.stateDict().keys());
    }

    @Test
    void withOptions() {
        var layer = new BatchNorm3d(3, NormOptions.BATCH.withAffine(false));
        assertThat(layer)
                .hasToString("BatchNorm3d(3, eps=1e-05, momentum=0.1, affine=False, track_running_stats=True)");
        assertThat(layer.parameters()).isEmpty();
    }

    @Test
    void otherDimensionsAreRefused() {
        assertThatThrownBy(() -> new BatchNorm3d(3).call(Tensor.zeros(2, 3, 4)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("BatchNorm3d: an input of 5 dimensions is expected, not [2, 3, 4]");
    }
}

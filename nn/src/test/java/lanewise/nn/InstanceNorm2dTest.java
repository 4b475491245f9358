package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;

import lanewise.autograd.Tensor;
import org.junit.jupiter.api.Test;

class InstanceNorm2dTest {
    /// The further dimensions count as one.
    @Test
    void isThatOfOneLongDimension() {
        Tensor x = Tensor.randn(2, 3, 4, 5);
        var options = NormOptions.INSTANCE.withAffine(true).withTrackRunningStats(true);
        var layer = new InstanceNorm2d(3, options);
        var flat = new InstanceNorm1d(3, options);
        assertThat(layer.call(x).toArray())
                .containsExactly(flat.call(x.reshape(2, 3, -1)).toArray());
        layer.eval();
        flat.eval();
        assertThat(layer.call(x).toArray())
                .containsExactly(flat.call(x.reshape(2, 3, -1)).toArray());
    }

    @Test
    void oneExampleWithoutABatch() {
        Tensor x = Tensor.randn(3, 4, 5);
        var layer = new InstanceNorm2d(3);
        assertThat(layer.call(x).shape()).isEqualTo(x.shape());
        assertThat(layer.call(x).toArray())
                .containsExactly(layer.call(x.unsqueeze(0)).toArray());
    }
}

package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import lanewise.autograd.Tensor;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import org.junit.jupiter.api.Test;

class RMSNormTest {
    @Test
    void theRootMeanSquareBecomesOne() {
        Tensor y = new RMSNorm(33).call(Tensor.randn(4, 33).add(3));
        assertThat(y.mul(y).mean(1).toArray()).containsExactly(new float[] {1, 1, 1, 1}, within(1e-5f));
    }

    /// The default is PyTorch's, 2^-23.
    @Test
    void epsilon() {
        Tensor small = Tensor.of(NDArray.of(Shape.of(1), (float) Math.sqrt(3 * Math.ulp(1f))));
        assertThat(new RMSNorm(1).call(small).item()).isCloseTo((float) Math.sqrt(0.75), within(1e-6f));
        assertThat(new RMSNorm(Shape.of(1), 0.0, false).call(small).item()).isCloseTo(1f, within(1e-6f));
    }

    @Test
    void keysAndText() {
        var layer = new RMSNorm(2, 3);
        assertThat(layer.stateDict().keys()).containsExactly("weight");
        assertThat(layer.stateDict().array("weight").toArray()).containsExactly(1, 1, 1, 1, 1, 1);
        assertThat(layer).hasToString("RMSNorm((2, 3), eps=None, elementwise_affine=True)");
        var plain = new RMSNorm(Shape.of(3), 1e-6, false);
        assertThat(plain.weight()).isNull();
        assertThat(plain).hasToString("RMSNorm((3,), eps=1e-06, elementwise_affine=False)");
        assertThatThrownBy(() -> new RMSNorm())
                .hasMessage("RMSNorm: the normalized shape must have at least one dimension");
    }
}

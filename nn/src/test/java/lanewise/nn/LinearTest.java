package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import lanewise.autograd.Tensor;
import lanewise.engine.Generator;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import org.junit.jupiter.api.Test;

class LinearTest {
    @Test
    void multipliesByTheWeightAndAddsTheBias() {
        Linear linear = new Linear(37, 19);
        Tensor x = Tensor.randn(5, 37);
        float[] y = linear.call(x).toArray();
        float[] w = linear.weight().toArray();
        float[] b = linear.stateDict().array("bias").toArray();
        float[] in = x.toArray();
        for (int row = 0; row < 5; row++) {
            for (int out = 0; out < 19; out++) {
                double expected = b[out];
                for (int i = 0; i < 37; i++) {
                    expected += (double) in[row * 37 + i] * w[out * 37 + i];
                }
                assertThat((double) y[row * 19 + out]).isCloseTo(expected, within(1e-5));
            }
        }
    }

    @Test
    void takesAnyNumberOfLeadingDimensions() {
        Linear linear = new Linear(3, 2, false);
        Tensor x = Tensor.randn(4, 5, 3);
        Tensor y = linear.call(x);
        assertThat(y.shape()).isEqualTo(Shape.of(4, 5, 2));
        assertThat(y.toArray()).containsExactly(linear.call(x.reshape(20, 3)).toArray());
        assertThat(linear.call(Tensor.ones(3)).shape()).isEqualTo(Shape.of(2));
    }

    @Test
    void withoutBiasHasOneParameter() {
        Linear linear = new Linear(3, 2, false);
        assertThat(linear.bias()).isNull();
        assertThat(linear.stateDict().keys()).containsExactly("weight");
        assertThat(linear.call(Tensor.zeros(1, 3)).toArray()).containsExactly(0, 0);
    }

    @Test
    void startsEvenlyDistributedWithinOneOverTheRootOfTheInputs() {
        Generator.manualSeed(5);
        Linear linear = new Linear(400, 300);
        float[] weight = linear.weight().toArray();
        double sum = 0;
        double squares = 0;
        double largest = 0;
        for (float w : weight) {
            sum += w;
            squares += (double) w * w;
            largest = Math.max(largest, Math.abs(w));
        }
        double bound = 1 / Math.sqrt(400);
        assertThat(largest).isBetween(0.999 * bound, bound);
        assertThat(sum / weight.length).isCloseTo(0, within(4 * bound / Math.sqrt(3.0 * weight.length)));
        assertThat(squares / weight.length).isCloseTo(bound * bound / 3, within(0.01 * bound * bound));
        float[] bias = linear.stateDict().array("bias").toArray();
        for (float b : bias) {
            assertThat((double) Math.abs(b)).isLessThanOrEqualTo(bound);
        }
        assertThat(bias).doesNotContain(0f);
    }

    @Test
    void theSeedDecidesTheStart() {
        Generator.manualSeed(3);
        float[] first = new Linear(10, 10).weight().toArray();
        float[] second = new Linear(10, 10).weight().toArray();
        Generator.manualSeed(3);
        Linear again = new Linear(10, 10);
        assertThat(again.weight().toArray()).containsExactly(first);
        again.resetParameters();
        assertThat(again.weight().toArray()).containsExactly(second);
    }

    @Test
    void refusesBadSizes() {
        assertThatThrownBy(() -> new Linear(0, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Linear: inFeatures must be at least 1, not 0");
        assertThatThrownBy(() -> new Linear(3, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Linear: outFeatures must be at least 1, not -1");
    }

    @Test
    void namesBothSizesThatDisagree() {
        assertThatThrownBy(() -> new Linear(1000, 100).call(Tensor.ones(64, 999)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("[64, 999]")
                .hasMessageContaining("[100, 1000]")
                .hasMessageContaining("999 != 1000");
    }
}

package lanewise.engine.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import org.junit.jupiter.api.Test;

class ClampBoundsTest {
    @Test
    void broadcastsAllThree() {
        NDArray min = OracleCheck.random(Shape.of(3, 1), 1);
        NDArray max = OracleCheck.random(Shape.of(5), 2);
        OracleCheck.onEveryLayout(
                Shape.of(2, 1, 5),
                x -> OracleCheck.check(() -> ClampBounds.CLAMP_BOUNDS, ClampBoundsTest::clamped, x, min, max));
    }

    private static double[] clamped(double[]... in) {
        double[] y = new double[2 * 3 * 5];
        for (int i = 0; i < y.length; i++) {
            double x = in[0][i / 15 * 5 + i % 5];
            y[i] = Math.min(Math.max(x, in[1][i / 5 % 3]), in[2][i % 5]);
        }
        return y;
    }

    @Test
    void givesTheGradientAsPyTorchWhereBoundsMeet() {
        NDArray x = NDArray.of(Shape.of(4), 1, 0, 3, 1);
        NDArray min = NDArray.of(Shape.of(4), 1, 1, 1, 2);
        NDArray max = NDArray.of(Shape.of(4), 1, 1, 1, 0);
        assertThat(ClampBounds.CLAMP_BOUNDS.forward(x, min, max).toArray()).containsExactly(1, 1, 1, 0);
        List<NDArray> gradients =
                OracleCheck.gradients(ClampBounds.CLAMP_BOUNDS, NDArray.full(Shape.of(4), 1f), x, min, max);
        assertThat(gradients.get(0).toArray()).containsExactly(1, 0, 0, 0);
        assertThat(gradients.get(1).toArray()).containsExactly(0, 0, 0, 0);
        assertThat(gradients.get(2).toArray()).containsExactly(0, 0, 1, 1);
    }

    @Test
    void refusesShapesThatDoNotBroadcast() {
        NDArray two = NDArray.zeros(Shape.of(2));
        assertThatThrownBy(() -> ClampBounds.CLAMP_BOUNDS.forward(two, two, NDArray.zeros(Shape.of(3))))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("clamp: [2] and [3]");
        assertThatThrownBy(() -> ClampBounds.CLAMP_BOUNDS.forward(two))
                .hasMessage("clamp: an array and two bounds expected, not 1");
    }
}

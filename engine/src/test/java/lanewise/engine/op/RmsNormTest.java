package lanewise.engine.op;

import static lanewise.engine.op.OracleCheck.check;
import static lanewise.engine.op.OracleCheck.onEveryLayout;
import static lanewise.engine.op.OracleCheck.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.simd.Lanes;
import org.junit.jupiter.api.Test;

class RmsNormTest {
    private static final double EPSILON = LayerNormTest.EPSILON;

    @Test
    void raggedRowsWithAndWithoutScale() {
        for (int n : new int[] {1, 3, Lanes.LANES, Lanes.LANES + 1, 5 * Lanes.LANES + 3}) {
            Shape row = Shape.of(n);
            onEveryLayout(Shape.of(5, n), x -> {
                check(() -> new RmsNorm(row, EPSILON), in -> LayerNormTest.rows(false, n, in), x);
                check(() -> new RmsNorm(row, EPSILON), in -> LayerNormTest.rows(false, n, in), x, random(row, 2));
            });
        }
    }

    /// `x·w/√(x·x/n + ε)`: the root mean square of 3 and 4 is √12.5.
    @Test
    void theRootMeanSquareBecomesOne() {
        NDArray x = NDArray.of(Shape.of(2), 3, -4);
        float root = (float) Math.sqrt(12.5);
        assertThat(new RmsNorm(Shape.of(2), 0).forward(x).toArray())
                .containsExactly(new float[] {3 / root, -4 / root}, within(1e-6f));
    }

    @Test
    void refusals() {
        NDArray x = NDArray.zeros(Shape.of(2, 3));
        assertThatThrownBy(() -> new RmsNorm(Shape.of(2), EPSILON).forward(x))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("rmsNorm: x [2, 3] does not end with the normalized shape [2]");
        NDArray row = NDArray.zeros(Shape.of(3));
        assertThatThrownBy(() -> new RmsNorm(Shape.of(3), EPSILON).forward(x, row, row))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rmsNorm: x and weight expected, not 3 arrays");
        assertThatThrownBy(() -> new RmsNorm(Shape.SCALAR, EPSILON))
                .hasMessage("rmsNorm: the normalized shape must have at least one dimension");
    }
}

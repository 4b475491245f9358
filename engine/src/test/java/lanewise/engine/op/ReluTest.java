package lanewise.engine.op;

import static lanewise.engine.simd.Lanes.LANES;
import static org.assertj.core.api.Assertions.assertThat;

import lanewise.engine.simd.Lanes;
import org.junit.jupiter.api.Test;

/// What [UnaryOperationTest] does not see: that the loops before and after the warm-up give the same bits.
class ReluTest {
    private static final float[] VALUES = {
        -1f, 1f, 0f, -0f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MIN_VALUE, -Float.MIN_VALUE
    };

    private static final int LENGTH = 18 * LANES;

    @Test
    void bothForwardLoopsAgree() {
        float[] x = values();
        float[] vector = new float[LENGTH];
        float[] scalar = new float[LENGTH];
        Relu.forwardByVector(x, 0, vector, 0, LENGTH);
        Relu.forwardByElement(x, 0, scalar, 0, LENGTH);
        assertThat(scalar).isEqualTo(vector);
        assertThat(scalar[1]).isEqualTo(1f);
        assertThat(scalar[4]).isNaN();
    }

    @Test
    void bothBackwardLoopsAgree() {
        float[] y = values();
        float[] dy = new float[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            dy[i] = i - 7f;
        }
        for (boolean add : new boolean[] {false, true}) {
            float[] vector = dy.clone();
            float[] scalar = dy.clone();
            Relu.backwardByVector(y, 0, dy, 0, vector, 0, LENGTH, add);
            Relu.backwardByElement(y, 0, dy, 0, scalar, 0, LENGTH, add);
            assertThat(scalar).isEqualTo(vector).isNotEqualTo(dy);
        }
    }

    private static float[] values() {
        float[] x = new float[LENGTH + Lanes.PADDING];
        for (int i = 0; i < x.length; i++) {
            x[i] = VALUES[i % VALUES.length];
        }
        return x;
    }
}

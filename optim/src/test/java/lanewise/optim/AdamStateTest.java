package lanewise.optim;

import static lanewise.engine.simd.Lanes.LANES;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import lanewise.autograd.Parameter;
import lanewise.autograd.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What [AdamTest] does not see: that the loops before and after the warm-up give the same bits.
class AdamStateTest {
    private static final int LENGTH = 6 * LANES;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void bothLoopsAgree(boolean maximize) {
        var options = new Adam.Options().withWeightDecay(0.3).withMaximize(maximize);
        Tensor parameter = new Parameter(Tensor.ones(LENGTH));
        parameter.setGrad(Tensor.ones(LENGTH));
        AdamState<Adam.Options> state = new AdamState<>(parameter);
        state.prepare(options);
        state.step(options); // the factors of a first step
        AdamState<Adam.Options>.Plain loop = state.new Plain();
        float[] gradient = random(1);
        float[][] vector = {random(2), random(3), squares(4)};
        float[][] scalar = {random(2), random(3), squares(4)};
        for (int step = 0; step < 3; step++) {
            loop.byVector(vector[0], 0, gradient, 0, vector[1], vector[2], 0, LANES, LENGTH);
            loop.byElement(scalar[0], 0, gradient, 0, scalar[1], scalar[2], 0, LANES, LENGTH);
        }
        assertThat(scalar).isDeepEqualTo(vector);
        assertThat(vector[0]).startsWith(Arrays.copyOf(random(2), LANES)).isNotEqualTo(random(2));
    }

    private static float[] random(int seed) {
        Random random = new Random(seed);
        float[] x = new float[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            x[i] = (float) random.nextGaussian();
        }
        return x;
    }

    private static float[] squares(int seed) {
        float[] x = random(seed);
        for (int i = 0; i < LENGTH; i++) {
            x[i] *= x[i];
        }
        return x;
    }
}

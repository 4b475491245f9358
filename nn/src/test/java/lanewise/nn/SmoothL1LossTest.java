package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lanewise.autograd.Tensor;
import lanewise.engine.op.Reduction;
import org.junit.jupiter.api.Test;

class SmoothL1LossTest {
    private final Tensor x = Tensor.of(0.3f, -0.4f, 3, -2);

    private static double sum(double[] x, double beta) {
        double sum = 0;
        for (double d : x) {
            sum += Math.abs(d) < beta ? d * d / (2 * beta) : Math.abs(d) - beta / 2;
        }
        return sum;
    }

    @Test
    void computesItsFormulaAndGradient() {
        Tensor zero = Tensor.zeros(4);
        LossCheck.check(x, in -> new SmoothL1Loss().call(in, zero), v -> sum(v, 1) / 4);
        LossCheck.check(x, in -> new SmoothL1Loss(2.5, Reduction.SUM).call(in, zero), v -> sum(v, 2.5));
        LossCheck.check(x, in -> new SmoothL1Loss(0, Reduction.SUM).call(zero, in), v -> sum(v, 0));
        assertThat(new SmoothL1Loss(Reduction.NONE).call(x, zero).toArray()[2]).isEqualTo(2.5f);
    }

    @Test
    void refusesANegativeBeta() {
        assertThatThrownBy(() -> new SmoothL1Loss(-1, Reduction.SUM))
                .hasMessage("SmoothL1Loss: beta must not be negative, as -1.0 is");
    }

    @Test
    void printsAsInPyTorch() {
        assertThat(new SmoothL1Loss()).hasToString("SmoothL1Loss()");
    }
}

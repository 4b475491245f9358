package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lanewise.autograd.Tensor;
import lanewise.engine.op.Reduction;
import org.junit.jupiter.api.Test;

class HuberLossTest {
    private final Tensor x = Tensor.of(0.3f, -0.4f, 3, -2);

    private static double sum(double[] x, double delta) {
        double sum = 0;
        for (double d : x) {
            sum += Math.abs(d) <= delta ? d * d / 2 : delta * (Math.abs(d) - delta / 2);
        }
        return sum;
    }

    @Test
    void computesItsFormulaAndGradient() {
        Tensor zero = Tensor.zeros(4);
        LossCheck.check(x, in -> new HuberLoss().call(in, zero), v -> sum(v, 1) / 4);
        LossCheck.check(x, in -> new HuberLoss(2.5, Reduction.SUM).call(zero, in), v -> sum(v, 2.5));
        assertThat(new HuberLoss(Reduction.NONE).call(x, zero).toArray()[2]).isEqualTo(2.5f);
    }

    @Test
    void refusesADeltaThatIsNotPositive() {
        assertThatThrownBy(() -> new HuberLoss(0, Reduction.SUM))
                .hasMessage("HuberLoss: delta must be positive, not 0.0");
    }

    @Test
    void printsAsInPyTorch() {
        assertThat(new HuberLoss()).hasToString("HuberLoss()");
    }
}

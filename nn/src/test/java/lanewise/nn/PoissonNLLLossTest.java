package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;

import lanewise.autograd.Tensor;
import lanewise.engine.op.Reduction;
import org.junit.jupiter.api.Test;

class PoissonNLLLossTest {
    private final Tensor x = Tensor.of(0.5f, 1, 2);
    private final Tensor target = Tensor.of(0.5f, 2, 3);

    private static double sum(double[] x, boolean logInput, boolean full) {
        double[] t = {0.5, 2, 3};
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            sum += logInput ? Math.exp(x[i]) - t[i] * x[i] : x[i] - t[i] * Math.log(x[i] + 1e-8);
            sum += full && t[i] > 1 ? t[i] * Math.log(t[i]) - t[i] + 0.5 * Math.log(2 * Math.PI * t[i]) : 0;
        }
        return sum;
    }

    @Test
    void computesItsFormulaAndGradient() {
        LossCheck.check(x, in -> new PoissonNLLLoss().call(in, target), v -> sum(v, true, false) / 3);
        PoissonNLLLoss full = new PoissonNLLLoss(false, true, 1e-8, Reduction.SUM);
        LossCheck.check(x, in -> full.call(in, target), v -> sum(v, false, true));
        assertThat(new PoissonNLLLoss(Reduction.NONE).call(x, target).shape()).isEqualTo(x.shape());
    }

    @Test
    void printsAsInPyTorch() {
        assertThat(new PoissonNLLLoss()).hasToString("PoissonNLLLoss()");
    }
}

package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;

import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import lanewise.engine.op.Reduction;
import org.junit.jupiter.api.Test;

class KLDivLossTest {
    private final Tensor x = Tensor.of(Shape.of(2, 2), -0.5f, -1, -2, -0.1f);
    private final Tensor target = Tensor.of(Shape.of(2, 2), 0.25f, 0.75f, 1, 0);

    private static double sum(double[] x) {
        double[] t = {0.25, 0.75, 1, 0};
        double sum = 0;
        for (int i = 0; i < 4; i++) {
            sum += t[i] == 0 ? 0 : t[i] * (Math.log(t[i]) - x[i]);
        }
        return sum;
    }

    @Test
    void computesItsFormulaAndGradient() {
        LossCheck.check(x, in -> new KLDivLoss().call(in, target), v -> sum(v) / 4);
        LossCheck.check(x, in -> KLDivLoss.batchMean(false).call(in, target), v -> sum(v) / 2);
        Tensor logs = target.add(0.5f).log();
        LossCheck.check(x, in -> new KLDivLoss(Reduction.SUM, true).call(in, logs), v -> {
            double[] t = {0.75, 1.25, 1.5, 0.5};
            double sum = 0;
            for (int i = 0; i < 4; i++) {
                sum += t[i] * (Math.log(t[i]) - v[i]);
            }
            return sum;
        });
    }

    @Test
    void printsAsInPyTorch() {
        assertThat(new KLDivLoss()).hasToString("KLDivLoss()");
    }
}

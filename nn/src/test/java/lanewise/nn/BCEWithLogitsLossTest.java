package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lanewise.autograd.Tensor;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.op.Reduction;
import org.junit.jupiter.api.Test;

class BCEWithLogitsLossTest {
    private final Tensor x = Tensor.of(-2, 0.5f, 3);
    private final Tensor target = Tensor.of(0, 0.25f, 1);

    private static double sum(double[] x, double positive, double... weight) {
        double[] t = {0, 0.25, 1};
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            double p = 1 / (1 + Math.exp(-x[i]));
            sum -= weight[i] * (positive * t[i] * Math.log(p) + (1 - t[i]) * Math.log(1 - p));
        }
        return sum;
    }

    @Test
    void computesItsFormulaAndGradient() {
        LossCheck.check(x, in -> new BCEWithLogitsLoss().call(in, target), v -> sum(v, 1, 1, 1, 1) / 3);
        BCEWithLogitsLoss weighted = new BCEWithLogitsLoss(Tensor.of(1, 2, 3), null, Reduction.SUM);
        LossCheck.check(x, in -> weighted.call(in, target), v -> sum(v, 1, 1, 2, 3));
        BCEWithLogitsLoss both = new BCEWithLogitsLoss(Tensor.of(1, 2, 3), Tensor.of(2.5f), Reduction.MEAN);
        LossCheck.check(x, in -> both.call(in, target), v -> sum(v, 2.5, 1, 2, 3) / 3);
        assertThat(both.stateDict().keys()).containsExactly("weight", "pos_weight");
    }

    @Test
    void staysFiniteFarOut() {
        BCEWithLogitsLoss loss = new BCEWithLogitsLoss(null, Tensor.of(2), Reduction.SUM);
        assertThat(loss.call(Tensor.of(-500, 500), Tensor.of(1, 0)).item()).isEqualTo(1500f);
    }

    @Test
    void refusesShapesThatDoNotFit() {
        BCEWithLogitsLoss loss = new BCEWithLogitsLoss(null, Tensor.ones(2), Reduction.SUM);
        assertThatThrownBy(() -> loss.call(x, target))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("posWeight [2]");
        assertThatThrownBy(() -> new BCEWithLogitsLoss(Reduction.SUM).call(x, Tensor.ones(3, 1)))
                .isInstanceOf(ShapeMismatchException.class);
    }

    @Test
    void printsAsInPyTorch() {
        assertThat(new BCEWithLogitsLoss()).hasToString("BCEWithLogitsLoss()");
    }
}

package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lanewise.autograd.Tensor;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.op.Reduction;
import org.junit.jupiter.api.Test;

class BCELossTest {
    private final Tensor p = Tensor.of(0.1f, 0.5f, 0.9f);
    private final Tensor target = Tensor.of(0, 0.25f, 1);

    private static double sum(double[] p, double... weight) {
        double[] t = {0, 0.25, 1};
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            sum -= weight[i] * (t[i] * Math.log(p[i]) + (1 - t[i]) * Math.log(1 - p[i]));
        }
        return sum;
    }

    @Test
    void computesItsFormulaAndGradient() {
        LossCheck.check(p, in -> new BCELoss().call(in, target), v -> sum(v, 1, 1, 1) / 3);
        BCELoss weighted = new BCELoss(Tensor.of(1, 2, 3), Reduction.SUM);
        LossCheck.check(p, in -> weighted.call(in, target), v -> sum(v, 1, 2, 3));
        assertThat(weighted.stateDict().keys()).containsExactly("weight");
        assertThat(new BCELoss(Reduction.SUM)
                        .call(Tensor.of(0, 1), Tensor.of(1, 1))
                        .item())
                .isEqualTo(100f);
    }

    @Test
    void refusesWhatIsNoProbability() {
        assertThatThrownBy(() -> new BCELoss().call(Tensor.of(0.5f, 1.5f), Tensor.ones(2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("binaryCrossEntropy: input 1.5 at position 1 is no probability");
        assertThatThrownBy(() -> new BCELoss().call(p, Tensor.ones(3, 1))).isInstanceOf(ShapeMismatchException.class);
        assertThatThrownBy(() -> new BCELoss(Tensor.ones(2), Reduction.SUM).call(p, target))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("weight [2]");
    }

    @Test
    void printsAsInPyTorch() {
        assertThat(new BCELoss()).hasToString("BCELoss()");
    }
}

package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;

import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import lanewise.engine.op.Reduction;
import org.junit.jupiter.api.Test;

class MultiLabelSoftMarginLossTest {
    @Test
    void computesItsFormulaAndGradient() {
        Tensor x = Tensor.of(Shape.of(2, 2), -2, 0.5f, 3, 1);
        Tensor target = Tensor.of(Shape.of(2, 2), 0, 1, 1, 0);
        MultiLabelSoftMarginLoss loss = new MultiLabelSoftMarginLoss(Tensor.of(1, 2), Reduction.MEAN);
        LossCheck.check(x, in -> loss.call(in, target), v -> {
            double[] t = {0, 1, 1, 0};
            double sum = 0;
            for (int i = 0; i < 4; i++) {
                double p = 1 / (1 + Math.exp(-v[i]));
                sum -= (i % 2 + 1) * (t[i] * Math.log(p) + (1 - t[i]) * Math.log(1 - p)) / 4;
            }
            return sum;
        });
        assertThat(loss.stateDict().keys()).containsExactly("weight");
        assertThat(new MultiLabelSoftMarginLoss(Reduction.NONE).call(x, target).shape())
                .isEqualTo(Shape.of(2));
    }

    @Test
    void printsAsInPyTorch() {
        assertThat(new MultiLabelSoftMarginLoss()).hasToString("MultiLabelSoftMarginLoss()");
    }
}

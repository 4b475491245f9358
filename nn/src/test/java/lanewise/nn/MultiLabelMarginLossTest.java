package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;

import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import lanewise.engine.op.Reduction;
import org.junit.jupiter.api.Test;

class MultiLabelMarginLossTest {
    @Test
    void computesItsFormulaAndGradient() {
        Tensor x = Tensor.of(Shape.of(1, 4), 0.1f, 0.2f, 0.4f, 0.8f);
        LongTensor labels = LongTensor.of(3, 0, -1, 1).reshape(1, 4);
        LossCheck.check(x, in -> new MultiLabelMarginLoss().call(in, labels), v -> {
            double sum = 0;
            for (int label : new int[] {0, 3}) {
                for (int j : new int[] {1, 2}) {
                    sum += Math.max(0, 1 - (v[label] - v[j])) / 4;
                }
            }
            return sum;
        });
        assertThat(new MultiLabelMarginLoss(Reduction.NONE).call(x, labels).shape())
                .isEqualTo(Shape.of(1));
    }

    @Test
    void printsAsInPyTorch() {
        assertThat(new MultiLabelMarginLoss()).hasToString("MultiLabelMarginLoss()");
    }
}

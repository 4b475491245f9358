package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.op.Reduction;
import org.junit.jupiter.api.Test;

class MultiMarginLossTest {
    private final Tensor x = Tensor.of(Shape.of(2, 3), 0.1f, 0.4f, 0.8f, -2, 1, 0.5f);

    private static double sum(double[] x, int p, double... weight) {
        int[] labels = {2, 1};
        double sum = 0;
        for (int row = 0; row < 2; row++) {
            for (int j = 0; j < 3; j++) {
                double term = Math.max(0, 1 - x[row * 3 + labels[row]] + x[row * 3 + j]);
                sum += j == labels[row] ? 0 : weight[labels[row]] * Math.pow(term, p) / 3;
            }
        }
        return sum;
    }

    @Test
    void computesItsFormulaAndGradient() {
        LongTensor labels = LongTensor.of(2, 1);
        LossCheck.check(x, in -> new MultiMarginLoss().call(in, labels), v -> sum(v, 1, 1, 1, 1) / 2);
        MultiMarginLoss squared = new MultiMarginLoss(2, 1, Tensor.of(1, 2, 3), Reduction.SUM);
        LossCheck.check(x, in -> squared.call(in, labels), v -> sum(v, 2, 1, 2, 3));
        Tensor losses = new MultiMarginLoss(Reduction.NONE).call(x, labels);
        assertThat(losses.shape()).isEqualTo(Shape.of(2));
        LongTensor one = LongTensor.full(Shape.SCALAR, 2);
        assertThat(new MultiMarginLoss().call(x.select(0, 0), one).item()).isEqualTo(losses.toArray()[0]);
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatThrownBy(() -> new MultiMarginLoss(3, 1, null, Reduction.SUM))
                .hasMessage("MultiMarginLoss: p must be 1 or 2, not 3");
        assertThatThrownBy(() -> new MultiMarginLoss().call(x, LongTensor.of(1)))
                .isInstanceOf(ShapeMismatchException.class);
        assertThatThrownBy(() -> new MultiMarginLoss().call(x, LongTensor.of(1, 3)))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void printsAsInPyTorch() {
        assertThat(new MultiMarginLoss()).hasToString("MultiMarginLoss()");
    }
}

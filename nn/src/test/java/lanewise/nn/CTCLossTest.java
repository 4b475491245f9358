package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;

import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import lanewise.engine.op.Reduction;
import org.junit.jupiter.api.Test;

class CTCLossTest {
    private final Tensor x = Tensor.of(Shape.of(3, 1, 2), 0.5f, -1, 2, 0.25f, -0.75f, 1);
    private final LongTensor target = LongTensor.of(Shape.of(1, 1), 1);
    private final LongTensor times = LongTensor.of(3);
    private final LongTensor lengths = LongTensor.of(1);

    /// Of the paths of three times those with the label in one run: all but `1 0 1` and `0 0 0`.
    private static double formula(double[] x) {
        double[] blank = new double[3];
        double[] label = new double[3];
        for (int t = 0; t < 3; t++) {
            double sum = Math.exp(x[2 * t]) + Math.exp(x[2 * t + 1]);
            blank[t] = Math.exp(x[2 * t]) / sum;
            label[t] = Math.exp(x[2 * t + 1]) / sum;
        }
        return -Math.log(1 - label[0] * blank[1] * label[2] - blank[0] * blank[1] * blank[2]);
    }

    @Test
    void behindALogSoftmaxItHasItsFormulasGradient() {
        LossCheck.check(
                x, in -> new CTCLoss().call(new LogSoftmax(2).call(in), target, times, lengths), CTCLossTest::formula);
        CTCLoss options = new CTCLoss(0, Reduction.NONE, true);
        Tensor losses = options.call(new LogSoftmax(2).call(x), target, LongTensor.of(0), lengths);
        assertThat(losses.shape()).isEqualTo(Shape.of(1));
        assertThat(losses.toArray()).containsExactly(0f);
    }

    @Test
    void printsAsInPyTorch() {
        assertThat(new CTCLoss()).hasToString("CTCLoss()");
    }
}

package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.op.Reduction;
import org.junit.jupiter.api.Test;

class GaussianNLLLossTest {
    private final Tensor x = Tensor.of(Shape.of(2, 2), 1, 2, 3, 4);
    private final Tensor target = Tensor.of(Shape.of(2, 2), 1.5f, 1, 3, 2);

    @Test
    void computesItsFormulaAndGradient() {
        Tensor variance = Tensor.of(Shape.of(2, 1), 0.5f, 2);
        GaussianNLLLoss loss = new GaussianNLLLoss(true, 1e-6, Reduction.SUM);
        LossCheck.check(x, in -> loss.call(in, target, variance), v -> sum(v, 0.5, 2));
        LossCheck.check(variance, in -> loss.call(x, target, in), v -> sum(new double[] {1, 2, 3, 4}, v[0], v[1]));
        assertThat(loss.call(x, target, variance.squeeze(-1)).item())
                .isEqualTo(loss.call(x, target, variance).item());
    }

    private static double sum(double[] x, double first, double second) {
        double[] t = {1.5, 1, 3, 2};
        double sum = 0;
        for (int i = 0; i < 4; i++) {
            double variance = i < 2 ? first : second;
            sum += 0.5 * (Math.log(variance) + (x[i] - t[i]) * (x[i] - t[i]) / variance + Math.log(2 * Math.PI));
        }
        return sum;
    }

    @Test
    void aSmallVarianceCountsAsEps() {
        Tensor none = Tensor.zeros(2, 2);
        assertThat(new GaussianNLLLoss(false, 0.5, Reduction.NONE)
                        .call(x, target, none)
                        .toArray()[0])
                .isCloseTo((float) (0.5 * (Math.log(0.5) + 0.5)), within(1e-6f));
    }

    @Test
    void refusesWhatIsNoVariance() {
        assertThatThrownBy(() -> new GaussianNLLLoss().call(x, target, Tensor.full(Shape.of(2, 2), -1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a variance is -1.0");
        assertThatThrownBy(() -> new GaussianNLLLoss().call(x, target, Tensor.ones(3)))
                .isInstanceOf(ShapeMismatchException.class);
    }

    @Test
    void printsAsInPyTorch() {
        assertThat(new GaussianNLLLoss()).hasToString("GaussianNLLLoss()");
    }
}

package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import lanewise.autograd.Tensor;

/// Checks a loss, as a function of one of its tensors, against its formula in double, and its gradient against the
/// formula's central difference.
final class LossCheck {
    private static final double STEP = 1e-5;

    private LossCheck() {}

    /// @param x where to check; it must lie at no kink
    static void check(Tensor x, UnaryOperator<Tensor> loss, ToDoubleFunction<double[]> formula) {
        Tensor leaf = x.detach().clone().detach().requiresGrad_(true);
        Tensor value = loss.apply(leaf);
        double[] at = new double[x.elements()];
        for (int i = 0; i < at.length; i++) {
            at[i] = x.toArray()[i];
        }
        double expected = formula.applyAsDouble(at);
        assertThat(value.rank()).isZero();
        assertThat((double) value.item()).isCloseTo(expected, within(1e-5 * Math.max(1, Math.abs(expected))));
        value.backward();
        float[] gradient = Objects.requireNonNull(leaf.grad()).toArray();
        for (int i = 0; i < at.length; i++) {
            double[] up = at.clone();
            double[] down = at.clone();
            up[i] += STEP;
            down[i] -= STEP;
            double slope = (formula.applyAsDouble(up) - formula.applyAsDouble(down)) / (2 * STEP);
            assertThat((double) gradient[i])
                    .as("gradient %d", i)
                    .isCloseTo(slope, within(1e-5 * Math.max(1, Math.abs(slope))));
        }
    }
}

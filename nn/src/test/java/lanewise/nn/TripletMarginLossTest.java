package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.op.Reduction;
import lanewise.nn.functional.TripletOptions;
import org.junit.jupiter.api.Test;

class TripletMarginLossTest {
    private final Tensor anchor = Tensor.of(Shape.of(1, 2), 1, 2);
    private final Tensor positive = Tensor.of(Shape.of(1, 2), 2, 0.5f);
    private final Tensor negative = Tensor.of(Shape.of(1, 2), 2.5f, 1.5f);

    private static double distance(double x, double y, double p) {
        return Math.pow(Math.pow(Math.abs(x + 1e-6), p) + Math.pow(Math.abs(y + 1e-6), p), 1 / p);
    }

    @Test
    void computesItsFormulaAndGradient() {
        LossCheck.check(
                anchor,
                in -> new TripletMarginLoss().call(in, positive, negative),
                v -> Math.max(0, distance(v[0] - 2, v[1] - 0.5, 2) - distance(v[0] - 2.5, v[1] - 1.5, 2) + 1));
        TripletOptions options = new TripletOptions().withMargin(2).withP(3).withSwap(true);
        LossCheck.check(
                positive,
                in -> new TripletMarginLoss(options, Reduction.SUM).call(anchor, in, negative),
                v -> Math.max(
                        0,
                        distance(1 - v[0], 2 - v[1], 3)
                                - Math.min(distance(-1.5, 0.5, 3), distance(v[0] - 2.5, v[1] - 1.5, 3))
                                + 2));
    }

    @Test
    void refusesOtherDimensions() {
        assertThatThrownBy(() -> new TripletMarginLoss(Reduction.SUM).call(anchor, positive, Tensor.ones(2)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("anchor [1, 2], positive [1, 2] and negative [2]");
    }

    @Test
    void printsAsInPyTorch() {
        assertThat(new TripletMarginLoss()).hasToString("TripletMarginLoss()");
    }
}

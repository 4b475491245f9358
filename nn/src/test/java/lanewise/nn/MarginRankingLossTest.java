package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lanewise.autograd.Tensor;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.op.Reduction;
import org.junit.jupiter.api.Test;

class MarginRankingLossTest {
    private final Tensor a = Tensor.of(1, 2, 3);
    private final Tensor b = Tensor.of(2, 1, 2.5f);
    private final Tensor target = Tensor.of(1, 1, -1);

    @Test
    void computesItsFormulaAndGradient() {
        MarginRankingLoss loss = new MarginRankingLoss(0.25, Reduction.SUM);
        LossCheck.check(
                a,
                in -> loss.call(in, b, target),
                v -> Math.max(0, 2 - v[0] + 0.25) + Math.max(0, 1 - v[1] + 0.25) + Math.max(0, v[2] - 2.5 + 0.25));
    }

    @Test
    void refusesOtherDimensions() {
        assertThatThrownBy(() -> new MarginRankingLoss().call(a, b, target.unsqueeze(0)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("marginRankingLoss: inputs [3] and [3] and target [1, 3] must have as many dimensions");
    }

    @Test
    void printsAsInPyTorch() {
        assertThat(new MarginRankingLoss()).hasToString("MarginRankingLoss()");
    }
}

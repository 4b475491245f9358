package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;

import lanewise.autograd.Tensor;
import lanewise.engine.op.Reduction;
import org.junit.jupiter.api.Test;

class SoftMarginLossTest {
    @Test
    void computesItsFormulaAndGradient() {
        Tensor x = Tensor.of(-2, 0.5f, 3);
        Tensor target = Tensor.of(1, -1, 1);
        LossCheck.check(
                x,
                in -> new SoftMarginLoss().call(in, target),
                v -> (Math.log1p(Math.exp(-v[0])) + Math.log1p(Math.exp(v[1])) + Math.log1p(Math.exp(-v[2]))) / 3);
        assertThat(new SoftMarginLoss(Reduction.SUM)
                        .call(Tensor.of(-500), Tensor.of(1))
                        .item())
                .isEqualTo(500f);
    }

    @Test
    void printsAsInPyTorch() {
        assertThat(new SoftMarginLoss()).hasToString("SoftMarginLoss()");
    }
}

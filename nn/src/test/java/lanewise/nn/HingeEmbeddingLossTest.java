package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;

import lanewise.autograd.Tensor;
import lanewise.engine.op.Reduction;
import org.junit.jupiter.api.Test;

class HingeEmbeddingLossTest {
    @Test
    void computesItsFormulaAndGradient() {
        Tensor x = Tensor.of(0.5f, 0.25f, 3);
        Tensor target = Tensor.of(1, -1, -1);
        LossCheck.check(
                x,
                in -> new HingeEmbeddingLoss().call(in, target),
                v -> (v[0] + Math.max(0, 1 - v[1]) + Math.max(0, 1 - v[2])) / 3);
        assertThat(new HingeEmbeddingLoss(2, Reduction.NONE).call(x, target).toArray())
                .containsExactly(0.5f, 1.75f, 0);
    }

    @Test
    void printsAsInPyTorch() {
        assertThat(new HingeEmbeddingLoss()).hasToString("HingeEmbeddingLoss()");
    }
}

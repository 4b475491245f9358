package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.op.Reduction;
import org.junit.jupiter.api.Test;

class NLLLossTest {
    private final Tensor x = Tensor.of(Shape.of(3, 2), -1, -2, -0.5f, -3, -0.25f, -4);

    @Test
    void meanByTheWeights() {
        NLLLoss loss = new NLLLoss(Tensor.of(2, 0.5f), -100, Reduction.MEAN);
        LossCheck.check(x, in -> loss.call(in, LongTensor.of(0, 1, 1)), v -> -(2 * v[0] + 0.5 * v[3] + 0.5 * v[5]) / 3);
        assertThat(loss.stateDict().keys()).containsExactly("weight");
    }

    @Test
    void ignoresALabel() {
        LossCheck.check(x, in -> new NLLLoss().call(in, LongTensor.of(0, -100, 1)), v -> -(v[0] + v[5]) / 2);
        Tensor losses = new NLLLoss(null, 0, Reduction.NONE).call(x, LongTensor.of(0, 1, 1));
        assertThat(losses.toArray()).containsExactly(0, 3, 4);
    }

    @Test
    void refusesLabelsThatDoNotFit() {
        assertThatThrownBy(() -> new NLLLoss(Reduction.SUM).call(x, LongTensor.of(0, 1)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("nllLoss: log-probabilities [3, 2] need labels [3], not [2]");
    }

    @Test
    void printsAsInPyTorch() {
        assertThat(new NLLLoss()).hasToString("NLLLoss()");
    }
}

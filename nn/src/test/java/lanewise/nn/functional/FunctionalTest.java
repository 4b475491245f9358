package lanewise.nn.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.op.Reduction;
import lanewise.nn.CrossEntropyLoss;
import lanewise.nn.Linear;
import lanewise.nn.MSELoss;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/// The functions that the layers' tests do not reach.
class FunctionalTest {
    private final Tensor x = Tensor.of(Shape.of(2, 3), -1, 0.5f, 2, 3, -4, 0.25f);

    @Test
    void linearIsTheLayerWithGivenParameters() {
        Linear linear = new Linear(3, 4);
        Tensor bias = Tensor.of(linear.stateDict().array("bias"));
        assertThat(Functional.linear(x, linear.weight(), bias).toArray())
                .containsExactly(linear.call(x).toArray());
        assertThat(Functional.linear(x, linear.weight()).add(bias).toArray())
                .containsExactly(linear.call(x).toArray());
    }

    @Test
    void aWeightOfOneOutputNeedsNoDimensionForIt() {
        Tensor weight = Tensor.of(1, 2, 4);
        assertThat(Functional.linear(x, weight).toArray()).containsExactly(8, -4);
        assertThat(Functional.linear(x, weight, Tensor.scalar(1)).toArray()).containsExactly(9, -3);
    }

    @Test
    void bilinearIsTheFormOfEachPairOfRows() {
        Tensor second = Tensor.randn(2, 4);
        Tensor weight = Tensor.randn(5, 3, 4);
        Tensor bias = Tensor.randn(5);
        Tensor expected = Tensor.einsum("ni,oij,nj->no", x, weight, second);
        Tensor y = Functional.bilinear(x, second, weight, bias);
        assertThat(y.toArray()).containsExactly(expected.add(bias).toArray(), Offset.offset(1e-4f));
        Tensor sliced = Functional.bilinear(x.get(0), second.get(0), weight, null);
        assertThat(sliced.toArray()).containsExactly(expected.get(0).toArray(), Offset.offset(1e-4f));
        assertThatThrownBy(() -> Functional.bilinear(second, x, weight, bias))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("bilinear: inputs [2, 4] and [2, 3], weight [5, 3, 4]: the inputs' last sizes are 4 and 3,"
                        + " the weight's 3 and 4");
        assertThatThrownBy(() -> Functional.bilinear(x, Tensor.randn(3, 4), weight, null))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("bilinear: inputs [2, 3] and [3, 4], weight [5, 3, 4]: the inputs disagree on dimension 0,"
                        + " 2 != 3");
    }

    @Test
    void activationsAreTheTensorsOwn() {
        assertThat(Functional.relu(x).toArray()).containsExactly(0, 0.5f, 2, 3, 0, 0.25f);
        assertThat(Functional.sigmoid(x).toArray()).containsExactly(x.sigmoid().toArray());
        assertThat(Functional.tanh(x).toArray()).containsExactly(x.tanh().toArray());
        assertThat(Functional.softmax(x, 1).toArray())
                .containsExactly(x.softmax(1).toArray());
        assertThat(Functional.logSoftmax(x, 0).toArray())
                .containsExactly(x.logSoftmax(0).toArray());
    }

    @Test
    void dropoutDependsOnTraining() {
        assertThat(Functional.dropout(x, 0.5, false)).isSameAs(x);
        assertThat(Functional.dropout(x, 1, true).toArray()).containsOnly(0, -0f);
        assertThatThrownBy(() -> Functional.dropout(x, 2, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("dropout: p must be from 0 to 1, not 2.0");
    }

    @Test
    void batchNormLetsAnEmptyVectorPass() {
        Tensor none = Tensor.zeros(0);
        for (boolean training : new boolean[] {false, true}) {
            assertThat(Functional.batchNorm(none, none, none, null, null, training, 0.1, 1e-5)
                            .shape())
                    .isEqualTo(Shape.of(0));
        }
    }

    @Test
    void lossesAreTheModulesOwn() {
        Tensor target = Tensor.ones(2, 3);
        assertThat(Functional.mseLoss(x, target, Reduction.SUM).item())
                .isEqualTo(new MSELoss(Reduction.SUM).call(x, target).item());
        LongTensor labels = LongTensor.of(2, 0);
        assertThat(Functional.crossEntropy(x, labels).item())
                .isEqualTo(new CrossEntropyLoss().call(x, labels).item());
    }

    /// As in PyTorch, which warns.
    @Test
    void l1LossBroadcasts() {
        float expected = x.sub(1f).abs().mean().item();
        assertThat(Functional.l1Loss(x, Tensor.ones(3), Reduction.MEAN).item()).isEqualTo(expected);
        assertThatThrownBy(() -> Functional.l1Loss(x, Tensor.ones(4), Reduction.MEAN))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("[2, 3]")
                .hasMessageContaining("[4]");
    }
}

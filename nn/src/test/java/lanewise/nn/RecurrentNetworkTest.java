package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.Supplier;
import lanewise.autograd.GradMode;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.Generator;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import org.junit.jupiter.api.Test;

/// [RNN], [LSTM], [GRU] and their cells.
class RecurrentNetworkTest {
    private static final RecurrentOptions BOTH_WAYS =
            new RecurrentOptions().withNumLayers(2).withBidirectional(true);

    @Test
    void keysAndShapesArePyTorchs() {
        LSTM lstm = new LSTM(5, 4, BOTH_WAYS, 3);
        assertThat(lstm.stateDict().keys())
                .startsWith("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0", "weight_hr_l0")
                .contains("weight_ih_l0_reverse", "weight_hr_l1_reverse")
                .hasSize(20);
        assertThat(lstm.stateDict().array("weight_ih_l1").shape()).isEqualTo(Shape.of(16, 6));
        assertThat(lstm.stateDict().array("weight_hh_l1").shape()).isEqualTo(Shape.of(16, 3));
        assertThat(lstm.stateDict().array("weight_hr_l1").shape()).isEqualTo(Shape.of(3, 4));
        assertThat(new GRUCell(5, 4, false).stateDict().keys()).containsExactly("weight_ih", "weight_hh");
    }

    @Test
    void printsAsPyTorchDoes() {
        assertThat(new LSTM(5, 4, BOTH_WAYS.withBatchFirst(true).withDropout(0.5), 3))
                .hasToString("LSTM(5, 4, proj_size=3, num_layers=2, batch_first=True, dropout=0.5,"
                        + " bidirectional=True)");
        assertThat(new RNN(5, 4)).hasToString("RNN(5, 4)");
        assertThat(new GRU(5, 4, new RecurrentOptions().withBias(false))).hasToString("GRU(5, 4, bias=False)");
        assertThat(new RNNCell(5, 4, false, RNN.Nonlinearity.RELU))
                .hasToString("RNNCell(5, 4, bias=False, nonlinearity=relu)");
    }

    @Test
    void aStepIsItsCell() {
        GRU gru = new GRU(5, 4);
        GRUCell cell = new GRUCell(5, 4);
        for (String key : cell.stateDict().keys()) {
            lanewise.engine.op.InPlace.copy(
                    cell.stateDict().array(key), gru.stateDict().array(key + "_l0"));
        }
        Tensor x = Tensor.randn(3, 2, 5);
        Tensor h = Tensor.zeros(2, 4);
        for (int t = 0; t < 3; t++) {
            h = cell.call(x.select(0, t), h);
        }
        assertThat(gru.call(x).state().select(0, 0).toArray()).containsExactly(h.toArray());
        LSTMState single = new LSTMCell(5, 4).call(Tensor.randn(5));
        assertThat(single.hidden().shape()).isEqualTo(Shape.of(4));
        assertThat(single.cell().shape()).isEqualTo(Shape.of(4));
        assertThat(new RNNCell(5, 4).call(Tensor.randn(2, 5)).shape()).isEqualTo(Shape.of(2, 4));
    }

    @Test
    void batchFirstExchangesTheFirstDimensions() {
        LSTM plain = new LSTM(5, 4, BOTH_WAYS);
        LSTM batchFirst = new LSTM(5, 4, BOTH_WAYS.withBatchFirst(true));
        batchFirst.loadStateDict(plain.stateDict());
        Tensor x = Tensor.randn(3, 2, 5);
        LSTMOutput expected = plain.call(x);
        LSTMOutput actual = batchFirst.call(x.transpose(0, 1));
        assertThat(actual.output().transpose(0, 1).toArray())
                .containsExactly(expected.output().toArray());
        assertThat(actual.state().cell().toArray())
                .containsExactly(expected.state().cell().toArray());
        assertThat(expected.output().shape()).isEqualTo(Shape.of(3, 2, 8));
        assertThat(expected.state().hidden().shape()).isEqualTo(Shape.of(4, 2, 4));
    }

    @Test
    void sequencesOfSeveralLengthsAreThoseSequencesAlone() {
        LSTM lstm = new LSTM(5, 4, BOTH_WAYS);
        Tensor x = Tensor.randn(4, 3, 5);
        int[] lengths = {2, 4, 1};
        LSTMOutput all = lstm.call(x, null, LongTensor.of(2, 4, 1));
        for (int b = 0; b < 3; b++) {
            LSTMOutput alone = lstm.call(x.select(1, b).narrow(0, 0, lengths[b]));
            assertClose(all.output().select(1, b).narrow(0, 0, lengths[b]), alone.output());
            assertClose(all.state().hidden().select(1, b), alone.state().hidden());
            assertClose(all.state().cell().select(1, b), alone.state().cell());
            float[] padding = all.output()
                    .select(1, b)
                    .narrow(0, lengths[b], 4 - lengths[b])
                    .toArray();
            assertThat(padding).containsOnly(new float[padding.length]);
        }
    }

    @Test
    void lengthsInAnyOrderGetTheirGradients() {
        GRU gru = new GRU(5, 4);
        Tensor x = Tensor.randn(4, 2, 5).requiresGrad_(true);
        gru.call(x, null, LongTensor.of(2, 4)).output().sum().backward();
        Tensor gradient = java.util.Objects.requireNonNull(x.grad());
        assertThat(gradient.select(1, 0).narrow(0, 2, 2).toArray()).containsOnly(0f);
        assertThat(gradient.select(1, 0).narrow(0, 0, 2).toArray()).doesNotContain(0f);
        assertThat(gradient.select(1, 1).toArray()).doesNotContain(0f);
    }

    @Test
    void dropsBetweenLayersWhileTraining() {
        Generator.manualSeed(1);
        RNN rnn = new RNN(
                5,
                50,
                RNN.Nonlinearity.TANH,
                new RecurrentOptions().withNumLayers(2).withDropout(0.5));
        Tensor x = Tensor.randn(2, 5);
        float[] first = rnn.call(x).output().toArray();
        assertThat(rnn.call(x).output().toArray()).isNotEqualTo(first);
        rnn.eval();
        assertThat(rnn.call(x).output().toArray())
                .containsExactly(rnn.call(x).output().toArray());
    }

    @Test
    void startsWithinOneOverTheRootOfTheHiddenSize() {
        float[] weights = new GRU(10, 25).stateDict().array("weight_ih_l0").toArray();
        double largest = 0;
        for (float weight : weights) {
            largest = Math.max(largest, Math.abs(weight));
        }
        assertThat(largest).isBetween(0.19, 0.2);
    }

    @Test
    void saysWhatDoesNotFit() {
        GRU gru = new GRU(5, 4);
        assertThatThrownBy(() -> gru.call(Tensor.zeros(3, 2, 6)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("GRU: the input [3, 2, 6] has 6 features, and inputSize is 5");
        assertThatThrownBy(() -> gru.call(Tensor.zeros(3, 2, 5), Tensor.zeros(1, 3, 4)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("GRU: the state h is [1, 3, 4] and must be [1, 2, 4]");
        assertThatThrownBy(() -> gru.call(Tensor.zeros(3, 2, 5), null, LongTensor.of(1)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("GRU: lengths [1] for a batch of 2 sequences");
        assertThatThrownBy(() -> new LSTMCell(5, 4).call(Tensor.zeros(6)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("LSTMCell: the input [6]");
        assertThatThrownBy(() -> new LSTM(5, 4, new RecurrentOptions(), 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("projSize is 4");
        assertThatThrownBy(() -> new RecurrentOptions().withNumLayers(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("numLayers must be at least 1, not 0");
        assertThatThrownBy(() -> new RecurrentOptions().withDropout(1.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("dropout must be from 0 to 1, not 1.5");
        RecurrentOutput output = gru.call(Tensor.zeros(3, 2, 5));
        assertThat(output.output().shape()).isEqualTo(Shape.of(3, 2, 4));
    }

    private static void assertClose(Tensor actual, Tensor expected) {
        assertThat(actual.shape()).isEqualTo(expected.shape());
        float[] a = actual.toArray();
        float[] e = expected.toArray();
        for (int i = 0; i < a.length; i++) {
            assertThat((double) a[i]).as(Arrays.toString(a)).isCloseTo(e[i], within(1e-6));
        }
    }

    private static void add(Module module, String parameter) {
        try (GradMode _ = GradMode.noGrad()) {
            Objects.requireNonNull(module.namedParameters().get(parameter)).add_(Tensor.ones(1));
        }
    }

    /// As in PyTorch 1.13, where no gradient reads a bias.
    private static void biasesMayChange(Module module, String weight, String suffix, Supplier<Tensor> output) {
        output.get().sum().backward();
        float[] expected = grad(module, weight + suffix);
        module.zeroGrad();
        Tensor sum = output.get().sum();
        add(module, "bias_ih" + suffix);
        add(module, "bias_hh" + suffix);
        sum.backward();
        assertThat(grad(module, weight + suffix)).containsExactly(expected);
        Tensor again = output.get().sum();
        add(module, weight + suffix);
        assertThatThrownBy(again::backward)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("changed in place");
    }

    private static float[] grad(Module module, String parameter) {
        return Objects.requireNonNull(
                        Objects.requireNonNull(module.namedParameters().get(parameter))
                                .grad())
                .toArray();
    }

    @Test
    void biasesMayChangeBetweenForwardAndBackward() {
        Tensor x = Tensor.randn(3, 2, 5);
        Tensor one = Tensor.randn(2, 5);
        LSTM lstm = new LSTM(5, 4, new RecurrentOptions(), 3);
        GRU gru = new GRU(5, 4);
        RNN rnn = new RNN(5, 4);
        LSTMCell lstmCell = new LSTMCell(5, 4);
        GRUCell gruCell = new GRUCell(5, 4);
        RNNCell rnnCell = new RNNCell(5, 4);
        biasesMayChange(lstm, "weight_ih", "_l0", () -> lstm.call(x).output());
        biasesMayChange(gru, "weight_hh", "_l0", () -> gru.call(x).output());
        biasesMayChange(rnn, "weight_hh", "_l0", () -> rnn.call(x).output());
        biasesMayChange(
                lstmCell, "weight_ih", "", () -> lstmCell.call(one).cell().add(1));
        biasesMayChange(gruCell, "weight_ih", "", () -> gruCell.call(one).add(1));
        biasesMayChange(rnnCell, "weight_ih", "", () -> rnnCell.call(one).add(1));
    }

    @Test
    void aGradientThatIsDifferentiatedReadsTheBiases() {
        GRU gru = new GRU(5, 4);
        Tensor sum = gru.call(Tensor.randn(3, 2, 5)).output().sum();
        add(gru, "bias_hh_l0");
        assertThatThrownBy(() -> sum.backward(Tensor.ones(), true, true))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("changed in place");
    }
}

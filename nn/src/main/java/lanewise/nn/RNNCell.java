package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.engine.op.ElmanRnn;
import lanewise.engine.op.Recurrence;
import lanewise.engine.op.RecurrenceOptions;
import org.jspecify.annotations.Nullable;

/// One step of an [RNN] of one layer, with the weights `weight_ih`, `weight_hh`, `bias_ih` and `bias_hh`.
public final class RNNCell extends RecurrentCell<Tensor> {
    private final RNN.Nonlinearity nonlinearity;

    /// With biases and tanh.
    ///
    /// @throws IllegalArgumentException if a size is less than 1
    public RNNCell(int inputSize, int hiddenSize) {
        this(inputSize, hiddenSize, true, RNN.Nonlinearity.TANH);
    }

    /// With all options.
    ///
    /// @throws IllegalArgumentException if a size is less than 1
    public RNNCell(int inputSize, int hiddenSize, boolean bias, RNN.Nonlinearity nonlinearity) {
        super(inputSize, hiddenSize, bias, 1, false);
        this.nonlinearity = nonlinearity;
    }

    @Override
    Tensor forward(Tensor input, @Nullable Tensor state) {
        return step(input, state, null).hidden();
    }

    @Override
    Recurrence operation(RecurrenceOptions options) {
        return new ElmanRnn(nonlinearity == RNN.Nonlinearity.RELU, options);
    }

    @Override
    String furtherRepr() {
        return nonlinearity == RNN.Nonlinearity.RELU ? ", nonlinearity=relu" : "";
    }
}

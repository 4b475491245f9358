package lanewise.nn;

import java.util.Objects;
import lanewise.autograd.Tensor;
import lanewise.engine.op.Lstm;
import lanewise.engine.op.Recurrence;
import lanewise.engine.op.RecurrenceOptions;
import org.jspecify.annotations.Nullable;

/// One step of an [LSTM] of one layer, with the weights `weight_ih`, `weight_hh`, `bias_ih` and `bias_hh`.
public final class LSTMCell extends RecurrentCell<LSTMState> {
    /// With biases.
    ///
    /// @throws IllegalArgumentException if a size is less than 1
    public LSTMCell(int inputSize, int hiddenSize) {
        this(inputSize, hiddenSize, true);
    }

    /// With biases or without.
    ///
    /// @throws IllegalArgumentException if a size is less than 1
    public LSTMCell(int inputSize, int hiddenSize, boolean bias) {
        super(inputSize, hiddenSize, bias, 4, true);
    }

    @Override
    LSTMState forward(Tensor input, @Nullable LSTMState state) {
        RecurrentStates next = step(input, state == null ? null : state.hidden(), state == null ? null : state.cell());
        return new LSTMState(next.hidden(), Objects.requireNonNull(next.cell()));
    }

    @Override
    Recurrence operation(RecurrenceOptions options) {
        return new Lstm(false, options);
    }
}

package lanewise.nn;

import java.util.Objects;
import lanewise.autograd.Tensor;
import lanewise.engine.op.Lstm;
import lanewise.engine.op.Recurrence;
import lanewise.engine.op.RecurrenceOptions;
import org.jspecify.annotations.Nullable;

/// One step of an [LSTM] of one layer, with the weights `weight_ih`, `weight_hh`, `bias_ih` and `bias_hh`.
public final class LSTMCell extends RecurrentCell {
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

    /// The next states, from zeros.
    public LSTMState call(Tensor input) {
        return call(input, null);
    }

    /// The next states.
    ///
    /// @param input `[batch, in]` or `[in]`
    /// @param state each `[batch, hidden]` or `[hidden]`; zeros if null
    /// @throws lanewise.engine.ShapeMismatchException if the shapes do not fit
    public LSTMState call(Tensor input, @Nullable LSTMState state) {
        return hooked(this, LSTMCell::forward, input, state);
    }

    private LSTMState forward(Tensor input, @Nullable LSTMState state) {
        RecurrentStates next = step(input, state == null ? null : state.hidden(), state == null ? null : state.cell());
        return new LSTMState(next.hidden(), Objects.requireNonNull(next.cell()));
    }

    @Override
    Recurrence operation(RecurrenceOptions options) {
        return new Lstm(false, options);
    }
}

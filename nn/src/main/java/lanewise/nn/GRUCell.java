package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.engine.op.Gru;
import lanewise.engine.op.Recurrence;
import lanewise.engine.op.RecurrenceOptions;
import org.jspecify.annotations.Nullable;

/// One step of a [GRU] of one layer, with the weights `weight_ih`, `weight_hh`, `bias_ih` and `bias_hh`.
public final class GRUCell extends RecurrentCell<Tensor> {
    /// With biases.
    ///
    /// @throws IllegalArgumentException if a size is less than 1
    public GRUCell(int inputSize, int hiddenSize) {
        this(inputSize, hiddenSize, true);
    }

    /// With biases or without.
    ///
    /// @throws IllegalArgumentException if a size is less than 1
    public GRUCell(int inputSize, int hiddenSize, boolean bias) {
        super(inputSize, hiddenSize, bias, 3, false);
    }

    @Override
    Tensor forward(Tensor input, @Nullable Tensor state) {
        return step(input, state, null).hidden();
    }

    @Override
    Recurrence operation(RecurrenceOptions options) {
        return new Gru(options);
    }
}

package lanewise.nn;

import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.op.Gru;
import lanewise.engine.op.Recurrence;
import lanewise.engine.op.RecurrenceOptions;
import org.jspecify.annotations.Nullable;

/// A network of gated recurrent units of one layer or several. See [Gru].
///
/// Weights `weight_ih_l0 [3·hidden, in]`, `weight_hh_l0 [3·hidden, hidden]` (reset, update, new), `bias_ih_l0`,
/// `bias_hh_l0` and so on for every layer, with `_reverse` behind for the second direction, start evenly
/// distributed over ±1/√hidden.
public final class GRU extends RecurrentNetwork<Tensor, RecurrentOutput> {
    /// One layer.
    ///
    /// @throws IllegalArgumentException if a size is less than 1
    public GRU(int inputSize, int hiddenSize) {
        this(inputSize, hiddenSize, new RecurrentOptions());
    }

    /// With all options.
    ///
    /// @throws IllegalArgumentException if a size is less than 1
    public GRU(int inputSize, int hiddenSize, RecurrentOptions options) {
        super(inputSize, hiddenSize, options, 3, false, 0);
    }

    @Override
    RecurrentOutput forward(Tensor input, @Nullable Tensor state, @Nullable LongTensor lengths) {
        RecurrentStates states = run(input, state, null, lengths);
        return new RecurrentOutput(states.output(), states.hidden());
    }

    @Override
    Recurrence operation(RecurrenceOptions options) {
        return new Gru(options);
    }
}

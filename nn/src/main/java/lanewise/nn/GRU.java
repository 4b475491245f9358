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
public final class GRU extends RecurrentNetwork {
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

    /// From states of zeros.
    public RecurrentOutput call(Tensor input) {
        return call(input, null);
    }

    /// From the given states; zeros if null.
    ///
    /// @param input `[steps, batch, in]`, or `[batch, steps, in]` if the batch is first, or `[steps, in]`
    /// @param state `[layers·directions, batch, hidden]`, or for one sequence `[layers·directions, hidden]`
    /// @throws lanewise.engine.ShapeMismatchException if the shapes do not fit
    public RecurrentOutput call(Tensor input, @Nullable Tensor state) {
        return call(input, state, null);
    }

    /// Sequences of several lengths: see [RNN#call(Tensor, Tensor, LongTensor)].
    ///
    /// @param lengths how many steps each sequence has, `[batch]`; null if all have all
    /// @throws lanewise.engine.ShapeMismatchException if the shapes do not fit, or a length is not from 1 to the
    /// steps
    public RecurrentOutput call(Tensor input, @Nullable Tensor state, @Nullable LongTensor lengths) {
        return hooked(this, GRU::forward, input, state, lengths);
    }

    private RecurrentOutput forward(Tensor input, @Nullable Tensor state, @Nullable LongTensor lengths) {
        RecurrentStates states = run(input, state, null, lengths);
        return new RecurrentOutput(states.output(), states.hidden());
    }

    @Override
    Recurrence operation(RecurrenceOptions options) {
        return new Gru(options);
    }
}

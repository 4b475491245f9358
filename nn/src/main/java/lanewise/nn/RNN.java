package lanewise.nn;

import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.op.ElmanRnn;
import lanewise.engine.op.Recurrence;
import lanewise.engine.op.RecurrenceOptions;
import org.jspecify.annotations.Nullable;

/// A plain recurrent network of one layer or several: `h = f(x·Wᵢᵀ + bᵢ + h'·Wₕᵀ + bₕ)` step by step, where `h'` is
/// the state before. See [ElmanRnn].
///
/// Weights `weight_ih_l0 [hidden, in]`, `weight_hh_l0 [hidden, hidden]`, `bias_ih_l0`, `bias_hh_l0` and so on for
/// every layer, with `_reverse` behind for the second direction, start evenly distributed over ±1/√hidden.
public final class RNN extends RecurrentNetwork<Tensor, RecurrentOutput> {
    private final Nonlinearity nonlinearity;

    /// What a state is passed through.
    public enum Nonlinearity {
        /// The hyperbolic tangent.
        TANH,
        /// `max(x, 0)`
        RELU
    }

    /// One layer with tanh.
    ///
    /// @throws IllegalArgumentException if a size is less than 1
    public RNN(int inputSize, int hiddenSize) {
        this(inputSize, hiddenSize, Nonlinearity.TANH, new RecurrentOptions());
    }

    /// With all options.
    ///
    /// @throws IllegalArgumentException if a size is less than 1
    public RNN(int inputSize, int hiddenSize, Nonlinearity nonlinearity, RecurrentOptions options) {
        super(inputSize, hiddenSize, options, 1, false, 0);
        this.nonlinearity = nonlinearity;
    }

    @Override
    RecurrentOutput forward(Tensor input, @Nullable Tensor state, @Nullable LongTensor lengths) {
        RecurrentStates states = run(input, state, null, lengths);
        return new RecurrentOutput(states.output(), states.hidden());
    }

    @Override
    Recurrence operation(RecurrenceOptions options) {
        return new ElmanRnn(nonlinearity == Nonlinearity.RELU, options);
    }
}

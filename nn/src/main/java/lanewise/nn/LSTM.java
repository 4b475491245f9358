package lanewise.nn;

import java.util.Objects;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.op.Lstm;
import lanewise.engine.op.Recurrence;
import lanewise.engine.op.RecurrenceOptions;
import org.jspecify.annotations.Nullable;

/// A long short-term memory of one layer or several. See [Lstm].
///
/// Weights `weight_ih_l0 [4·hidden, in]`, `weight_hh_l0 [4·hidden, out]` (input, forget, cell, output),
/// `bias_ih_l0`, `bias_hh_l0`, with a projection `weight_hr_l0 [out, hidden]`, and so on for every layer, with
/// `_reverse` behind for the second direction, start evenly distributed over ±1/√hidden.
public final class LSTM extends RecurrentNetwork<LSTMState, LSTMOutput> {
    private final boolean projects;

    /// One layer.
    ///
    /// @throws IllegalArgumentException if a size is less than 1
    public LSTM(int inputSize, int hiddenSize) {
        this(inputSize, hiddenSize, new RecurrentOptions());
    }

    /// With all options but a projection.
    ///
    /// @throws IllegalArgumentException if a size is less than 1
    public LSTM(int inputSize, int hiddenSize, RecurrentOptions options) {
        this(inputSize, hiddenSize, options, 0);
    }

    /// With all options.
    ///
    /// @param projSize the size that the states are projected to before they are shown; 0 if they are not
    /// @throws IllegalArgumentException if another size is less than 1, or `projSize` is not smaller than
    /// `hiddenSize`
    public LSTM(int inputSize, int hiddenSize, RecurrentOptions options, int projSize) {
        super(inputSize, hiddenSize, options, 4, true, projSize);
        this.projects = projSize > 0;
    }

    @Override
    LSTMOutput forward(Tensor input, @Nullable LSTMState state, @Nullable LongTensor lengths) {
        RecurrentStates states =
                run(input, state == null ? null : state.hidden(), state == null ? null : state.cell(), lengths);
        return new LSTMOutput(states.output(), new LSTMState(states.hidden(), Objects.requireNonNull(states.cell())));
    }

    @Override
    Recurrence operation(RecurrenceOptions options) {
        return new Lstm(projects, options);
    }
}

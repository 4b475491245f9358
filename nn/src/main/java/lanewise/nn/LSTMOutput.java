package lanewise.nn;

import java.util.List;
import java.util.Objects;
import lanewise.autograd.Tensor;
import org.jspecify.annotations.Nullable;

/// What an [LSTM] computes.
///
/// @param output the states of the last layer after each step, `[steps, batch, directions·out]`
/// @param state the states of all layers after the last step, `[layers·directions, batch, out]` and
///     `[layers·directions, batch, hidden]`
public record LSTMOutput(Tensor output, LSTMState state) implements TensorGroup<LSTMOutput> {
    @Override
    public List<@Nullable Tensor> tensors() {
        return TensorGroup.list(output, state.hidden(), state.cell());
    }

    @Override
    public LSTMOutput withTensors(List<@Nullable Tensor> tensors) {
        return new LSTMOutput(Objects.requireNonNull(tensors.get(0)), state.withTensors(tensors.subList(1, 3)));
    }
}

package lanewise.nn;

import java.util.List;
import java.util.Objects;
import lanewise.autograd.Tensor;
import org.jspecify.annotations.Nullable;

/// What an [RNN] or a [GRU] computes.
///
/// @param output the states of the last layer after each step, `[steps, batch, directions·hidden]`
/// @param state the states of all layers after the last step, `[layers·directions, batch, hidden]`
public record RecurrentOutput(Tensor output, Tensor state) implements TensorGroup<RecurrentOutput> {
    @Override
    public List<@Nullable Tensor> tensors() {
        return TensorGroup.list(output, state);
    }

    @Override
    public RecurrentOutput withTensors(List<@Nullable Tensor> tensors) {
        return new RecurrentOutput(Objects.requireNonNull(tensors.get(0)), Objects.requireNonNull(tensors.get(1)));
    }
}

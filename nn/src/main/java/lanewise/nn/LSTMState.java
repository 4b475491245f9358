package lanewise.nn;

import java.util.List;
import java.util.Objects;
import lanewise.autograd.Tensor;
import org.jspecify.annotations.Nullable;

/// The states of an [LSTM] or an [LSTMCell].
///
/// @param hidden what is shown
/// @param cell what is remembered
public record LSTMState(Tensor hidden, Tensor cell) implements TensorGroup<LSTMState> {
    @Override
    public List<@Nullable Tensor> tensors() {
        return TensorGroup.list(hidden, cell);
    }

    @Override
    public LSTMState withTensors(List<@Nullable Tensor> tensors) {
        return new LSTMState(Objects.requireNonNull(tensors.get(0)), Objects.requireNonNull(tensors.get(1)));
    }
}

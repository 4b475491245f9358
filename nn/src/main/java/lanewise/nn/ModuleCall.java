package lanewise.nn;

import java.util.List;
import java.util.Objects;
import lanewise.autograd.Tensor;
import org.jspecify.annotations.Nullable;

/// One call of a module, as hooks see it.
///
/// @param module the module
/// @param inputs what it was called with, in order: tensors of any type, [TensorGroup]s, options, null
/// @param output what it gave, a [Tensor] or a [TensorGroup]; null before it has been computed
public record ModuleCall(
        Module module,
        List<@Nullable Object> inputs,
        @Nullable Object output) {
    /// The tensor that is this input.
    ///
    /// @throws ClassCastException if it is none
    public Tensor input(int index) {
        return (Tensor) Objects.requireNonNull(inputs.get(index));
    }

    /// The tensors of the output, those of a [TensorGroup] in its order.
    public List<@Nullable Tensor> outputs() {
        return JointViews.tensors(output);
    }
}

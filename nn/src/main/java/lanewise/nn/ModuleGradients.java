package lanewise.nn;

import java.util.List;
import lanewise.autograd.Tensor;
import org.jspecify.annotations.Nullable;

/// The gradients of one call of a module, as [ModuleBackwardHook]s see them.
///
/// @param module the module
/// @param inputs of each tensor among the inputs, those of a [TensorGroup] in its order; null where it requires
///     none. A tensor that is an input several times has the whole gradient each time
/// @param outputs of each tensor of the output; zeros where nothing was computed of it, null where it requires none
public record ModuleGradients(Module module, List<@Nullable Tensor> inputs, List<@Nullable Tensor> outputs) {}

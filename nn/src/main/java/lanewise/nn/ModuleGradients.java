package lanewise.nn;

import java.util.List;
import lanewise.autograd.Tensor;
import org.jspecify.annotations.Nullable;

/// The gradients of one call of a module, as [ModuleBackwardHook]s see them.
///
/// What a hook writes into them in place changes the gradients of the inputs, as if it had replaced them, and
/// nobody's but theirs; into those of the output, nobody's.
///
/// @param module the module
/// @param inputs of each tensor among the inputs, those of a [TensorGroup] in its order; null where it requires
///     none. A tensor that is an input several times has at each place what came through that place
/// @param outputs of each tensor of the output; zeros where nothing was computed of it, null where it requires none
public record ModuleGradients(Module module, List<@Nullable Tensor> inputs, List<@Nullable Tensor> outputs) {}

package lanewise.nn;

import java.util.List;
import lanewise.autograd.Tensor;
import org.jspecify.annotations.Nullable;

/// What is called in a backward pass when a module's gradients are there; see
/// [Module#registerFullBackwardHook(ModuleBackwardHook)].
@FunctionalInterface
public interface ModuleBackwardHook {
    /// Looks at the gradients, or replaces those of the inputs.
    ///
    /// @return what goes on instead of [ModuleGradients#inputs()], as many and of the same shapes, or null to leave
    ///     them; a null among them leaves that one
    @Nullable
    List<@Nullable Tensor> after(ModuleGradients gradients);
}

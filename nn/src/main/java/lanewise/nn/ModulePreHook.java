package lanewise.nn;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is called before a module computes; see [Module#registerForwardPreHook(ModulePreHook)].
@FunctionalInterface
public interface ModulePreHook {
    /// Looks at the inputs, or replaces them.
    ///
    /// @return what the module takes instead, as many and of the same classes, or null to leave them
    @Nullable
    List<@Nullable Object> before(ModuleCall call);
}

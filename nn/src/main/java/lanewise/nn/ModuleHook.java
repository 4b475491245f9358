package lanewise.nn;

import org.jspecify.annotations.Nullable;

/// What is called after a module has computed; see [Module#registerForwardHook(ModuleHook)].
@FunctionalInterface
public interface ModuleHook {
    /// Looks at the call, or replaces its output.
    ///
    /// @return what the module gives instead, of its output's class, or null to leave it
    @Nullable
    Object after(ModuleCall call);
}

package lanewise.optim;

import lanewise.engine.io.StateDict;
import org.jspecify.annotations.Nullable;

/// What is called with an optimizer's state when it has been saved, or is about to be loaded; see
/// [Optimizer#registerStateDictPostHook].
@FunctionalInterface
public interface OptimizerStateHook {
    /// Looks at the state, changes it in place, or replaces it.
    ///
    /// @return what to go on with instead of `state`, or null for `state` itself
    @Nullable
    StateDict apply(Optimizer<?> optimizer, StateDict state);
}

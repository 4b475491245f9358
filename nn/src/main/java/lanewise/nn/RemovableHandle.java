package lanewise.nn;

import java.util.List;

/// A registered hook of a layer; [#remove()] ends it.
public final class RemovableHandle implements AutoCloseable {
    private final List<?> hooks;
    private final Object hook;
    private boolean removed;

    RemovableHandle(List<?> hooks, Object hook) {
        this.hooks = hooks;
        this.hook = hook;
    }

    /// From now on the hook is not called any more. A second call does nothing.
    public void remove() {
        if (!removed) {
            removed = true;
            hooks.remove(hook);
        }
    }

    /// The same as [#remove()].
    @Override
    public void close() {
        remove();
    }
}

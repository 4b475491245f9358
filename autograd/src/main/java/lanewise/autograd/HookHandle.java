package lanewise.autograd;

/// A registered hook; [#remove()] ends it.
public final class HookHandle implements AutoCloseable {
    private final GradientHooks hooks;
    private final GradientHook hook;

    HookHandle(GradientHooks hooks, GradientHook hook) {
        this.hooks = hooks;
        this.hook = hook;
    }

    /// From now on the hook is not called any more. A second call does nothing.
    public void remove() {
        hooks.remove(this);
    }

    /// The same as [#remove()].
    @Override
    public void close() {
        remove();
    }

    GradientHook hook() {
        return hook;
    }
}

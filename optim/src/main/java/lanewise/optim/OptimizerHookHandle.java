package lanewise.optim;

/// A registered hook of an optimizer; [#remove()] ends it.
public final class OptimizerHookHandle implements AutoCloseable {
    private final Runnable removal;

    OptimizerHookHandle(Runnable removal) {
        this.removal = removal;
    }

    /// From now on the hook is not called any more. A second call does nothing.
    public void remove() {
        removal.run();
    }

    /// The same as [#remove()].
    @Override
    public void close() {
        remove();
    }
}

package lanewise.engine;

import org.jspecify.annotations.Nullable;

/// What is computed on the way to one result, between [#open()] and [#close()]: its memory goes back to the
/// [Workspace] at the end, or, where a backward pass needs it, as soon as that has gone by.
///
/// ```java
/// try (Intermediates inner = Intermediates.open()) {
///     return compute(x).resultOf(inner);
/// }
/// ```
///
/// Only code that keeps no tensor that it meets may stand in between: a tensor that it left in a field would be
/// used after its memory went back, and throws [ClosedWorkspaceException]. What such code calls and does not know
/// runs in [#keepAll()]. A tensor whose array was asked for, and what was kept, is left alone.
///
/// They nest; the result of an inner one is an intermediate of that around it. Outside a workspace nothing happens.
public final class Intermediates implements AutoCloseable {
    private static final Intermediates NONE = new Intermediates(null, false);

    private final @Nullable Workspace workspace;
    private final boolean forgets;
    private final boolean before;
    private final int mark;
    private @Nullable Storage result;

    private Intermediates(@Nullable Workspace workspace, boolean forgets) {
        this.workspace = workspace;
        this.forgets = forgets;
        this.before = workspace != null && workspace.forgets();
        this.mark = workspace == null ? 0 : workspace.passing();
        if (workspace != null) {
            workspace.setForgets(forgets);
        }
    }

    /// Begins: what is made from now on is known to nobody afterwards, but for the result.
    public static Intermediates open() {
        Workspace current = Workspace.current();
        return current == null ? NONE : new Intermediates(current, true);
    }

    /// The contrary, for what is called in between and may keep tensors: all that it makes lives as long as the
    /// workspace.
    public static Intermediates keepAll() {
        Workspace current = Workspace.current();
        return current == null || !current.forgets() ? NONE : new Intermediates(current, false);
    }

    /// Says whose memory the result is in.
    public void result(Storage memory) {
        if (workspace != null) {
            result = memory;
        }
    }

    /// Ends.
    @Override
    public void close() {
        if (workspace != null) {
            workspace.setForgets(before);
            if (forgets) {
                workspace.forget(mark, result, before);
            }
        }
    }
}

package lanewise.engine;

import org.jspecify.annotations.Nullable;

/// The memory behind an array and all its views: one Java array, and the version that every write through any of
/// them raises, by which autograd sees that a value it needs has been changed.
public abstract sealed class Storage permits FloatStorage, LongStorage, BoolStorage {
    private final int length;
    private int version;
    private @Nullable Workspace owner;

    Storage(int length) {
        this.length = length;
    }

    /// How many elements the memory was asked for; behind them is padding.
    public final int length() {
        return length;
    }

    /// How often the memory has been written since it was made.
    public final int version() {
        return version;
    }

    /// Says that the memory is being written. Whoever writes into an existing array calls this once.
    public final void touch() {
        version++;
    }

    /// Takes the memory out of its workspace, so that it lives as long as it is used. Does nothing outside one.
    public final void keep() {
        checkOpen();
        owner = null;
    }

    /// Whether the memory goes back when the current workspace, or one around it, closes.
    public final boolean inWorkspace() {
        return owner != null;
    }

    final void own(Workspace workspace) {
        owner = workspace;
    }

    final boolean ownedBy(Workspace workspace) {
        return owner == workspace;
    }

    /// @throws ClosedWorkspaceException if the memory has gone back to its workspace
    abstract void checkOpen();

    /// Gives the memory back to the pool; from now on every use throws.
    abstract void release(BufferPool pool);
}

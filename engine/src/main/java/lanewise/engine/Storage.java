package lanewise.engine;

import org.jspecify.annotations.Nullable;

/// The memory behind an array and all its views: one Java array, and the version that every write through any of
/// them raises, by which autograd sees that a value it needs has been changed.
public abstract sealed class Storage permits FloatStorage, LongStorage, BoolStorage {
    private final int length;
    private int version;
    private @Nullable Workspace owner;
    private int holders;

    /// Whether somebody may know the memory who will not let it go.
    private boolean known = true;

    /// Whether it was made as an intermediate and nobody has seen more of it than the tensor.
    private boolean passing;

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
        holders = 0;
    }

    /// Whether the memory goes back when the current workspace, or one around it, closes.
    public final boolean inWorkspace() {
        return owner != null;
    }

    /// Says that nobody but the caller knows this memory yet, and that it may go back to its workspace as soon as
    /// every holder has [let it go][#letGo()]: what a backward pass does with gradients that it has passed on. Does
    /// nothing outside a workspace.
    public final void holdAlone() {
        known = !inWorkspace();
        holders = known ? 0 : 1;
    }

    /// One holder more.
    public final void hold() {
        if (owner != null) {
            holders++;
        }
    }

    /// One holder less; the last one gives the memory back, and every later use throws, unless somebody else may
    /// know it. Does nothing if the memory is not held, or no longer.
    public final void letGo() {
        if (holders > 0 && --holders == 0) {
            releaseUnlessKnown();
        }
    }

    /// Says that somebody knows the memory now who will not let it go: it lives as long as its workspace.
    public final void share() {
        known = true;
        passing = false;
    }

    /// Says that an operation has just made the memory; between [Intermediates#open()] and its end it is one.
    public final void pass() {
        if (owner != null && owner.forgets()) {
            passing = true;
            owner.addPassing(this);
        }
    }

    /// Says that the tensors over an intermediate are not used any more: then it goes back as soon as it has no
    /// holder. Does nothing if somebody else may know it.
    public final void forget() {
        if (passing) {
            passing = false;
            known = false;
            if (holders == 0) {
                releaseUnlessKnown();
            }
        }
    }

    private void releaseUnlessKnown() {
        if (!known && owner != null && owner.isOfThisThread()) {
            release(owner.pool());
            owner = null;
        }
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

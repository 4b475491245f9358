package lanewise.engine;

import org.jspecify.annotations.Nullable;

/// Storage of `boolean` elements.
public final class BoolStorage extends Storage {
    private boolean @Nullable [] elements;

    private BoolStorage(int length, boolean[] elements) {
        super(length);
        this.elements = elements;
    }

    /// Memory for `length` elements and the padding behind them, from the current workspace if one is open: then
    /// its content is undefined, otherwise zero.
    public static BoolStorage allocate(int length) {
        Workspace workspace = Workspace.current();
        if (workspace == null) {
            return new BoolStorage(length, new boolean[BufferPool.padded(length)]);
        }
        BoolStorage storage = new BoolStorage(length, workspace.pool().takeBools(length));
        workspace.adopt(storage);
        return storage;
    }

    /// Memory for `length` zeros that belongs to no workspace.
    public static BoolStorage allocateKept(int length) {
        return new BoolStorage(length, new boolean[BufferPool.padded(length)]);
    }

    /// The elements, with at least [lanewise.engine.simd.Lanes#PADDING] behind the last one. Live: a write must be
    /// followed by [#touch()].
    ///
    /// @throws ClosedWorkspaceException if the memory has gone back to its workspace
    public boolean[] elements() {
        boolean[] open = elements;
        if (open == null) {
            throw new ClosedWorkspaceException();
        }
        return open;
    }

    @Override
    void checkOpen() {
        elements();
    }

    @Override
    void release(BufferPool pool) {
        pool.give(elements());
        elements = null;
    }
}

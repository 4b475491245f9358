package lanewise.engine;

import org.jspecify.annotations.Nullable;

/// Storage of `long` elements.
public final class LongStorage extends Storage {
    private long @Nullable [] elements;

    private LongStorage(int length, long[] elements) {
        super(length);
        this.elements = elements;
    }

    /// Memory for `length` elements and the padding behind them, from the current workspace if one is open: then
    /// its content is undefined, otherwise zero.
    public static LongStorage allocate(int length) {
        Workspace workspace = Workspace.current();
        if (workspace == null) {
            return new LongStorage(length, new long[BufferPool.padded(length)]);
        }
        LongStorage storage = new LongStorage(length, workspace.pool().takeLongs(length));
        workspace.adopt(storage);
        return storage;
    }

    /// Memory for `length` zeros that belongs to no workspace.
    public static LongStorage allocateKept(int length) {
        return new LongStorage(length, new long[BufferPool.padded(length)]);
    }

    /// The elements, with at least [lanewise.engine.simd.Lanes#PADDING] behind the last one. Live: a write must be
    /// followed by [#touch()].
    ///
    /// @throws ClosedWorkspaceException if the memory has gone back to its workspace
    public long[] elements() {
        long[] open = elements;
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

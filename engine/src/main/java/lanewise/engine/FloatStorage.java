package lanewise.engine;

import org.jspecify.annotations.Nullable;

/// Storage of `float` elements.
public final class FloatStorage extends Storage {
    private float @Nullable [] elements;

    private FloatStorage(int length, float[] elements) {
        super(length);
        this.elements = elements;
    }

    /// Memory for `length` elements and the padding behind them, from the current workspace if one is open: then
    /// its content is undefined, otherwise zero.
    public static FloatStorage allocate(int length) {
        Workspace workspace = Workspace.current();
        if (workspace == null) {
            return new FloatStorage(length, new float[BufferPool.padded(length)]);
        }
        FloatStorage storage = new FloatStorage(length, workspace.pool().takeFloats(length));
        workspace.adopt(storage);
        return storage;
    }

    /// Memory for `length` zeros that belongs to no workspace.
    public static FloatStorage allocateKept(int length) {
        return new FloatStorage(length, new float[BufferPool.padded(length)]);
    }

    /// The elements, with at least [lanewise.engine.simd.Lanes#PADDING] behind the last one. Live: a write must be
    /// followed by [#touch()].
    ///
    /// @throws ClosedWorkspaceException if the memory has gone back to its workspace
    public float[] elements() {
        float[] open = elements;
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

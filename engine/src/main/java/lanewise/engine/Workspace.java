package lanewise.engine;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Memory that comes back: every array made by this thread between [#open()] and [#close()] takes its buffer from
/// the thread's pool, and closing returns them all, so that the next step allocates no buffers.
///
/// ```java
/// for (...) {
///     try (var step = Workspace.open()) {
///         ... // one training step
///     }
/// }
/// ```
///
/// Parameters, their gradients, optimizer state and whatever was `keep()`-ed live on. An array that is used after
/// its workspace closed throws [ClosedWorkspaceException]. Workspaces nest: what is made inside the inner one goes
/// back when that closes. A workspace belongs to the thread that opened it; other threads are not affected by it. A
/// view shares its base's memory and fate.
public final class Workspace implements AutoCloseable {
    private static final ThreadLocal<ThreadMemory> MEMORY = new PerThread();

    private final ThreadMemory memory;
    private final @Nullable Workspace outer;
    private final List<Storage> storages;
    private boolean closed;

    private Workspace(ThreadMemory memory) {
        this.memory = memory;
        this.outer = memory.current;
        this.storages = memory.spareList();
    }

    /// Opens a workspace for the calling thread.
    public static Workspace open() {
        ThreadMemory memory = MEMORY.get();
        Workspace workspace = new Workspace(memory);
        memory.current = workspace;
        return workspace;
    }

    /// Drops the free buffers that the calling thread's workspaces have collected.
    public static void trim() {
        MEMORY.get().pool.clear();
    }

    /// Takes back every buffer made inside that was not kept.
    ///
    /// @throws IllegalStateException if the thread did not open it, or one opened inside it is still open
    @Override
    public void close() {
        if (closed) {
            return;
        }
        if (MEMORY.get().current != this) {
            throw new IllegalStateException("a workspace must be closed by the thread that opened it, innermost first");
        }
        closed = true;
        memory.current = outer;
        for (Storage storage : storages) {
            if (storage.ownedBy(this)) { // not kept, nor given back before
                storage.release(memory.pool);
            }
        }
        memory.returnList(storages);
    }

    /// The innermost open workspace of the calling thread.
    static @Nullable Workspace current() {
        return MEMORY.get().current;
    }

    /// Whether the calling thread opened it, and it is open.
    boolean isOfThisThread() {
        return !closed && MEMORY.get() == memory;
    }

    BufferPool pool() {
        return memory.pool;
    }

    void adopt(Storage storage) {
        storage.own(this);
        storages.add(storage);
    }

    /// One thread's pool, its innermost workspace, and the emptied lists of closed ones.
    private static final class ThreadMemory {
        final BufferPool pool = new BufferPool();
        final List<List<Storage>> spareLists = new ArrayList<>();

        @Nullable
        Workspace current;

        List<Storage> spareList() {
            return spareLists.isEmpty() ? new ArrayList<>() : spareLists.removeLast();
        }

        void returnList(List<Storage> list) {
            list.clear();
            spareLists.add(list);
        }
    }

    /// A named class, since a method reference costs the start of every program some milliseconds.
    private static final class PerThread extends ThreadLocal<ThreadMemory> {
        @Override
        protected ThreadMemory initialValue() {
            return new ThreadMemory();
        }
    }
}

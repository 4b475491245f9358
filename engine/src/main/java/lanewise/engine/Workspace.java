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

    /// Memory of [Intermediates] that have not ended.
    private final List<Storage> passing;

    private boolean forgets;
    private boolean closed;

    private Workspace(ThreadMemory memory) {
        this.memory = memory;
        this.outer = memory.current;
        this.storages = memory.spareList();
        this.passing = memory.spareList();
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
        memory.returnList(passing);
    }

    /// The bytes that the calling thread's workspaces have taken from the heap since its last [#trim()]. It grows
    /// until a step finds all it needs among the buffers that came back, and is then the most that a step has
    /// needed at once; what was kept is counted too, though it does not come back.
    public static long bytes() {
        return MEMORY.get().pool.bytes();
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

    /// Whether what is made now belongs to [Intermediates].
    boolean forgets() {
        return forgets;
    }

    void setForgets(boolean forgets) {
        this.forgets = forgets;
    }

    /// How much memory of intermediates there is now.
    int passing() {
        return passing.size();
    }

    void addPassing(Storage storage) {
        passing.add(storage);
    }

    /// Ends the intermediates from `mark` on: all but the result are known to nobody.
    ///
    /// @param nested whether the result is an intermediate in turn
    void forget(int mark, @Nullable Storage result, boolean nested) {
        if (closed) {
            return;
        }
        boolean found = false;
        for (int i = mark; i < passing.size(); i++) {
            if (passing.get(i) == result) {
                found = true;
            } else {
                passing.get(i).forget();
            }
        }
        passing.subList(mark, passing.size()).clear();
        if (found && result != null) {
            if (nested) {
                passing.add(result);
            } else {
                result.share();
            }
        }
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

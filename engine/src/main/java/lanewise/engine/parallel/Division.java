package lanewise.engine.parallel;

/// How elementwise work is divided: into parts that are worth handing to another thread.
public final class Division {
    /// Elements of the smallest part, where an element costs about a load and a store.
    public static final int CHEAP = 1 << 13;

    /// Elements of the smallest part, where an element costs a transcendental function.
    public static final int COSTLY = 1 << 11;

    /// So many smallest parts stay in the calling thread: together they take some 5 µs, below which a dispatch to
    /// another thread costs more than it saves.
    private static final int PARTS_TO_KEEP = 4;

    private Division() {}

    /// Runs `task` over `[0, length)`, in the calling thread if that is less than four parts, otherwise divided at
    /// multiples of `part`, one of the constants above. Both are multiples of every vector length, so that which
    /// elements share a vector does not depend on the number of threads.
    public static void run(int length, int part, RangeTask task) {
        if (length < (long) PARTS_TO_KEEP * part) {
            if (length > 0) {
                task.run(0, length);
            }
        } else {
            Workers.run(length, part, task);
        }
    }
}

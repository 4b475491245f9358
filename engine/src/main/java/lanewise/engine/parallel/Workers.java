package lanewise.engine.parallel;

/// The library's threads: a fixed set of workers beside the calling thread, among which [#run] divides a range.
///
/// A range is cut into one contiguous part a thread, at multiples of the caller's `grain`. Tasks must compute each
/// index in a way that does not depend on where the range was cut; then results are the same, bit for bit, for
/// every thread count. Nothing is allocated by a dispatch. A call from inside a task, or while another thread's
/// call is running, works through its whole range in its own thread.
///
/// A worker spins for its next part for a tenth of a millisecond, then sleeps: an idle program's workers use no
/// processor. Where there are more threads than processors they sleep at once. Where the system refuses a thread,
/// the range is divided among those that there are.
///
/// An interrupt of the calling thread does not end a call: the flag is set when it returns.
public final class Workers {
    private static final int MOST = 1024;

    private static final WorkerPool POOL = new WorkerPool(defaultThreads());

    private Workers() {}

    /// How many threads work on one range, the calling one included.
    public static int threads() {
        return POOL.threads();
    }

    /// Sets the number of threads, the calling one included; from 1 to 1024.
    ///
    /// It may be called at any time and from any thread, from inside a task too; a range that is being worked on
    /// stays divided as it is.
    public static void setThreads(int count) {
        if (count < 1 || count > MOST) {
            throw new IllegalArgumentException("threads is " + count + "; it must be from 1 to 1024");
        }
        POOL.setThreads(count);
    }

    /// Runs `task` over `[0, length)`, in parts whose bounds are multiples of `grain` (but for the last end). A
    /// length of at most `grain` stays in the calling thread.
    ///
    /// What a task throws is thrown here, after all parts have ended: of several the first part's. The workers
    /// are none the worse for it, and keep neither the task nor what it threw.
    ///
    /// @throws IllegalArgumentException if `grain` is less than 1
    public static void run(int length, int grain, RangeTask task) {
        POOL.run(length, grain, task);
    }

    private static int defaultThreads() {
        String property = System.getProperty("lanewise.threads");
        if (property == null) {
            return Math.min(Runtime.getRuntime().availableProcessors(), MOST);
        }
        try {
            int count = Integer.parseInt(property);
            if (count >= 1 && count <= MOST) {
                return count;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException("lanewise.threads is " + property + "; it must be a number from 1 to 1024");
    }
}

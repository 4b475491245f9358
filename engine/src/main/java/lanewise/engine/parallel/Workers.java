package lanewise.engine.parallel;

import java.util.concurrent.locks.ReentrantLock;

/// The library's threads: a fixed set of workers beside the calling thread, among which [#run] divides a range.
///
/// A range is cut into one contiguous part a thread, at multiples of the caller's `grain`. Tasks must compute each
/// index in a way that does not depend on where the range was cut; then results are the same, bit for bit, for
/// every thread count. Nothing is allocated by a dispatch. A call from inside a task, or while another thread's
/// call is running, works through its whole range in its own thread.
public final class Workers {
    private static final ReentrantLock LOCK = new ReentrantLock();
    private static volatile int threads = defaultThreads();
    private static Worker[] workers = new Worker[0];

    private Workers() {}

    /// How many threads work on one range, the calling one included.
    public static int threads() {
        return threads;
    }

    /// Sets the number of threads, the calling one included; from 1 to 1024.
    public static void setThreads(int count) {
        if (count < 1 || count > 1024) {
            throw new IllegalArgumentException("threads is " + count + "; it must be from 1 to 1024");
        }
        LOCK.lock();
        try {
            threads = count;
            for (Worker worker : workers) {
                worker.retire();
            }
            workers = new Worker[0];
        } finally {
            LOCK.unlock();
        }
    }

    /// Runs `task` over `[0, length)`, in parts whose bounds are multiples of `grain` (but for the last end). A
    /// length of at most `grain` stays in the calling thread.
    ///
    /// What a task throws is thrown here, after all parts have ended.
    public static void run(int length, int grain, RangeTask task) {
        int count = threads;
        if (count == 1 || length <= grain || LOCK.isHeldByCurrentThread() || !LOCK.tryLock()) {
            if (length > 0) {
                task.run(0, length);
            }
            return;
        }
        try {
            runDivided(length, grain, task);
        } finally {
            LOCK.unlock();
        }
    }

    private static void runDivided(int length, int grain, RangeTask task) {
        int grains = (length + grain - 1) / grain;
        int parts = Math.min(threads, grains);
        startWorkers(parts - 1);
        for (int part = 1; part < parts; part++) {
            workers[part - 1].offer(
                    task, bound(part, parts, grains, grain, length), bound(part + 1, parts, grains, grain, length));
        }
        Throwable failure = null;
        try {
            task.run(0, bound(1, parts, grains, grain, length));
        } catch (Throwable thrown) { // the others must end before it leaves
            failure = thrown;
        }
        for (int part = 1; part < parts; part++) {
            Throwable thrown = workers[part - 1].finish();
            failure = failure == null ? thrown : failure;
        }
        if (failure != null) {
            Workers.<RuntimeException>rethrow(failure);
        }
    }

    /// Where part `part` of `parts` begins.
    private static int bound(int part, int parts, int grains, int grain, int length) {
        return (int) Math.min((long) grains * part / parts * grain, length);
    }

    private static void startWorkers(int count) {
        if (workers.length >= count) {
            return;
        }
        Worker[] grown = java.util.Arrays.copyOf(workers, count);
        for (int i = workers.length; i < count; i++) {
            grown[i] = new Worker(i + 1);
            grown[i].start();
        }
        workers = grown;
    }

    @SuppressWarnings("unchecked") // a task's exception leaves as it is, checked or not
    private static <T extends Throwable> void rethrow(Throwable failure) throws T {
        throw (T) failure;
    }

    private static int defaultThreads() {
        String property = System.getProperty("lanewise.threads");
        if (property == null) {
            return Math.min(Runtime.getRuntime().availableProcessors(), 1024);
        }
        try {
            int count = Integer.parseInt(property);
            if (count >= 1 && count <= 1024) {
                return count;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException("lanewise.threads is " + property + "; it must be a number from 1 to 1024");
    }
}

package lanewise.engine.parallel;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/// Some workers beside the calling thread, among which [#run] divides a range; [Workers] says how and why.
///
/// One call at a time has the workers. Nothing that a task does can take them away for good, not even at the end of
/// its caller's stack: what must be written once a range has been handed out is written without a call, since a
/// call may overflow the stack.
class WorkerPool {
    private static final AtomicIntegerFieldUpdater<WorkerPool> BUSY =
            AtomicIntegerFieldUpdater.newUpdater(WorkerPool.class, "busy");

    /// How long the pool does with fewer workers when a thread could not be started.
    private static final long NANOS_TO_NEXT_START = 1_000_000_000;

    /// Frames beyond the pool's own: those take ten, and are larger while they are interpreted.
    private static final int FRAMES = 48;

    private final int processors = Runtime.getRuntime().availableProcessors();

    /// 1 while a call has the workers.
    private volatile int busy;

    private volatile int threads;

    /// Changed only by who made `busy` 1.
    private volatile Worker[] workers = new Worker[0];

    private boolean startFailed;
    private long failedAt;

    WorkerPool(int threads) {
        this.threads = threads;
    }

    int threads() {
        return threads;
    }

    void setThreads(int count) {
        threads = count;
        retireSurplus();
    }

    /// Whether the threads are more than the processors: then who waits had better not keep one.
    boolean isCrowded() {
        return threads > processors;
    }

    /// The workers that are there now.
    int size() {
        return workers.length;
    }

    void run(int length, int grain, RangeTask task) {
        if (grain < 1) {
            throw new IllegalArgumentException("grain is " + grain + "; it must be at least 1");
        }
        int count = threads;
        if (count == 1 || length <= grain || busy != 0 || !BUSY.compareAndSet(this, 0, 1)) {
            if (length > 0) {
                task.run(0, length);
            }
            return;
        }
        try {
            makeRoom(FRAMES);
            int grains = (length - 1) / grain + 1;
            Worker[] crew = staff(Math.min(count, grains) - 1);
            runDivided(length, grain, grains, task, crew, Math.min(Math.min(count, grains), crew.length + 1));
        } finally {
            busy = 0;
            if (workers.length >= threads) { // changed meanwhile
                retireSurplus();
            }
        }
    }

    /// Hands a part to each of the first workers, runs the first part itself and waits for the others, all of them
    /// whatever was thrown.
    private static void runDivided(int length, int grain, int grains, RangeTask task, Worker[] crew, int parts) {
        Throwable failure = null;
        int offered = 0;
        try {
            while (offered < parts - 1) {
                int from = bound(offered + 1, parts, grains, grain, length);
                int to = bound(offered + 2, parts, grains, grain, length);
                crew[offered].offer(task, from, to);
                offered++;
            }
            task.run(0, bound(1, parts, grains, grain, length));
        } catch (Throwable thrown) { // the others must end before it leaves
            failure = thrown;
        }
        for (int i = 0; i < offered; i++) {
            Throwable thrown = crew[i].finish();
            failure = failure == null ? thrown : failure;
        }
        if (failure != null) {
            WorkerPool.<RuntimeException>rethrow(failure);
        }
    }

    /// Overflows the stack now, if it is that full.
    private static int makeRoom(int frames) {
        return frames == 0 ? 0 : makeRoom(frames - 1) + 1;
    }

    /// Where part `part` of `parts` begins.
    private static int bound(int part, int parts, int grains, int grain, int length) {
        return (int) Math.min((long) grains * part / parts * grain, length);
    }

    /// At least `count` workers, or as many as there are threads to be had.
    private Worker[] staff(int count) {
        if (workers.length < count && !(startFailed && System.nanoTime() - failedAt < NANOS_TO_NEXT_START)) {
            startFailed = false;
            try {
                while (workers.length < count) {
                    start();
                }
            } catch (OutOfMemoryError e) {
                // so the virtual machine calls it that a process may have no more threads
                startFailed = true;
                failedAt = System.nanoTime();
            }
        }
        return workers;
    }

    private void start() {
        int present = workers.length;
        Worker[] grown = Arrays.copyOf(workers, present + 1);
        grown[present] = newWorker(present + 1);
        grown[present].start();
        workers = grown;
    }

    Worker newWorker(int number) {
        return new Worker(this, number);
    }

    /// Lets those workers end that are too many, now or, if a call has them, at its end: that looks at `threads`
    /// after it has given them back.
    private void retireSurplus() {
        while (workers.length >= threads && BUSY.compareAndSet(this, 0, 1)) {
            try {
                Worker[] present = workers;
                int wanted = Math.min(threads - 1, present.length);
                workers = Arrays.copyOf(present, wanted);
                for (int i = wanted; i < present.length; i++) {
                    present[i].retire();
                }
            } finally {
                busy = 0;
            }
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // a task's exception leaves as it is
    private static <T extends @Nullable Throwable> void rethrow(Throwable failure) throws T {
        throw (T) failure;
    }
}

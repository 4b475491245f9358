package lanewise.engine.parallel;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// One helper thread: spins for its next range for a while, then parks until somebody offers one.
final class Worker extends Thread {
    /// How long a worker spins before it parks. A training step offers work every few microseconds, so it is met
    /// spinning; an idle program costs one such burst and then nothing.
    private static final long SPIN_NANOS = 100_000;

    /// How often a caller looks for its worker's end, some 40 ns each, before it offers its processor to others.
    private static final int SPINS_BEFORE_YIELD = 2_000;

    /// The range that waits to be run. Whoever swaps it out runs it: the worker, or the caller that grew tired of
    /// waiting.
    private final AtomicReference<@Nullable RangeTask> offer = new AtomicReference<>();

    private int from;
    private int to;
    private volatile boolean done = true;
    private volatile boolean parked;
    private volatile boolean stopped;
    private @Nullable Throwable failure;

    Worker(int number) {
        super("lanewise-worker-" + number);
        setDaemon(true);
    }

    /// Hands `[from, to)` of `task` to this worker, which must be free.
    void offer(RangeTask task, int from, int to) {
        this.from = from;
        this.to = to;
        this.failure = null;
        this.done = false;
        offer.set(task);
        if (parked) {
            LockSupport.unpark(this);
        }
    }

    /// Waits until the offered range is done, running it here if the worker has not begun. Returns what the task
    /// threw.
    @SuppressWarnings("ThreadPriorityCheck") // no result depends on the yield, only how long others wait
    @Nullable
    Throwable finish() {
        RangeTask task = offer.getAndSet(null);
        if (task != null) {
            runRange(task);
        }
        for (int spins = 0; !done; spins++) {
            if (spins < SPINS_BEFORE_YIELD) {
                Thread.onSpinWait();
            } else {
                Thread.yield(); // the worker may be waiting for this very processor
            }
        }
        return failure;
    }

    /// Lets the thread end once its current range is done.
    void retire() {
        stopped = true;
        LockSupport.unpark(this);
    }

    @Override
    public void run() {
        long idleSince = System.nanoTime();
        while (!stopped) {
            RangeTask task = offer.get() == null ? null : offer.getAndSet(null);
            if (task != null) {
                runRange(task);
                idleSince = System.nanoTime();
            } else if (System.nanoTime() - idleSince < SPIN_NANOS) {
                Thread.onSpinWait();
            } else {
                parked = true;
                while (offer.get() == null && !stopped) {
                    LockSupport.park(this);
                }
                parked = false;
                idleSince = System.nanoTime();
            }
        }
    }

    private void runRange(RangeTask task) {
        try {
            task.run(from, to);
        } catch (Throwable thrown) { // whatever it is, the caller gets it
            failure = thrown;
        } finally {
            done = true;
        }
    }
}

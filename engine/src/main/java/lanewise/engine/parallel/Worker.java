package lanewise.engine.parallel;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// One helper thread: spins for its next range for a while, then parks until somebody offers one.
class Worker extends Thread {
    /// How long a worker spins before it parks. A training step offers work every few microseconds, so it is met
    /// spinning; an idle program costs one such burst and then nothing.
    private static final long SPIN_NANOS = 100_000;

    /// How often a caller looks for its worker's end, some 40 ns each, before it offers its processor to others.
    private static final int SPINS_BEFORE_YIELD = 2_000;

    /// How often it offers it, about a microsecond each if nobody wants it, before it goes to sleep.
    private static final int YIELDS_BEFORE_PARK = 1_000;

    private final WorkerPool pool;

    /// The range that waits to be run. Whoever swaps it out runs it: the worker, or the caller that grew tired of
    /// waiting.
    private final AtomicReference<@Nullable RangeTask> offer = new AtomicReference<>();

    private int from;
    private int to;

    /// Whether the offered range has been run. Written last, so that who sees it sees what the range computed.
    private volatile boolean done = true;

    private @Nullable Throwable failure;
    private volatile boolean parked;
    private volatile boolean stopped;

    /// The caller that sleeps until the range is done.
    private volatile @Nullable Thread sleeper;

    /// Inherits nothing from the thread that happened to need it first.
    Worker(WorkerPool pool, int number) {
        super(null, null, "lanewise-worker-" + number, 0, false);
        this.pool = pool;
        setDaemon(true);
        offer.set(null); // the first use of each takes more of the stack
        offer.getAndSet(null);
    }

    /// Hands `[from, to)` of `task` to this worker, which must be free.
    final void offer(RangeTask task, int from, int to) {
        this.from = from;
        this.to = to;
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
    final Throwable finish() {
        runOffered();
        for (int looks = pool.isCrowded() ? SPINS_BEFORE_YIELD : 0; !done; looks++) {
            if (looks < SPINS_BEFORE_YIELD) {
                Thread.onSpinWait();
            } else if (looks < SPINS_BEFORE_YIELD + YIELDS_BEFORE_PARK) {
                Thread.yield(); // the worker may be waiting for this very processor
            } else {
                sleepUntilDone();
            }
        }
        Throwable thrown = failure;
        failure = null; // it may refer to the task
        return thrown;
    }

    private void sleepUntilDone() {
        boolean interrupted = false;
        sleeper = Thread.currentThread();
        while (!done) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted(); // while the flag is set, nobody can park
        }
        sleeper = null;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Lets the thread end once its current range is done.
    final void retire() {
        stopped = true;
        LockSupport.unpark(this);
    }

    @Override
    public final void run() {
        long idleSince = System.nanoTime();
        while (!stopped) {
            if (offer.get() != null && runOffered()) {
                Thread.interrupted(); // a task's flag is not for the next one
                idleSince = System.nanoTime();
            } else if (!pool.isCrowded() && System.nanoTime() - idleSince < SPIN_NANOS) {
                Thread.onSpinWait();
            } else {
                sleepUntilOffered();
                idleSince = System.nanoTime();
            }
        }
    }

    private void sleepUntilOffered() {
        parked = true;
        while (offer.get() == null && !stopped) {
            LockSupport.park(this);
            Thread.interrupted(); // while the flag is set, nobody can park
        }
        parked = false;
    }

    /// Runs the offered range, if nobody has begun. A method of its own, so that the sleeping thread's stack has no
    /// reference to the task.
    ///
    /// @return whether there was one
    private boolean runOffered() {
        RangeTask task = offer.getAndSet(null);
        if (task == null) {
            return false;
        }
        try {
            task.run(from, to);
        } catch (Throwable thrown) { // whatever it is, the caller gets it
            failure = thrown;
        }
        done = true;
        Thread caller = sleeper;
        if (caller != null) {
            LockSupport.unpark(caller);
        }
        return true;
    }
}

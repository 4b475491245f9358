package lanewise.engine.simd;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// A vector loop that is run, on a thread of its own, until the compiler has it.
///
/// Uncompiled, each vector operation is a chain of calls that puts its result on the heap: a loop takes a thousand
/// times as long, and the compiler is busy with that chain instead of the loop. So the loops that almost every
/// training step needs have scalar twins of the same bits, which are compiled within milliseconds; a caller takes
/// the twin until [#isDone()]. Since the bits are the same, it does not matter when it changes over.
///
///     private static final WarmUp WARM_UP = WarmUp.of(new Exercise());
///     ...
///     if (WARM_UP.isDone()) vectors(x, y); else scalars(x, y);
///
/// A warm-up begins when the class that asks for it is first used. Several run one after another.
public final class WarmUp {
    /// How often an exercise goes round its loop at most.
    public static final int ROUNDS = 24;

    /// The compiler asks for 5,000 calls, and for more while it has much to do.
    private static final int CALLS = 5_000;

    private static final int MORE_CALLS = 248;

    private static final int MOST_CALLS = 40_000;

    /// Of so many waits one makes some more calls after that; in later turns every one.
    private static final int SELDOM = 64;

    /// More than the compiler lets pass before it looks at a count.
    private static final int NOTICED_CALLS = 1_100;

    /// So many calls in a row take every branch of a loop that has several. Whenever it goes round it is called so
    /// often: of a branch that never came while the others did, the compiler would leave out the code, and the
    /// first product that takes it would throw the compiled loop away.
    public static final int FORMS = 4;

    /// How often calls go round the loop at all: enough for the compiler to see what it does. The others cost next
    /// to nothing.
    private static final int SERIOUS_TURNS = 5;

    /// All rounds of all forms take below 4 us compiled, some 800 us compiled without vectors, 4 ms interpreted.
    private static final long COMPILED_NANOS = 16_000;

    /// More than a call takes on a slow machine with a slow clock; what takes longer has been interrupted.
    private static final long MOST_CALL_NANOS = 8_000;

    /// So many fast exercises in a row, and the loop is compiled.
    private static final int FAST_CALLS = 3;

    /// So long the compiler may take before the next loop has its turn, and this one waits with the others; a
    /// virtual machine that only interprets never compiles.
    private static final int PATIENCE_MILLIS = 3_000;

    /// About a minute beyond.
    private static final int MOST_WAITS = PATIENCE_MILLIS + 600;

    /// The pause after the first loop, in a network that of the matrix products. The next ones' twins are less
    /// slow, and while a program starts, the compiler has enough to do: without the pause the tutorial's 500 steps
    /// took twice as long.
    private static final int REST_MILLIS = 1_000;

    private static final Queue<WarmUp> WAITING = new ArrayDeque<>();

    /// The one that is running, or null; guarded by `WAITING`, as the queue is.
    private static @Nullable Thread thread;

    /// A loop with memory of its own.
    public interface Exercise {
        /// Calls it, all times from one place that is itself never compiled: compiled, it would have the loop
        /// inside, and the loop itself would not be counted on.
        ///
        /// What has several branches takes all of them within [WarmUp#FORMS] calls, each in its turn.
        ///
        /// @param calls a multiple of [WarmUp#FORMS]
        /// @param rounds how often each call goes round the loop: from 0, not at all, to [WarmUp#ROUNDS]
        void run(int calls, int rounds);
    }

    private final Exercise exercise;
    private int calls;
    private int waits;
    private volatile boolean done;

    private WarmUp(Exercise exercise, boolean done) {
        this.exercise = exercise;
        this.done = done;
    }

    /// The warm-up of a loop, which begins at once.
    public static WarmUp of(Exercise exercise) {
        // emulated vectors never become fast
        WarmUp warmUp = new WarmUp(exercise, Lanes.EMULATED);
        if (!Lanes.EMULATED) {
            synchronized (WAITING) {
                WAITING.add(warmUp);
                if (thread == null) {
                    startThread();
                }
            }
        }
        return warmUp;
    }

    /// The same for a loop of fused multiply-adds: where the processor has none, its twin stays in use.
    public static WarmUp ofFused(Exercise exercise) {
        return Lanes.HAS_FMA ? of(exercise) : never();
    }

    /// One that is never done: for loops that this processor has no instructions for.
    public static WarmUp never() {
        return new WarmUp(new Nothing(), false);
    }

    /// Whether the vector loop is compiled.
    public boolean isDone() {
        return done;
    }

    /// Without a thread to be had the twins stay in use, and the next warm-up tries again.
    private static void startThread() {
        Thread runner = new Runner();
        try {
            runner.start();
            thread = runner;
        } catch (OutOfMemoryError e) {
            // so the virtual machine calls it that a process may have no more threads
        }
    }

    /// Waits until all warm-ups that have begun are done.
    public static void awaitAll() {
        while (true) {
            Thread running;
            synchronized (WAITING) {
                running = thread;
            }
            if (running == null) {
                return;
            }
            try {
                running.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /// Calls the loop until the compiler begins, then waits for it: at first for as long as the compiler may take,
    /// in later turns once.
    ///
    /// @return whether there is nothing to wait for any more
    private boolean takeTurn() {
        if (calls == 0) {
            for (int i = 0; i < SERIOUS_TURNS; i++) {
                exercise.run(CALLS / SERIOUS_TURNS, 0);
                exercise.run(FORMS, ROUNDS);
            }
            calls = CALLS;
        }
        do {
            if (isFast()) {
                done = true;
                return true;
            }
            pause(waits < PATIENCE_MILLIS ? 1 : 100);
            if (calls < MOST_CALLS) {
                exercise.run(MORE_CALLS, 0);
                calls += MORE_CALLS;
            } else if (waits % SELDOM == 0 || waits >= PATIENCE_MILLIS) {
                callSinglyOften();
            }
            waits++;
        } while (waits < PATIENCE_MILLIS);
        return waits >= MOST_WAITS; // a virtual machine that does not compile: the twin stays in use
    }

    /// The compiler drops a request that has waited for long, and asks for more calls while it has much to do; and
    /// it looks at a count every 1,024 calls. By few calls of the exercise at a time, since that may be compiled
    /// with the loop inside by now, slowly, and then it is the exercise that must be asked for often.
    private void callSinglyOften() {
        for (int i = 0; i < NOTICED_CALLS; i++) {
            exercise.run(FORMS, 0);
        }
    }

    /// One round shows it cheaply, all rounds for certain. What a call takes that does not go round is the clock's
    /// and the interpreter's.
    private boolean isFast() {
        int fast = 0;
        long call = Math.min(nanos(0), Math.min(nanos(0), MOST_CALL_NANOS));
        while (fast < FAST_CALLS && nanos(1) < call + COMPILED_NANOS / 4 && nanos(ROUNDS) < call + COMPILED_NANOS) {
            fast++;
        }
        return fast == FAST_CALLS;
    }

    private long nanos(int rounds) {
        long start = System.nanoTime();
        exercise.run(FORMS, rounds);
        return System.nanoTime() - start;
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException _) {
            // nobody waits for this thread's end
        }
    }

    /// Not a lambda, of which a program's first takes some 10 ms.
    private static final class Runner extends Thread {
        Runner() {
            super("lanewise-warm-up");
            setDaemon(true);
        }

        @Override
        public void run() {
            for (int count = 0; ; count++) {
                if (count == 1) {
                    pause(REST_MILLIS);
                }
                WarmUp next;
                synchronized (WAITING) {
                    next = WAITING.poll();
                    if (next == null) {
                        thread = null;
                        return;
                    }
                }
                if (!isOver(next)) {
                    synchronized (WAITING) {
                        WAITING.add(next);
                    }
                }
            }
        }

        /// Gives it a turn. One that fails has had its last: its twin stays in use, and the next loop has its turn.
        private boolean isOver(WarmUp next) {
            try {
                return next.takeTurn();
            } catch (OutOfMemoryError e) {
                return true;
            } catch (RuntimeException | Error e) {
                getUncaughtExceptionHandler().uncaughtException(this, e);
                return true;
            }
        }
    }

    /// Does nothing.
    private static final class Nothing implements Exercise {
        @Override
        public void run(int calls, int rounds) {}
    }
}

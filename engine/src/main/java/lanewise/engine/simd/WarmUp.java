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

    /// The compiler asks for so many calls.
    private static final int CALLS = 5_000;

    /// Calls without a round, which cost next to nothing, for each with rounds: of those there have to be enough
    /// for the compiler to see what the loop does.
    private static final int IDLE_CALLS = 64;

    /// All rounds take below 1 us compiled, some 200 us compiled without vectors, 1 ms interpreted.
    private static final long COMPILED_NANOS = 8_000;

    /// So many fast exercises in a row, and the loop is compiled.
    private static final int FAST_CALLS = 3;

    /// So long the compiler may take before it is asked less often; a virtual machine that only interprets never
    /// compiles.
    private static final int PATIENCE_MILLIS = 3_000;

    private static final Queue<WarmUp> WAITING = new ArrayDeque<>();

    /// The one that is running, or null; guarded by `WAITING`, as the queue is.
    private static @Nullable Thread thread;

    /// A loop with memory of its own.
    public interface Exercise {
        /// Goes round the loop.
        ///
        /// @param rounds how often: from 0 to [WarmUp#ROUNDS]
        void run(int rounds);
    }

    private final Exercise exercise;
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
                    thread = new Thread(WarmUp::runAll, "lanewise-warm-up");
                    thread.setDaemon(true);
                    thread.start();
                }
            }
        }
        return warmUp;
    }

    /// One that is never done: for loops that this processor has no instructions for.
    public static WarmUp never() {
        return new WarmUp(rounds -> {}, false);
    }

    /// Whether the vector loop is compiled.
    public boolean isDone() {
        return done;
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

    private static void runAll() {
        while (true) {
            WarmUp next;
            synchronized (WAITING) {
                next = WAITING.poll();
                if (next == null) {
                    thread = null;
                    return;
                }
            }
            next.run();
        }
    }

    /// Calls the loop until the compiler begins, then waits for it.
    private void run() {
        for (int calls = 0; calls < CALLS; calls += IDLE_CALLS) {
            idle();
            exercise.run(ROUNDS);
        }
        for (int millis = 0; !isFast(); millis++) {
            sleep(millis < PATIENCE_MILLIS ? 1 : 100);
            idle();
        }
        done = true;
    }

    private void idle() {
        for (int i = 0; i < IDLE_CALLS; i++) {
            exercise.run(0);
        }
    }

    /// One round shows it cheaply, all rounds for certain.
    private boolean isFast() {
        int fast = 0;
        while (fast < FAST_CALLS && nanos(1) < COMPILED_NANOS / 4 && nanos(ROUNDS) < COMPILED_NANOS) {
            fast++;
        }
        return fast == FAST_CALLS;
    }

    private long nanos(int rounds) {
        long start = System.nanoTime();
        exercise.run(rounds);
        return System.nanoTime() - start;
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

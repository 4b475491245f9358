package lanewise.engine.kernel;

import static lanewise.engine.kernel.GemmBlocking.COLUMNS;
import static lanewise.engine.kernel.GemmBlocking.ROWS;
import static lanewise.engine.simd.Lanes.LANES;

import lanewise.engine.simd.Lanes;

/// Runs the vector kernels of [Gemm] on a thread of its own until the compiler has them, while the first products
/// are computed by their scalar twins. Both give the same bits, so it does not matter when they change over.
final class GemmWarmUp extends Thread {
    /// The loops' lengths: so long that the compiler's thresholds (600 calls, together 15,000 times round the loop)
    /// are reached at the same time, and no loop is compiled on its own before (40,000 times round).
    private static final int DEPTH = 24;

    private static final int SQUARES = 3;

    /// One round takes below 1 us compiled, some 200 us compiled without vectors, 1 ms interpreted.
    private static final long COMPILED_NANOS = 8_000;

    /// After so many calls a compiler that has time has begun; from there on the thread yields between its calls,
    /// and after many more (a virtual machine that only interprets) it hardly runs at all.
    private static final int CALLS = 5_000;

    private static final int PATIENT_CALLS = 30_000;

    /// Emulated vectors never become fast.
    private static volatile boolean done = Lanes.EMULATED;

    private static final GemmWarmUp THREAD = new GemmWarmUp();

    private final float[] a = new float[DEPTH * ROWS + Lanes.PADDING];
    private final float[] b = new float[Math.max(DEPTH * COLUMNS, SQUARES * LANES * LANES) + Lanes.PADDING];
    private final float[] c = new float[Math.max(ROWS * COLUMNS, SQUARES * LANES * LANES) + Lanes.PADDING];
    private final float[] squares = new float[Transposition.WORKING + Lanes.PADDING];

    private GemmWarmUp() {
        super("lanewise-warm-up");
        setDaemon(true);
    }

    static {
        THREAD.start();
    }

    /// Whether the vector kernels are compiled.
    static boolean isDone() {
        return done;
    }

    /// Waits until they are.
    static void await() {
        try {
            THREAD.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void run() {
        if (!Lanes.HAS_FMA) {
            return; // the scalar twins stay in use
        }
        for (int call = 0, fast = 0; fast < 3 && !Lanes.EMULATED; call++) {
            long start = System.nanoTime();
            GemmTask.vectorTile(DEPTH, a, 0, 1, ROWS, b, 0, COLUMNS, c, 0, COLUMNS);
            Transposition.squares(SQUARES, b, 0, SQUARES * LANES, c, 0, LANES, squares);
            fast = System.nanoTime() - start < COMPILED_NANOS ? fast + 1 : 0;
            if (call >= CALLS) {
                sleep(call < PATIENT_CALLS ? 1 : 100);
            }
        }
        done = true;
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

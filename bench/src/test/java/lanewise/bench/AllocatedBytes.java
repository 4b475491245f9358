package lanewise.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/// What is allocated by all threads together, once the JVM has compiled the loops: before that each vector is an
/// object.
final class AllocatedBytes {
    /// Long enough for the compiler on a busy machine.
    private static final long PATIENCE = 60_000_000_000L;

    private static final ThreadMXBean MEMORY = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private AllocatedBytes() {}

    /// The least bytes a call that a round of so many calls took; the last round is the first that took at most
    /// `enough`.
    ///
    /// @param calls few enough that now and then no other thread of the JVM allocates meanwhile, which is counted
    /// too
    static double perCall(int calls, double enough, Runnable call) {
        long end = System.nanoTime() + PATIENCE;
        double least = Double.POSITIVE_INFINITY;
        while (least > enough && System.nanoTime() < end) {
            long before = MEMORY.getTotalThreadAllocatedBytes();
            for (int i = 0; i < calls; i++) {
                call.run();
            }
            least = Math.min(least, (MEMORY.getTotalThreadAllocatedBytes() - before) / (double) calls);
        }
        return least;
    }
}

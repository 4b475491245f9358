package lanewise.engine.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the workers cost: no memory a dispatch, no processor while nobody calls.
class WorkersCostTest {
    private static final int DISPATCHES = 1_000;

    /// Rounds until the compiler has everything, on a busy machine.
    private static final long PATIENCE = 30_000_000_000L;

    private final int before = Workers.threads();
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @AfterEach
    void restore() {
        Workers.setThreads(before);
    }

    /// All threads together.
    @Test
    void aDispatchAllocatesNothing() {
        Workers.setThreads(2);
        assertThat(leastBytesOf(new Touch(new float[1 << 10], false))).isZero();
    }

    /// The measurement does see what a task allocates.
    @Test
    void anAllocatingTaskIsSeen() {
        Workers.setThreads(2);
        assertThat(leastBytesOf(new Touch(new float[1 << 10], true))).isGreaterThan(DISPATCHES * 2 * 1_024L);
    }

    @Test
    void idleWorkersUseNoProcessor() throws InterruptedException {
        for (int count : new int[] {2, Runtime.getRuntime().availableProcessors() + 3}) {
            Workers.setThreads(count);
            Touch task = new Touch(new float[1 << 10], false);
            for (int i = 0; i < DISPATCHES; i++) {
                Workers.run(1 << 10, 16, task);
            }
            List<Thread> workers = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().startsWith("lanewise-worker"))
                    .toList();
            assertThat(workers).hasSizeGreaterThanOrEqualTo(count - 1);
            assumeTrue(threads.isThreadCpuTimeSupported());
            Thread.sleep(50); // so long they may look for more
            long began = nanos(workers);
            Thread.sleep(1_000);
            assertThat(nanos(workers) - began).isLessThan(1_000_000); // a thousandth
        }
    }

    private long nanos(List<Thread> workers) {
        return workers.stream()
                .mapToLong(worker -> Math.max(0, threads.getThreadCpuTime(worker.threadId())))
                .sum();
    }

    private long leastBytesOf(RangeTask task) {
        long least = Long.MAX_VALUE;
        long end = System.nanoTime() + PATIENCE;
        for (int round = 0; least > 0 && round < 200 && System.nanoTime() < end; round++) {
            long began = threads.getTotalThreadAllocatedBytes();
            for (int i = 0; i < DISPATCHES; i++) {
                Workers.run(1 << 10, 16, task);
            }
            least = Math.min(least, threads.getTotalThreadAllocatedBytes() - began);
        }
        return least;
    }

    private static final class Touch implements RangeTask {
        private final AtomicReference<byte[]> last = new AtomicReference<>();
        private final float[] x;
        private final boolean allocates;

        Touch(float[] x, boolean allocates) {
            this.x = x;
            this.allocates = allocates;
        }

        @Override
        public void run(int from, int to) {
            for (int i = from; i < to; i++) {
                x[i]++;
            }
            if (allocates) {
                last.set(new byte[1_024]); // kept, so that it is made
            }
        }
    }
}

package lanewise.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a whole training step of the networks that are compared allocates, all threads together, once the JVM has
/// compiled the loops: handles, no numbers. A step of the large language model takes too long for a test; it has
/// six layers where the small one has four.
class NetworkAllocationTest {
    private static final ThreadMXBean MEMORY = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final double HANDLES = 64_000;

    /// Long enough for the compiler on a busy machine.
    private static final long PATIENCE = 100_000_000_000L;

    private static final int STEPS = 10;

    @ParameterizedTest
    @EnumSource(names = {"MLP", "LENET", "RESNET", "LSTM", "GPT"})
    void aTrainingStepAllocatesHandles(Network network) {
        Work step = new TrainingWork(new Problem.Trained(network));
        long end = System.nanoTime() + PATIENCE;
        double least = Double.POSITIVE_INFINITY;
        while (least > HANDLES && System.nanoTime() < end) {
            long before = MEMORY.getTotalThreadAllocatedBytes();
            for (int i = 0; i < STEPS; i++) {
                step.run();
            }
            least = Math.min(least, (MEMORY.getTotalThreadAllocatedBytes() - before) / (double) STEPS);
        }
        step.close();
        assertThat(least).isLessThanOrEqualTo(HANDLES);
    }
}

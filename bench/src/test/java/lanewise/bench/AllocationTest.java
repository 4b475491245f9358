package lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import lanewise.engine.Workspace;
import lanewise.nn.Linear;
import lanewise.nn.train.AveragedModel;
import lanewise.nn.train.Averaging;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is allocated by all threads together, once the JVM has compiled the loops: before that each vector is an
/// object.
class AllocationTest {
    /// The handles of one step of the tutorial: tensors, graph nodes, layouts, tasks. They take 2,400 bytes at any
    /// size; the batch alone has 256,000.
    private static final double HANDLES = 4_000;

    private static final int STEPS = 200;

    /// Long enough for the compiler on a busy machine.
    private static final long PATIENCE = 60_000_000_000L;

    private final ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /// The network of the tutorial, and one of a fiftieth of its size.
    @ParameterizedTest
    @ValueSource(ints = {10, 1000})
    void aTrainingStepInAWorkspaceAllocatesHandles(int in) {
        Training training = Training.Tutorial.seeded(in);
        assertThat(bytesPerStep(() -> inWorkspace(training), HANDLES)).isLessThanOrEqualTo(HANDLES);
    }

    /// It does see what is allocated.
    @Test
    void aTrainingStepWithoutAWorkspaceAllocatesBuffers() {
        Training training = Training.Tutorial.seeded(1000);
        double buffers = 4.0 * 64 * (2 * 100 + 10);
        assertThat(bytesPerStep(training::step, 10 * buffers)).isBetween(buffers, 10 * buffers);
    }

    @Test
    void averagingAModelAllocatesNothing() {
        var model = new Linear(200, 500);
        var averaged = new AveragedModel<>(model, () -> new Linear(200, 500), Averaging.ema());
        assertThat(bytesPerStep(() -> averaged.updateParameters(model), 0)).isZero();
    }

    private static void inWorkspace(Training training) {
        try (Workspace _ = Workspace.open()) {
            training.step();
        }
    }

    /// The least that a round of steps took; the last round is the first that took at most `enough`.
    private double bytesPerStep(Runnable step, double enough) {
        long end = System.nanoTime() + PATIENCE;
        double least = Double.POSITIVE_INFINITY;
        while (least > enough && System.nanoTime() < end) {
            long before = memory.getTotalThreadAllocatedBytes();
            for (int i = 0; i < STEPS; i++) {
                step.run();
            }
            least = Math.min(least, (memory.getTotalThreadAllocatedBytes() - before) / (double) STEPS);
        }
        return least;
    }
}

package lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.Stream;
import lanewise.autograd.Parameter;
import lanewise.autograd.Tensor;
import lanewise.optim.GradientClipping;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is allocated by all threads together, once the JVM has compiled the loops: before that each vector is an
/// object.
class OptimizerAllocationTest {
    /// So few that between two looks no other thread of the JVM allocates, which is counted too.
    private static final int STEPS = 4;

    /// Long enough for the compiler on a busy machine.
    private static final long PATIENCE = 60_000_000_000L;

    private final ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @ParameterizedTest
    @EnumSource
    void anOptimizerStepAllocatesNothing(UpdateRule rule) {
        var optimizer = rule.optimizer(Stream.of(parameter(200, 500), parameter(7))
                .filter(parameter -> rule.takes(parameter.shape()))
                .toList());
        assertThat(bytesPerStep(optimizer::step, 0)).isZero();
    }

    @Test
    void clippingAllocatesNothing() {
        List<Tensor> parameters = List.of(parameter(200, 500), parameter(7));
        double norm = GradientClipping.clipGradNorm_(parameters, Double.POSITIVE_INFINITY);
        Runnable clip = () -> {
            GradientClipping.clipGradNorm_(parameters, norm / 2);
            GradientClipping.clipGradValue_(parameters, 1);
        };
        assertThat(bytesPerStep(clip, 0)).isZero();
    }

    private static Tensor parameter(int... sizes) {
        Parameter parameter = new Parameter(Tensor.randn(sizes));
        parameter.setGrad(Tensor.randn(sizes));
        return parameter;
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

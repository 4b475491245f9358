package lanewise.optim;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import lanewise.engine.Threads;
import lanewise.engine.io.StateDict;

/// The checks that each rule for matrices goes through.
final class MatrixTests {
    private static final ThreadMXBean COUNTERS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /// Long enough for the compiler on a busy machine.
    private static final long PATIENCE = 60_000_000_000L;

    private MatrixTests() {}

    /// A run that is saved to a file, and goes on in a new optimizer with other options, is the run without a
    /// break.
    static void goesOnBitForBit(OptimizerOptions<?> options, Path folder, Shape... shapes) throws IOException {
        for (int saveAfter : new int[] {0, 1, 4}) {
            List<Tensor> straight = parameters(shapes);
            run(Rules.optimizer(straight, options), straight, 0, 8);
            List<Tensor> broken = parameters(shapes);
            Optimizer<?> first = Rules.optimizer(broken, options);
            run(first, broken, 0, saveAfter);
            Path file = folder.resolve("optimizer" + saveAfter + ".safetensors");
            first.stateDict().save(file);
            Optimizer<?> second = Rules.optimizer(broken, options);
            second.paramGroups().getFirst().setLearningRate(77);
            second.loadStateDict(StateDict.load(file));
            run(second, broken, saveAfter, 8);
            assertThat(values(broken)).usingRecursiveComparison().isEqualTo(values(straight));
        }
    }

    static void theThreadsDoNotChangeABit(OptimizerOptions<?> options, Shape... shapes) {
        int before = Threads.get();
        try {
            Threads.set(1);
            List<Tensor> alone = parameters(shapes);
            run(Rules.optimizer(alone, options), alone, 0, 3);
            for (int count : new int[] {2, 3}) {
                Threads.set(count);
                List<Tensor> together = parameters(shapes);
                run(Rules.optimizer(together, options), together, 0, 3);
                assertThat(values(together)).usingRecursiveComparison().isEqualTo(values(alone));
            }
        } finally {
            Threads.set(before);
        }
    }

    /// The elements around a parameter that is part of a larger array belong to others, and may be NaN.
    static void aViewIsUpdatedAndItsNeighboursAreNot(OptimizerOptions<?> options, Shape shape) {
        int n = shape.elements();
        float[] values = Rules.normal(new Random(1), n + 50);
        float[] slopes = Rules.normal(new Random(2), n + 50);
        Arrays.fill(values, 0, 7, Float.NaN);
        Arrays.fill(values, 7 + n, n + 50, Float.NaN);
        Arrays.fill(slopes, 0, 3, Float.NaN);
        Arrays.fill(slopes, 3 + n, n + 50, Float.NaN);
        Tensor base = Tensor.of(Shape.of(n + 50), values);
        Tensor part = base.narrow(0, 7, n).view(shape.toArray()).detach().requiresGrad_(true);
        part.setGrad(Tensor.of(Shape.of(n + 50), slopes).narrow(0, 3, n).view(shape.toArray()));
        Tensor whole = Rules.parameter(shape, Arrays.copyOfRange(values, 7, 7 + n));
        whole.setGrad(Tensor.of(shape, Arrays.copyOfRange(slopes, 3, 3 + n)));
        for (Tensor p : List.of(part, whole)) {
            Rules.optimizer(List.of(p), options).step();
        }
        assertThat(part.toArray()).isEqualTo(whole.toArray());
        float[] after = base.toArray();
        assertThat(Arrays.copyOf(after, 7)).isEqualTo(Arrays.copyOf(values, 7));
        assertThat(Arrays.copyOfRange(after, 7 + n, n + 50)).isEqualTo(Arrays.copyOfRange(values, 7 + n, n + 50));
    }

    /// What some steps allocate in this thread, once the compiler has settled: the least of many tries.
    static void aStepAllocatesNothing(OptimizerOptions<?> options, Shape... shapes) {
        List<Tensor> parameters = parameters(shapes);
        Optimizer<?> optimizer = Rules.optimizer(parameters, options);
        run(optimizer, parameters, 0, 1);
        assertThat(bytesAllocatedOnceWarm(optimizer::step)).isZero();
    }

    static long bytesAllocatedOnceWarm(Runnable step) {
        long thread = Thread.currentThread().threadId();
        long least = Long.MAX_VALUE;
        long end = System.nanoTime() + PATIENCE;
        while (least > 0 && System.nanoTime() < end) {
            long before = COUNTERS.getThreadAllocatedBytes(thread);
            for (int i = 0; i < 50; i++) {
                step.run();
            }
            least = Math.min(least, COUNTERS.getThreadAllocatedBytes(thread) - before);
        }
        return least;
    }

    static List<Tensor> parameters(Shape... shapes) {
        return Arrays.stream(shapes)
                .map(shape -> Rules.parameter(shape, Rules.normal(new Random(shape.elements()), shape.elements())))
                .toList();
    }

    static void run(Optimizer<?> optimizer, List<Tensor> parameters, int from, int to) {
        for (int t = from; t < to; t++) {
            for (Tensor p : parameters) {
                p.setGrad(Tensor.of(p.shape(), Rules.normal(new Random(31 * t + p.elements()), p.elements())));
            }
            optimizer.step();
        }
    }

    private static List<float[]> values(List<Tensor> tensors) {
        return tensors.stream().map(Tensor::toArray).toList();
    }
}

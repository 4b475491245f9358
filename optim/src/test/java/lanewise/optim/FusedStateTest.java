package lanewise.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import lanewise.autograd.Tensor;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.Threads;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class FusedStateTest {
    static final List<OptimizerOptions<?>> RULES = AllRules.OPTIONS;

    static final List<OptimizerOptions<?>> SPARSE =
            List.of(new SparseAdam.Options(0.01), new AdaGrad.Options(0.01), new SGD.Options(0.01));

    private static final ThreadMXBean COUNTERS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final int threads = Threads.get();

    @AfterEach
    void restoreThreads() {
        Threads.set(threads);
    }

    @ParameterizedTest
    @FieldSource("RULES")
    void aStepAllocatesNothing(OptimizerOptions<?> options) {
        for (int count = 1; count <= 2; count++) {
            Threads.set(count);
            Tensor large = withGradient(70_001);
            Optimizer<?> optimizer = Rules.optimizer(List.of(large, withGradient(10), withGradient(1)), options);
            assertThat(bytesAllocatedOnceWarm(optimizer))
                    .as("%d threads", count)
                    .isZero();
        }
    }

    @ParameterizedTest
    @FieldSource("SPARSE")
    void aStepOfRowsAllocatesNothing(OptimizerOptions<?> options) {
        for (int count = 1; count <= 2; count++) {
            Threads.set(count);
            Tensor table = SparseGradients.table(5000, 67, new Random(1));
            SparseGradients.draw(table, 2000, new Random(2));
            Optimizer<?> optimizer = Rules.optimizer(List.of(table), options);
            assertThat(bytesAllocatedOnceWarm(optimizer))
                    .as("%d threads", count)
                    .isZero();
        }
    }

    /// What 50 steps allocate in this thread and in the workers, once the compiler has settled: the least of many
    /// tries.
    private static long bytesAllocatedOnceWarm(Optimizer<?> optimizer) {
        long least = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 400 && least > 0; attempt++) {
            long[] ids = ids();
            long before = bytes(ids);
            for (int i = 0; i < 50; i++) {
                optimizer.step();
            }
            long after = bytes(ids);
            if (before >= 0 && after >= 0) {
                least = Math.min(least, after - before);
            }
        }
        return least;
    }

    private static long[] ids() {
        List<Thread> all = new ArrayList<>(Thread.getAllStackTraces().keySet());
        all.removeIf(
                thread -> thread != Thread.currentThread() && !thread.getName().startsWith("lanewise-worker"));
        return all.stream().mapToLong(Thread::threadId).toArray();
    }

    /// -1 if one of the threads has ended, as a worker does some time after fewer are asked for: its bytes are not
    /// known any more.
    private static long bytes(long[] ids) {
        long sum = 0;
        for (long id : ids) {
            long bytes = COUNTERS.getThreadAllocatedBytes(id);
            if (bytes < 0) {
                return -1;
            }
            sum += bytes;
        }
        return sum;
    }

    @ParameterizedTest
    @FieldSource("RULES")
    void theThreadsDoNotChangeABit(OptimizerOptions<?> options) {
        Threads.set(1);
        float[] alone = afterThreeSteps(options);
        for (int count : new int[] {2, 3}) {
            Threads.set(count);
            assertThat(afterThreeSteps(options)).isEqualTo(alone);
        }
    }

    private static float[] afterThreeSteps(OptimizerOptions<?> options) {
        Tensor p = withGradient(100_003);
        Optimizer<?> optimizer = Rules.optimizer(List.of(p), options);
        for (int i = 0; i < 3; i++) {
            optimizer.step();
        }
        return p.toArray();
    }

    /// An infinite mean square makes steps of 0, as in PyTorch, step after step.
    @ParameterizedTest
    @FieldSource("RULES")
    void aGradientWhoseSquareIsInfiniteMakesNoNaN(OptimizerOptions<?> options) {
        Tensor p = Rules.parameter(1, -2, 3);
        p.setGrad(Tensor.of(1e20f, -1e20f, 1e20f));
        Optimizer<?> optimizer = Rules.optimizer(List.of(p), options);
        for (int i = 0; i < 8; i++) {
            optimizer.step();
            for (float value : p.toArray()) {
                assertThat(value).as("step %d", i).isFinite();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1e-9, 0.1, 0.5, 0.9, 0.99, 0.999, 0.9999, 1, 1.2})
    void aFactorIsTheSumOfTwoFloatsThatAreNotNegative(double factor) {
        float head = FusedState.head(factor);
        float rest = FusedState.rest(factor);
        assertThat(head).isNotNegative();
        assertThat(rest).isNotNegative();
        assertThat((double) head + rest).isCloseTo(factor, within(1e-14));
        assertThat(rest > 0).isEqualTo(factor > 0);
    }

    /// An interpreted process, in which nothing is ever compiled, gives the bits of this one, in which all is.
    @Test
    void theCompilerDoesNotChangeABit() throws IOException, InterruptedException, URISyntaxException {
        for (int i = 0; i < 60; i++) {
            Fingerprint.ofAllRules();
        }
        assertThat(fingerprintOfAnInterpretedProcess()).isEqualTo(Fingerprint.ofAllRules());
    }

    private static String fingerprintOfAnInterpretedProcess()
            throws IOException, InterruptedException, URISyntaxException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xint");
        command.add("--add-modules=jdk.incubator.vector");
        String bits = System.getProperty("lanewise.vectorBits");
        if (bits != null) {
            command.add("-Dlanewise.vectorBits=" + bits);
        }
        command.add("-cp");
        command.add(String.join(
                System.getProperty("path.separator"),
                root(Fingerprint.class),
                root(Adam.class),
                root(Tensor.class),
                root(NDArray.class)));
        command.add(Fingerprint.class.getName());
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return output.strip();
    }

    /// The folder or jar that a class was loaded from.
    private static String root(Class<?> type) throws URISyntaxException {
        String name = type.getSimpleName() + ".class";
        String url = String.valueOf(type.getResource(name));
        if (url.startsWith("jar:")) {
            return Path.of(new URI(url.substring("jar:".length(), url.indexOf('!'))))
                    .toString();
        }
        String path = "/" + type.getName().replace('.', '/') + ".class";
        return Path.of(new URI(url.substring(0, url.length() - path.length()))).toString();
    }

    private static Tensor withGradient(int length) {
        var random = new Random(length);
        Tensor p = Rules.parameter(Shape.of(length), Rules.normal(random, length));
        p.setGrad(Tensor.of(Rules.normal(random, length)));
        return p;
    }
}

package lanewise.optim;

import static java.util.Objects.requireNonNull;
import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.optim.GradientClipping.clipGradNorm_;
import static lanewise.optim.GradientClipping.clipGradValue_;
import static lanewise.optim.GradientClipping.clipGradsWithNorm_;
import static lanewise.optim.GradientClipping.getTotalNorm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import lanewise.engine.Threads;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GradientClippingTest {
    private static final double INF = Double.POSITIVE_INFINITY;

    /// Stands for infinity in annotations.
    private static final double INF_AS_ORDER = 1000;

    private static final float NAN = Float.NaN;
    private static final float INFINITE = Float.POSITIVE_INFINITY;

    private static final ThreadMXBean COUNTERS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final int threads = Threads.get();

    @AfterEach
    void restoreThreads() {
        Threads.set(threads);
    }

    /// What PyTorch 1.13 gives in float64.
    @Test
    void hasPyTorchsNorms() {
        List<Tensor> parameters =
                List.of(withGradient(0.5f, -1.5f, 0, 2), Rules.parameter(1, 2, 3), withGradient(-0.25f, 3, 1, 0.125f));
        double[][] expected = {
            {0, 2},
            {0.5, 48.04804085269163},
            {1, 8.375},
            {1.5, 5.0606685510784395},
            {2, 4.071624368725582},
            {3, 3.40614741716146},
            {3.5, 3.2711869662515056},
            {INF, 3},
            {-1, 0},
            {-2.5, 0},
            {-INF, 0}
        };
        for (double[] pair : expected) {
            assertThat(clipGradNorm_(parameters, INF, pair[0]))
                    .as("norm of order %s", pair[0])
                    .isCloseTo(pair[1], within(1e-14 * pair[1]));
        }
        List<Tensor> withoutZeros = List.of(withGradient(1, 2, 4, 0.5f));
        assertThat(clipGradNorm_(withoutZeros, INF, -1)).isCloseTo(0.26666666666666666, within(1e-14));
        assertThat(clipGradNorm_(withoutZeros, INF, -2.5)).isCloseTo(0.46275039280061764, within(1e-14));
        assertThat(clipGradNorm_(withoutZeros, INF, -INF)).isEqualTo(0.5);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 1.5, 2, 3.5, -1, -3, INF_AS_ORDER, -INF_AS_ORDER})
    void normsFollowTheFormulaAtAllSizes(double order) {
        double p = Math.abs(order) == INF_AS_ORDER ? order * INF : order;
        for (int length : new int[] {1, LANES - 1, LANES, LANES + 1, 2 * LANES + 3, 1003, 16_384, 40_001}) {
            Tensor first = Tensor.of(Rules.normal(new Random(length), length));
            Tensor second = Tensor.of(Rules.normal(new Random(3), 5));
            double expected = norm(p, first, second);
            assertThat(getTotalNorm(List.of(first, second), p))
                    .as("%d elements", length)
                    .isCloseTo(expected, within(1e-12 * expected));
        }
    }

    private static double norm(double p, Tensor... tensors) {
        double sum = 0;
        double largest = 0;
        double smallest = INF;
        for (Tensor tensor : tensors) {
            for (float x : tensor.toArray()) {
                sum += Math.pow(Math.abs((double) x), p);
                largest = Math.max(largest, Math.abs(x));
                smallest = Math.min(smallest, Math.abs(x));
            }
        }
        return p == INF ? largest : p == -INF ? smallest : Math.pow(sum, 1 / p);
    }

    /// Squares of these overflow, or vanish, in float32.
    @ParameterizedTest
    @ValueSource(floats = {1e30f, 3e38f, 1e-30f, Float.MIN_VALUE})
    void hugeAndTinyElementsDoNotMatter(float unit) {
        Tensor tensor = Tensor.full(Shape.of(10_000), unit);
        assertThat(getTotalNorm(List.of(tensor))).isCloseTo(100.0 * unit, within(1e-12 * unit));
        assertThat(getTotalNorm(List.of(tensor), 1)).isCloseTo(1e4 * unit, within(1e-12 * unit));
        assertThat(getTotalNorm(List.of(tensor), 4)).isCloseTo(10.0 * unit, within(1e-12 * unit));
        assertThat(getTotalNorm(List.of(tensor), -4)).isCloseTo(0.1 * unit, within(1e-13 * unit));
    }

    @Test
    void scalesAllGradientsByOneFactor() {
        Tensor a = withGradient(3, 0);
        Tensor b = withGradient(0, -4, 0);
        assertThat(clipGradNorm_(List.of(a, b), 1)).isEqualTo(5);
        float factor = (float) (1 / (5 + 1e-6));
        assertThat(gradient(a)).containsExactly(3 * factor, 0f);
        assertThat(gradient(b)).containsExactly(0f, -4 * factor, 0f);
        clipGradsWithNorm_(List.of(a), 1, 2 - 1e-6);
        assertThat(gradient(a)).containsExactly(0.5f * (3 * factor), 0f);
    }

    @Test
    void leavesSmallGradientsAlone() {
        Tensor a = withGradient(3, 4);
        int version = requireNonNull(a.grad()).array().storage().version();
        assertThat(clipGradNorm_(List.of(a), 6)).isEqualTo(5);
        assertThat(clipGradNorm_(List.of(a), INF)).isEqualTo(5);
        assertThat(gradient(a)).containsExactly(3f, 4f);
        assertThat(requireNonNull(a.grad()).array().storage().version()).isEqualTo(version);
        clipGradNorm_(List.of(a), 0);
        assertThat(gradient(a)).containsExactly(0f, 0f);
        assertThat(requireNonNull(a.grad()).array().storage().version()).isGreaterThan(version);
    }

    @Test
    void nothingHasTheNormZero() {
        assertThat(clipGradNorm_(List.of(), 1)).isZero();
        assertThat(clipGradNorm_(List.of(Rules.parameter(1)), 1)).isZero();
        for (double p : new double[] {0, 1, 2, 3, INF, -1, -INF}) {
            assertThat(getTotalNorm(List.of(), p)).isZero();
            assertThat(getTotalNorm(List.of(Tensor.zeros(0)), p)).isZero();
        }
        assertThat(getTotalNorm(List.of(Tensor.zeros(0), Tensor.of(-2f)), -INF)).isEqualTo(2);
        clipGradValue_(List.of(Rules.parameter(1)), 1);
    }

    @Test
    void aNormThatIsNotFiniteSpoilsTheGradientsAsInPyTorch() {
        Tensor infinite = withGradient(1, INFINITE, -2);
        assertThat(clipGradNorm_(List.of(infinite), 1)).isEqualTo(INF);
        assertThat(gradient(infinite)).containsExactly(0f, NAN, -0f);
        Tensor nan = withGradient(1, NAN, 2);
        Tensor other = withGradient(1);
        assertThat(clipGradNorm_(List.of(other, nan), 1)).isNaN();
        assertThat(gradient(nan)).containsOnly(NAN);
        assertThat(gradient(other)).containsOnly(NAN);
    }

    @Test
    void infinityAndNanInNormsOfAllOrders() {
        Tensor infinite = Tensor.of(1, INFINITE, -2);
        Tensor nan = Tensor.of(1, NAN, 0, INFINITE);
        for (double p : new double[] {0.5, 1, 2, 3.5, INF}) {
            assertThat(getTotalNorm(List.of(infinite), p)).isEqualTo(INF);
        }
        assertThat(getTotalNorm(List.of(infinite), -1)).isCloseTo(2.0 / 3, within(1e-14));
        assertThat(getTotalNorm(List.of(infinite), -INF)).isEqualTo(1);
        assertThat(getTotalNorm(List.of(Tensor.of(INFINITE)), -2)).isEqualTo(INF);
        for (double p : new double[] {0.5, 1, 2, 3.5, INF, -1, -INF}) {
            assertThat(getTotalNorm(List.of(nan), p)).isNaN();
        }
        assertThat(getTotalNorm(List.of(nan, infinite, Tensor.zeros(3)), 0)).isEqualTo(2);
    }

    @Test
    void refusesANormThatIsNotFiniteIfAsked() {
        Tensor good = withGradient(1, 2);
        Tensor bad = withGradient(3, INFINITE, 5);
        Tensor worse = withGradient(NAN);
        List<Tensor> parameters = List.of(good, Rules.parameter(1), bad, worse);
        assertThatThrownBy(() -> clipGradNorm_(parameters, 1, 2, true))
                .isInstanceOf(ArithmeticException.class)
                .hasMessage("clipGradNorm_: the total norm of order 2.0 is NaN; the first with an element that is not"
                        + " finite is the gradient of parameter 2, [3]");
        assertThat(gradient(good)).containsExactly(1f, 2f);
        assertThat(gradient(bad)).containsExactly(3f, INFINITE, 5f);
        assertThat(clipGradNorm_(List.of(good), 1, 1, true)).isEqualTo(3);

        Map<String, Tensor> named = new LinkedHashMap<>();
        named.put("fc.weight", good);
        named.put("fc.bias", bad);
        assertThatThrownBy(() -> clipGradNorm_(NamedParameters.of(named), 1, INF, true))
                .hasMessageContainingAll("order Infinity is Infinity", "parameter 1 (fc.bias), [3]");
        assertThatThrownBy(() -> getTotalNorm(List.of(Tensor.of(1f), Tensor.of(NAN)), 1, true))
                .isInstanceOf(ArithmeticException.class)
                .hasMessageContainingAll("getTotalNorm: the total norm of order 1.0 is NaN", "tensor 1, [1]");
    }

    @Test
    void boundsEachElement() {
        for (int length : new int[] {1, LANES - 1, LANES, LANES + 1, 2 * LANES + 3, 100_003}) {
            float[] values = Rules.normal(new Random(length), length);
            values[length / 2] = NAN;
            Tensor p = withGradient(values);
            clipGradValue_(List.of(Rules.parameter(1), p), 0.75);
            float[] expected = new float[length];
            for (int i = 0; i < length; i++) {
                expected[i] = Math.min(Math.max(values[i], -0.75f), 0.75f);
            }
            assertThat(gradient(p)).containsExactly(expected);
        }
    }

    @Test
    void refusesBadOptions() {
        List<Tensor> parameters = List.of(withGradient(3, 4));
        refused(() -> clipGradNorm_(parameters, -1), "clipGradNorm_: maxNorm is -1.0; it must be 0 or above");
        refused(() -> clipGradNorm_(parameters, Double.NaN), "clipGradNorm_: maxNorm is NaN");
        refused(() -> clipGradNorm_(parameters, 1, Double.NaN), "clipGradNorm_: normType is NaN");
        refused(() -> clipGradsWithNorm_(parameters, -1, 1), "clipGradsWithNorm_: maxNorm is -1.0");
        refused(() -> clipGradValue_(parameters, -0.5), "clipGradValue_: clipValue is -0.5");
        refused(() -> getTotalNorm(parameters, Double.NaN), "getTotalNorm: normType is NaN");
        assertThat(gradient(parameters.getFirst())).containsExactly(3f, 4f);
    }

    @Test
    void aGradientMayBeAStridedView() {
        Tensor p = Rules.parameter(Shape.of(2, 3), 0, 0, 0, 0, 0, 0);
        Tensor base = Tensor.of(Shape.of(3, 2), 0, 3, 0, 0, -4, 0);
        p.setGrad(base.t());
        assertThat(clipGradNorm_(List.of(p), 2.5 + 5e-7)).isEqualTo(5);
        assertThat(base.toArray()).containsExactly(0f, 1.5f, 0f, 0f, -2f, 0f);
        clipGradValue_(List.of(p), 1.75);
        assertThat(base.toArray()).containsExactly(0f, 1.5f, 0f, 0f, -1.75f, 0f);
    }

    @Test
    void aGradientThatRepeatsElementsIsRefusedBeforeAnyIsChanged() {
        Tensor p = withGradient(3, 4);
        Tensor repeated = Rules.parameter(0, 0, 0);
        repeated.setGrad(Tensor.of(2f).expand(3));
        refused(() -> clipGradNorm_(List.of(p, repeated), 1), "the gradient of parameter 1, [3], repeats elements");
        refused(() -> clipGradValue_(List.of(p, repeated), 1), "clipGradValue_: the gradient of parameter 1");
        assertThat(gradient(p)).containsExactly(3f, 4f);
        assertThat(getTotalNorm(List.of(requireNonNull(repeated.grad())), 1)).isEqualTo(6);
    }

    /// The elements before and behind a gradient that is part of a larger array belong to others.
    @Test
    void neighboursOfAViewStay() {
        for (int length : new int[] {1, LANES - 1, LANES + 1, 3 * LANES + 5}) {
            Tensor base = Tensor.full(Shape.of(length + 20), 8);
            Tensor p = Rules.parameter(new float[length]);
            p.setGrad(base.narrow(0, 3, length));
            clipGradNorm_(List.of(p), 1e-3);
            clipGradValue_(List.of(p), 1e-9);
            float[] values = base.toArray();
            for (int i = 0; i < values.length; i++) {
                assertThat(values[i] == 8f).isEqualTo(i < 3 || i >= 3 + length);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 2, 3.5})
    void theThreadsDoNotChangeABit(double order) {
        List<Tensor> tensors = List.of(
                Tensor.of(Rules.normal(new Random(1), 300_007)), Tensor.of(Rules.normal(new Random(2), 40_000)));
        Threads.set(1);
        double alone = getTotalNorm(tensors, order);
        for (int count : new int[] {2, 3}) {
            Threads.set(count);
            assertThat(getTotalNorm(tensors, order)).isEqualTo(alone);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 2, 3.5})
    void theCompilerDoesNotChangeABit(double order) {
        List<Tensor> tensors = List.of(Tensor.of(Rules.normal(new Random(1), 3001)));
        double first = getTotalNorm(tensors, order);
        for (int i = 0; i < 3000; i++) {
            assertThat(getTotalNorm(tensors, order)).isEqualTo(first);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 2, 3, INF_AS_ORDER})
    void allocatesNothing(double order) {
        double p = order == INF_AS_ORDER ? INF : order;
        for (int count = 1; count <= 2; count++) {
            Threads.set(count);
            List<Tensor> parameters = List.of(
                    withGradient(Rules.normal(new Random(1), 70_001)),
                    Rules.parameter(1),
                    withGradient(Rules.normal(new Random(2), 5)));
            assertThat(bytesAllocatedOnceWarm(parameters, p))
                    .as("%d threads", count)
                    .isZero();
        }
    }

    /// The least of many tries, in this thread and in the workers: first the compiler has to settle.
    private static long bytesAllocatedOnceWarm(List<Tensor> parameters, double order) {
        long least = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 400 && least > 0; attempt++) {
            long[] ids = ids();
            long before = bytes(ids);
            for (int i = 0; i < 20; i++) {
                double norm = clipGradNorm_(parameters, INF, order);
                clipGradNorm_(parameters, 0.9999999 * norm, order);
                clipGradValue_(parameters, 3);
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

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
    }

    private static Tensor withGradient(float... gradient) {
        Tensor p = Rules.parameter(new float[gradient.length]);
        p.setGrad(Tensor.of(gradient));
        return p;
    }

    private static float[] gradient(Tensor parameter) {
        return requireNonNull(parameter.grad()).toArray();
    }
}

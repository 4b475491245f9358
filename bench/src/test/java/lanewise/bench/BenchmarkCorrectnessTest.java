package lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lanewise.engine.Threads;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is timed gives right results: every benchmark that JMH finds is called as JMH calls it, for each
/// combination of its parameters, and compared with the plain loop of its class. One without a plain loop fails.
class BenchmarkCorrectnessTest {
    /// The plain loop takes seconds, or the numbers a gigabyte; the other sizes take the same paths.
    private static final Set<String> LEFT_OUT = Set.of("NN 2048x2048x2048", "10000000", "25000000", "all");

    /// On one state, so that what an optimizer carries from step to step is compared too.
    private static final int CALLS = 2;

    /// Of `‖vector − scalar‖ / ‖scalar‖`. Sums of 4,096 floats one after the other are good to 1e-6; one wrong
    /// element among the 1.7e7 of the largest result makes 2e-4, a missing update of a training step 5e-5.
    private static final double TOLERANCE = 1e-5;

    private final int threads = Threads.get();

    @AfterEach
    void restoreThreads() {
        Threads.set(threads);
    }

    static List<TimedCode> benchmarks() throws ReflectiveOperationException {
        return TimedCode.all().stream().filter(code -> !code.isScalar()).toList();
    }

    @ParameterizedTest
    @MethodSource("benchmarks")
    void agreesWithThePlainLoop(TimedCode benchmark) throws ReflectiveOperationException {
        TimedCode scalar = benchmark.scalar();
        Map<Field, Object> expectedFor = Map.of();
        float[] expected = {};
        for (Map<Field, Object> values : benchmark.combinations(LEFT_OUT)) {
            Map<Field, Object> common = new HashMap<>(values);
            common.keySet().retainAll(scalar.parameters());
            if (expected.length == 0 || !common.equals(expectedFor)) {
                expected = scalar.result(CALLS, common);
                expectedFor = common;
            }
            float[] actual = benchmark.result(CALLS, values);
            assertThat(actual).describedAs("%s %s", benchmark, values.values()).hasSameSizeAs(expected);
            assertThat(Numbers.distance(actual, expected))
                    .describedAs("%s %s", benchmark, values.values())
                    .isLessThan(TOLERANCE);
        }
    }

    /// A result that is twice the right one is told from it.
    @Test
    void distanceIsRelative() {
        assertThat(Numbers.distance(new float[] {2, 4}, new float[] {1, 2})).isEqualTo(1);
    }
}

package lanewise.engine.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.Threads;
import lanewise.engine.testing.GuardedArray;
import lanewise.engine.testing.RaggedSizes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RunningAverageTest {
    static java.util.stream.IntStream raggedSizes() {
        return RaggedSizes.raggedSizes();
    }

    @ParameterizedTest
    @MethodSource("raggedSizes")
    void goesPartOfTheWay(int n) {
        float[] before = numbers(n, 1);
        float[] followed = numbers(n, 2);
        GuardedArray average = GuardedArray.of(Shape.of(n), before);
        GuardedArray source = GuardedArray.of(Shape.of(n), followed);
        new RunningAverage(average.array(), source.array()).update(0.3);
        float[] after = average.array().toArray();
        for (int i = 0; i < n; i++) {
            assertThat((double) after[i]).isCloseTo(0.7 * before[i] + 0.3 * followed[i], within(1e-6));
        }
        average.assertSurroundingsUntouched();
        source.assertUntouched();
    }

    /// Also after thousands of updates: a decay that is rounded would draw it away.
    @Test
    void staysWhereItIsIfThatIsWhatItFollows() {
        NDArray average = NDArray.of(Shape.of(3), 0.1f, -7f, 1e10f);
        RunningAverage running = new RunningAverage(average, average.copy());
        for (int i = 0; i < 10_000; i++) {
            running.update(0.001);
        }
        assertThat(average.toArray()).containsExactly(0.1f, -7f, 1e10f);
    }

    @Test
    void copiesBitForBit() {
        NDArray average = NDArray.zeros(Shape.of(3));
        NDArray source = NDArray.of(Shape.of(3), 0.1f, -0f, Float.MIN_VALUE);
        new RunningAverage(average, source).copy();
        assertThat(average.toArray()).containsExactly(0.1f, -0f, Float.MIN_VALUE);
    }

    @Test
    void isTheSameForAnyNumberOfThreads() {
        int threads = Threads.get();
        try {
            Threads.set(1);
            float[] one = updated(100_003);
            Threads.set(2);
            assertThat(updated(100_003)).isEqualTo(one);
        } finally {
            Threads.set(threads);
        }
    }

    private static float[] updated(int n) {
        NDArray average = NDArray.of(Shape.of(n), numbers(n, 1));
        new RunningAverage(average, NDArray.of(Shape.of(n), numbers(n, 2))).update(0.3);
        return average.toArray();
    }

    @Test
    void raisesTheVersionOfTheAverageAlone() {
        NDArray average = NDArray.zeros(Shape.of(2));
        NDArray source = NDArray.zeros(Shape.of(2));
        int before = average.storage().version();
        int untouched = source.storage().version();
        RunningAverage running = new RunningAverage(average, source);
        running.update(0.5);
        running.copy();
        assertThat(average.storage().version()).isEqualTo(before + 2);
        assertThat(source.storage().version()).isEqualTo(untouched);
    }

    @Test
    void takesArraysWithoutElements() {
        NDArray average = NDArray.zeros(Shape.of(0));
        new RunningAverage(average, NDArray.zeros(Shape.of(0))).update(0.5);
        assertThat(average.elements()).isZero();
    }

    @Test
    void refusesWhatItCannotFollow() {
        NDArray average = NDArray.zeros(Shape.of(2, 3));
        assertThatThrownBy(() -> new RunningAverage(average, NDArray.zeros(Shape.of(3, 2))))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("RunningAverage: the average is [2, 3], what it follows [3, 2]");
        NDArray other = NDArray.zeros(Shape.of(3, 2));
        assertThatThrownBy(() ->
                        new RunningAverage(average, other.view(other.layout().transpose(0, 1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be contiguous");
        assertThatThrownBy(() -> new RunningAverage(average, average))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("memory of its own");
        RunningAverage running = new RunningAverage(average, NDArray.zeros(Shape.of(2, 3)));
        assertThatThrownBy(() -> running.update(1.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("RunningAverage: the weight must be from 0 to 1, not 1.5");
        assertThatThrownBy(() -> running.update(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }

    private static float[] numbers(int n, int seed) {
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = (float) Math.sin(seed * (i + 1.0));
        }
        return x;
    }
}

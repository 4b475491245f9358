package lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Numbers depend on the seed and the place alone.
class GeneratorTest {
    private final int threads = Threads.get();

    @AfterEach
    void restoreThreads() {
        Threads.set(threads);
    }

    /// One kind of fill, by name for the reports.
    record Fill(String name, java.util.function.BiConsumer<Generator, NDArray> draw) {
        float[] of(Generator generator, int n) {
            NDArray y = NDArray.zeros(Shape.of(n));
            draw.accept(generator, y);
            return y.toArray();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Fill> fills() {
        return Stream.of(
                new Fill("uniform", (g, y) -> g.fillUniform(y, -2, 3)),
                new Fill("normal", (g, y) -> g.fillNormal(y, 1, 2)),
                new Fill("bernoulli", (g, y) -> g.fillBernoulli(y, 0.3, 5f)));
    }

    @ParameterizedTest
    @MethodSource("fills")
    void sameSeedSameNumbersAnotherSeedOthers(Fill fill) {
        float[] first = fill.of(new Generator(7), 1000);
        assertThat(fill.of(new Generator(7), 1000)).isEqualTo(first);
        assertThat(fill.of(new Generator(8), 1000)).isNotEqualTo(first);
        assertThat(fill.of(new Generator(7L << 32), 1000)).isNotEqualTo(first);
    }

    @ParameterizedTest
    @MethodSource("fills")
    void theNumberOfThreadsChangesNothing(Fill fill) {
        int enoughForFour = 600_003;
        Threads.set(1);
        float[] alone = fill.of(new Generator(7), enoughForFour);
        for (int count = 2; count <= 4; count++) {
            Threads.set(count);
            assertThat(fill.of(new Generator(7), enoughForFour)).isEqualTo(alone);
        }
    }

    @ParameterizedTest
    @MethodSource("fills")
    void anElementDoesNotDependOnHowManyFollow(Fill fill) {
        float[] all = fill.of(new Generator(7), 100);
        for (int n = 0; n < 100; n++) {
            assertThat(fill.of(new Generator(7), n)).isEqualTo(Arrays.copyOf(all, n));
        }
    }

    @ParameterizedTest
    @MethodSource("fills")
    void nextCallGoesOnWithTheNextWholeBlock(Fill fill) {
        float[] all = fill.of(new Generator(7), 40);
        Generator generator = new Generator(7);
        assertThat(fill.of(generator, 13)).isEqualTo(Arrays.copyOf(all, 13));
        assertThat(generator.state()).isEqualTo(new Generator.State(7, 4));
        assertThat(fill.of(generator, 24)).isEqualTo(Arrays.copyOfRange(all, 16, 40));
    }

    @ParameterizedTest
    @MethodSource("fills")
    void stateGoesOnWhereItWasTaken(Fill fill) {
        Generator generator = new Generator(7);
        fill.of(generator, 10);
        Generator.State state = generator.state();
        float[] next = fill.of(generator, 100);
        Generator other = new Generator(1);
        other.setState(state);
        assertThat(fill.of(other, 100)).isEqualTo(next);
        assertThat(other.seed()).isEqualTo(7);
    }

    @ParameterizedTest
    @MethodSource("fills")
    void aViewGetsTheSameAndItsNeighboursStay(Fill fill) {
        float[] expected = fill.of(new Generator(7), 12);
        NDArray base = NDArray.full(Shape.of(5, 6), -9f);
        NDArray rows = base.view(base.layout().narrow(0, 1, 2));
        fill.draw().accept(new Generator(7), rows);
        assertThat(rows.toArray()).isEqualTo(expected);
        NDArray columns = base.view(base.layout().narrow(0, 3, 2).transpose(0, 1));
        fill.draw().accept(new Generator(7), columns);
        assertThat(columns.toArray()).isEqualTo(expected);
        assertThat(base.view(base.layout().select(0, 0)).toArray()).containsOnly(-9f);
    }

    @ParameterizedTest
    @MethodSource("fills")
    void aWriteRaisesTheVersion(Fill fill) {
        NDArray y = NDArray.zeros(Shape.of(3));
        int before = y.storage().version();
        fill.draw().accept(new Generator(7), y);
        assertThat(y.storage().version()).isGreaterThan(before);
    }

    @ParameterizedTest
    @MethodSource("fills")
    void paddingIsNotWritten(Fill fill) {
        NDArray y = NDArray.zeros(Shape.of(17));
        Arrays.fill(y.data(), -9f);
        fill.draw().accept(new Generator(7), y);
        assertThat(Arrays.copyOfRange(y.data(), 17, y.data().length)).containsOnly(-9f);
    }

    @Test
    void manualSeedStartsTheGlobalGeneratorAnew() {
        Generator.manualSeed(5);
        assertThat(Generator.global().permutation(100)).isEqualTo(new Generator(5).permutation(100));
        assertThat(Generator.manualSeed(5)).isSameAs(Generator.global());
        assertThat(Generator.global().state()).isEqualTo(new Generator.State(5, 0));
    }

    @Test
    void threadsGetBlocksOfTheirOwn() throws InterruptedException {
        Generator generator = new Generator(24);
        Thread[] drawing = new Thread[4];
        for (int i = 0; i < drawing.length; i++) {
            drawing[i] = new Thread(() -> {
                for (int draw = 0; draw < 10_000; draw++) {
                    generator.nextInt(1000);
                }
            });
            drawing[i].start();
        }
        for (Thread thread : drawing) {
            thread.join();
        }
        assertThat(generator.state().position()).isEqualTo(40_000);
    }
}

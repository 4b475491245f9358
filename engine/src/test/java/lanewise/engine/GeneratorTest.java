package lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeneratorTest {
    private static final int MANY = 200_000;
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
    void uniformHasItsMoments() {
        double[] x = doubles(uniform(11, -2, 3));
        assertThat(mean(x)).isCloseTo(0.5, within(5 * 5 / Math.sqrt(12.0 * MANY)));
        assertThat(variance(x)).isCloseTo(25 / 12.0, within(0.02));
        assertThat(Arrays.stream(x).min().orElseThrow()).isGreaterThanOrEqualTo(-2);
        assertThat(Arrays.stream(x).max().orElseThrow()).isLessThan(3);
    }

    @Test
    void uniformFillsItsBinsEvenly() {
        int[] bins = new int[1000];
        for (float x : uniform(12, 0, 1)) {
            bins[(int) (x * 1000)]++;
        }
        assertThat(chiSquare(bins)).isBetween(999 - 5 * Math.sqrt(2 * 999), 999 + 5 * Math.sqrt(2 * 999));
    }

    @Test
    void uniformNeverReachesItsUpperEnd() {
        for (float high : new float[] {Math.nextUp(1f), Math.nextUp(1.5f), 2f, 1e30f}) {
            double[] x = doubles(uniform(13, 1, high));
            assertThat(Arrays.stream(x).min().orElseThrow()).isGreaterThanOrEqualTo(1);
            assertThat(Arrays.stream(x).max().orElseThrow()).isLessThan(high);
        }
        assertThat(uniform(13, 4, 4)).containsOnly(4f);
        assertThat(uniform(13, -Float.MAX_VALUE, Float.MAX_VALUE)).doesNotContain(Float.POSITIVE_INFINITY);
    }

    @Test
    void normalHasItsMoments() {
        double[] x = doubles(normal(14));
        assertThat(mean(x)).isCloseTo(0, within(5 / Math.sqrt(MANY)));
        assertThat(variance(x)).isCloseTo(1, within(5 * Math.sqrt(2.0 / MANY)));
        assertThat(mean(Arrays.stream(x).map(v -> v * v * v).toArray()))
                .isCloseTo(0, within(5 * Math.sqrt(15.0 / MANY)));
        assertThat(mean(Arrays.stream(x).map(v -> v * v * v * v).toArray()))
                .isCloseTo(3, within(5 * Math.sqrt(96.0 / MANY)));
    }

    @Test
    void normalFillsItsQuantilesEvenly() {
        // deciles of the standard normal distribution
        double[] deciles = {
            -1.2815516, -0.8416212, -0.5244005, -0.2533471, 0, 0.2533471, 0.5244005, 0.8416212, 1.2815516
        };
        int[] bins = new int[10];
        for (float x : normal(15)) {
            int at = Arrays.binarySearch(deciles, x);
            bins[at < 0 ? -at - 1 : at]++;
        }
        assertThat(chiSquare(bins)).isLessThan(33.7); // one in 10,000
    }

    @Test
    void neighboursAreIndependent() {
        double[] x = doubles(normal(16));
        for (int lag = 1; lag <= 8; lag++) {
            double product = 0;
            for (int i = lag; i < MANY; i++) {
                product += x[i] * x[i - lag];
            }
            assertThat(product / MANY).isCloseTo(0, within(5 / Math.sqrt(MANY)));
        }
    }

    @Test
    void normalScalesAndShifts() {
        NDArray y = NDArray.zeros(Shape.of(100));
        new Generator(14).fillNormal(y, 3, 0.5f);
        float[] standard = normal(14);
        for (int i = 0; i < 100; i++) {
            assertThat((double) y.get(i)).isCloseTo(3 + 0.5 * standard[i], within(1e-6));
        }
        new Generator(14).fillNormal(y, 3, 0);
        assertThat(y.toArray()).containsOnly(3f);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1, 0.5, 0.999, 1})
    void bernoulliSucceedsAsOftenAsItShould(double p) {
        NDArray y = NDArray.zeros(Shape.of(MANY));
        new Generator(17).fillBernoulli(y, p);
        assertThat(mean(doubles(y.toArray()))).isCloseTo(p, within(5 * Math.sqrt(p * (1 - p) / MANY)));
        BoolArray truth = BoolArray.zeros(Shape.of(MANY));
        new Generator(17).fillBernoulli(truth, p);
        float[] ones = y.toArray();
        boolean[] expected = new boolean[MANY];
        for (int i = 0; i < MANY; i++) {
            expected[i] = ones[i] == 1f;
        }
        assertThat(truth.toArray()).isEqualTo(expected);
    }

    @Test
    void integersFillTheirRangeEvenly() {
        LongArray y = LongArray.zeros(Shape.of(100, 2000));
        int before = y.storage().version();
        new Generator(18).fillIntegers(y, -3, 4);
        int[] bins = new int[7];
        for (long x : y.toArray()) {
            bins[(int) x + 3]++;
        }
        assertThat(chiSquare(bins)).isLessThan(27.9); // one in 10,000
        assertThat(y.storage().version()).isGreaterThan(before);
    }

    @Test
    void integersTakeAnyRange() {
        LongArray y = LongArray.zeros(Shape.of(1000));
        new Generator(19).fillIntegers(y, Long.MIN_VALUE, Long.MAX_VALUE);
        assertThat(Arrays.stream(y.toArray()).filter(x -> x < 0).count()).isBetween(420L, 580L);
        new Generator(19).fillIntegers(y, 5, 6);
        assertThat(y.toArray()).containsOnly(5L);
    }

    @Test
    void nextIntIsEvenAndMovesOn() {
        Generator generator = new Generator(20);
        int[] bins = new int[10];
        for (int i = 0; i < 50_000; i++) {
            bins[generator.nextInt(10)]++;
        }
        assertThat(chiSquare(bins)).isLessThan(33.7);
        assertThat(generator.state().position()).isEqualTo(50_000);
        assertThat(generator.nextInt(1)).isZero();
    }

    /// With a bound of 3·2²⁹ the plain product would give every third number two words and the others three: a
    /// quarter of all draws must be drawn again.
    @Test
    void nextIntHasNoBias() {
        Generator generator = new Generator(21);
        int bound = 3 << 29;
        int[] thirds = new int[3];
        for (int i = 0; i < 60_000; i++) {
            thirds[generator.nextInt(bound) % 3]++;
        }
        assertThat(chiSquare(thirds)).isLessThan(18.4);
    }

    @Test
    void permutationNamesEachNumberOnce() {
        Generator generator = new Generator(22);
        for (int n : new int[] {0, 1, 2, 7, 10_000}) {
            int[] order = generator.permutation(n);
            Arrays.sort(order);
            assertThat(order).isEqualTo(IntStream.range(0, n).toArray());
        }
        assertThat(new Generator(22).permutation(50)).isEqualTo(new Generator(22).permutation(50));
        assertThat(generator.permutation(50)).isNotEqualTo(generator.permutation(50));
    }

    @Test
    void permutationsAreEquallyLikely() {
        Generator generator = new Generator(23);
        int[] bins = new int[27];
        for (int i = 0; i < 24_000; i++) {
            int[] order = generator.permutation(3);
            bins[order[0] * 9 + order[1] * 3 + order[2]]++;
        }
        assertThat(chiSquare(Arrays.stream(bins).filter(count -> count > 0).toArray()))
                .isLessThan(25.7);
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

    @ParameterizedTest
    @CsvSource({
        "2, 1, low is 2.0 and high is 1.0",
        "NaN, 1, low is NaN",
        "0, NaN, high is NaN",
        "0, Infinity, high is Inf"
    })
    void uniformRefusesBadRanges(float low, float high, String message) {
        refuses(message, (g, y) -> g.fillUniform(y, low, high));
    }

    @ParameterizedTest
    @CsvSource({"0, -1, std is -1.0", "NaN, 1, mean is NaN", "0, NaN, std is NaN", "0, Infinity, std is Infinity"})
    void normalRefusesBadParameters(float mean, float std, String message) {
        refuses(message, (g, y) -> g.fillNormal(y, mean, std));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
    void bernoulliRefusesBadProbabilities(double p) {
        refuses("probability is " + p, (g, y) -> g.fillBernoulli(y, p));
        assertThatThrownBy(() -> new Generator(1).fillBernoulli(BoolArray.zeros(Shape.of(1)), p))
                .hasMessageContaining("probability is " + p);
    }

    @Test
    void badBoundsAreRefused() {
        Generator generator = new Generator(1);
        LongArray y = LongArray.zeros(Shape.of(1));
        assertThatThrownBy(() -> generator.nextInt(0)).hasMessageContaining("bound is 0");
        assertThatThrownBy(() -> generator.permutation(-1)).hasMessageContaining("n is -1");
        assertThatThrownBy(() -> generator.fillIntegers(y, 3, 3)).hasMessageContaining("low is 3 and high is 3");
        assertThat(generator.state()).isEqualTo(new Generator.State(1, 0));
    }

    private static void refuses(String message, java.util.function.BiConsumer<Generator, NDArray> draw) {
        Generator generator = new Generator(1);
        NDArray y = NDArray.full(Shape.of(3), 8f);
        assertThatThrownBy(() -> draw.accept(generator, y))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
        assertThat(y.toArray()).containsOnly(8f);
        assertThat(generator.state()).isEqualTo(new Generator.State(1, 0));
    }

    private static float[] uniform(long seed, float low, float high) {
        NDArray y = NDArray.zeros(Shape.of(MANY));
        new Generator(seed).fillUniform(y, low, high);
        return y.toArray();
    }

    private static float[] normal(long seed) {
        NDArray y = NDArray.zeros(Shape.of(MANY));
        new Generator(seed).fillNormal(y, 0, 1);
        return y.toArray();
    }

    private static double[] doubles(float[] x) {
        return IntStream.range(0, x.length).mapToDouble(i -> x[i]).toArray();
    }

    private static double mean(double[] x) {
        return Arrays.stream(x).sum() / x.length;
    }

    private static double variance(double[] x) {
        double mean = mean(x);
        return Arrays.stream(x).map(v -> (v - mean) * (v - mean)).sum() / x.length;
    }

    /// Of even bins; its expectation is the number of bins less one.
    private static double chiSquare(int[] bins) {
        double expected = Arrays.stream(bins).sum() / (double) bins.length;
        return Arrays.stream(bins)
                .mapToDouble(count -> (count - expected) * (count - expected) / expected)
                .sum();
    }

    private static org.assertj.core.data.Offset<Double> within(double margin) {
        return org.assertj.core.api.Assertions.within(margin);
    }
}

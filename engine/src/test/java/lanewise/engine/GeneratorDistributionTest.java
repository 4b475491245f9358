package lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Numbers are distributed as they should be: moments, bins and independence, each within what chance explains.
class GeneratorDistributionTest {
    private static final int MANY = 200_000;

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

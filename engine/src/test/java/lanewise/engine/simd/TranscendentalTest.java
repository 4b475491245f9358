package lanewise.engine.simd;

import static lanewise.engine.simd.Lanes.LANES;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import lanewise.engine.testing.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Holds the functions to the errors that their documentation states, over the whole range of floats.
class TranscendentalTest {
    /// Every so many bit patterns one is tried: a prime, so that all significands come up. The widths beyond the
    /// machine's are emulated and slow.
    private static final int STRIDE = 19_997;

    private static final float[] EDGES = {
        0f,
        -0f,
        1f,
        -1f,
        2f,
        -2f,
        3f,
        -3f,
        0.5f,
        -0.5f,
        Float.NaN,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        1e-40f,
        Float.MIN_NORMAL,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        1.0000001f,
        0.99999994f,
        -1.0000001f,
        -0.99999994f,
        88.72283f,
        88.72284f,
        -87.33655f,
        -103.97207f,
        -103.97209f,
        9.02f,
        0.625f,
        0.9375f,
        1e5f,
        100_001f,
        -1e5f,
        16_777_215f,
        16_777_216f,
        8_388_609f,
        -8_388_609f,
        3.4e38f,
        150f,
        33f,
        128f,
        127.99999f,
        -126.5f,
        -149.5f,
        -150f,
        89.4f,
        89.415985f,
        89.415994f,
        -89.5f
    };

    /// `y[yo..yo + length) = f(x[xo..xo + length))`
    interface Loop {
        void run(float[] x, int xo, float[] y, int yo, int length);
    }

    record Subject(String name, Loop loop, DoubleUnaryOperator truth, double ulps) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Subject> subjects() {
        return Stream.of(
                new Subject("exp", TranscendentalTest::exp, Math::exp, 1),
                new Subject("expm1", Exponential::expm1, Math::expm1, 1.5),
                new Subject("log", Logarithm::log, Math::log, 1),
                new Subject("log1p", Logarithm::log1p, Math::log1p, 1.5),
                new Subject("tanh", Logistic::tanh, Math::tanh, 1.5),
                new Subject("sigmoid", Logistic::sigmoid, NormalDistribution::logistic, 2.5),
                new Subject("erf", ErrorFunction::erf, NormalDistribution::erf, 1.5),
                new Subject("sin", Trigonometry::sin, Math::sin, 1.5),
                new Subject("cos", Trigonometry::cos, Math::cos, 1.5),
                new Subject("tan", Trigonometry::tan, Math::tan, 3),
                new Subject("atan", Trigonometry::atan, Math::atan, 1.5),
                new Subject("exp2", Exponential::exp2, x -> Math.pow(2, x), 1),
                new Subject("log2", Logarithm::log2, x -> Math.log(x) / Math.log(2), 1.5),
                new Subject("log10", Logarithm::log10, Math::log10, 1.5),
                new Subject("sinh", Hyperbolic::sinh, Math::sinh, 1.5),
                new Subject("cosh", Hyperbolic::cosh, Math::cosh, 1.5));
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void staysWithinItsBoundOverAllFloats(Subject subject) {
        float[] x = new float[LANES];
        for (long bits = 0; bits < 1L << 32; ) {
            for (int i = 0; i < LANES; i++, bits += STRIDE) {
                x[i] = Float.intBitsToFloat((int) bits);
            }
            check(subject, x);
        }
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void staysWithinItsBoundWhereItIsUsed(Subject subject) {
        float[] x = new float[LANES];
        for (float at = -20; at < 20; at += LANES * 0.000_37f) {
            for (int i = 0; i < LANES; i++) {
                x[i] = at + i * 0.000_37f;
            }
            check(subject, x);
        }
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void isRightAtTheEdges(Subject subject) {
        for (float edge : EDGES) {
            float[] x = new float[LANES];
            Arrays.fill(x, 0.75f); // ordinary neighbours
            x[LANES - 1] = edge;
            check(subject, x);
        }
    }

    @Test
    void powStaysWithinItsBound() {
        var random = new SplittableRandom(1);
        float[] x = new float[LANES];
        float[] y = new float[LANES];
        for (int round = 0; round < 400_000 / LANES; round++) {
            for (int i = 0; i < LANES; i++) {
                boolean nearOne = random.nextBoolean();
                x[i] = nearOne
                        ? (float) random.nextDouble(0.5, 2)
                        : Float.intBitsToFloat(random.nextInt(0x7f800000)); // any positive one, denormals too
                y[i] = (float) (random.nextDouble(-155, 132) / (Math.log(x[i]) / Math.log(2)));
            }
            checkPow(x, y);
        }
    }

    @Test
    void powIsRightAtTheEdges() {
        float[] x = new float[LANES];
        float[] y = new float[LANES];
        for (float base : EDGES) {
            for (float exponent : EDGES) {
                Arrays.fill(x, 0.75f);
                x[0] = base;
                y[0] = exponent;
                checkPow(x, y);
            }
        }
    }

    @Test
    void normalCdfAndGeluStayWithinTheirBounds() {
        float[] x = new float[LANES];
        float[] y = new float[LANES];
        for (float at = -12; at < 12; at += 0.001_37f) {
            Arrays.fill(x, at);
            ErrorFunction.normalCdf(x, 0, y, 0, LANES);
            double truth = NormalDistribution.cdf(at);
            double error = Math.abs(y[0] - truth);
            assertThat(error).as("at %s", at).isLessThanOrEqualTo(Math.min(0x1p-23, 2e-4 * truth));
            ErrorFunction.gelu(x, 0, y, 0, LANES);
            double allowed = Math.min(2e-7, 3e-4 * truth) * Math.abs(at) + Float.MIN_NORMAL;
            assertThat(Math.abs(y[0] - at * truth)).as("gelu at %s", at).isLessThanOrEqualTo(allowed);
        }
    }

    @Test
    void normalDensityStaysWithinItsBound() {
        float[] x = new float[LANES];
        for (float at = -15; at < 15; at += 0.001_37f) {
            Arrays.fill(x, at);
            float[] y = new float[LANES];
            ErrorFunction.addNormalDensity(x, 0, y, 0, LANES);
            double truth = Math.exp(-0.5 * at * at) / Math.sqrt(2 * Math.PI);
            double density = y[0] / at;
            assertThat(Math.abs(density - truth)).as("at %s", at).isLessThanOrEqualTo(1e-7);
        }
    }

    @Test
    void geluIsRightAtTheEdges() {
        float[] x = {0f, -0f, Float.NaN, Float.POSITIVE_INFINITY, Float.MAX_VALUE, -Float.MAX_VALUE, 1e-40f, -14f};
        float[] y = new float[x.length];
        ErrorFunction.gelu(Arrays.copyOf(x, x.length + LANES), 0, y, 0, x.length);
        assertThat(y[0]).isZero();
        assertThat(y[1]).isZero();
        assertThat(y[2]).isNaN();
        assertThat(y[3]).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(y[4]).isEqualTo(Float.MAX_VALUE);
        assertThat(y[5]).isBetween(-1e-37f, 0f);
        assertThat(y[6]).isBetween(4e-41f, 6e-41f);
        assertThat(y[7]).isBetween(-1e-37f, 0f);
    }

    /// With ordinary elements and others in the last vector, which is computed in part.
    @ParameterizedTest
    @MethodSource("subjects")
    void anyLengthIsComputedAndNothingElseWritten(Subject subject) {
        int n = EDGES.length;
        float[] x = Arrays.copyOf(EDGES, n + 3 + Lanes.PADDING);
        for (int length = 0; length <= n; length++) {
            float[] y = new float[x.length];
            Arrays.fill(y, 1234.5f);
            subject.loop.run(x, n - length, y, 3, length);
            for (int i = 0; i < y.length; i++) {
                boolean within = i >= 3 && i < 3 + length;
                double truth = within ? subject.truth.applyAsDouble(x[n - length + i - 3]) : 1234.5;
                assertThat(failure(y[i], truth, subject.ulps))
                        .as("%s of %s", i, length)
                        .isEmpty();
            }
        }
    }

    /// An element's bits do not depend on its neighbours: a run of ordinary numbers takes fewer steps.
    @ParameterizedTest
    @MethodSource("subjects")
    void neighboursDoNotMatter(Subject subject) {
        var random = new SplittableRandom(5);
        int n = Exponential.RUN + 3 * 1024 + 5;
        float[] x = new float[n + Lanes.PADDING];
        for (int i = 0; i < n; i++) {
            x[i] = (float) random.nextDouble(subject.name.startsWith("log") ? 0.1 : -80, 80);
        }
        float[] ordinary = new float[n];
        subject.loop.run(x, 0, ordinary, 0, n);
        for (float edge : EDGES) {
            for (int at : new int[] {0, 1030, Exponential.RUN + 1030, n - 1}) {
                float[] mixed = x.clone();
                mixed[at] = edge;
                Arrays.fill(mixed, n, mixed.length, edge);
                float[] y = new float[n];
                subject.loop.run(mixed, 0, y, 0, n);
                y[at] = ordinary[at];
                assertThat(Arrays.equals(y, ordinary)).as("%s at %s", edge, at).isTrue();
            }
        }
    }

    @Test
    void inItsOwnPlaceItHasTheSameBits() {
        var random = new SplittableRandom(6);
        int n = Exponential.RUN + 3 * 1024 + 5;
        float[] x = new float[n + Lanes.PADDING];
        for (int i = 0; i < n; i++) {
            x[i] = i == 1030 ? -100f : (float) random.nextDouble(-80, 80);
        }
        float[] apart = new float[x.length];
        float[] inPlace = x.clone();
        Exponential.exp(x, 0, 0f, apart, 0, n);
        Exponential.exp(inPlace, 0, 0f, inPlace, 0, n);
        assertThat(inPlace).isEqualTo(apart);
        inPlace = x.clone();
        Logistic.sigmoid(x, 0, apart, 0, n);
        Logistic.sigmoid(inPlace, 0, inPlace, 0, n);
        assertThat(inPlace).isEqualTo(apart);
    }

    /// The loop runs interpreted first, and compiled in the end.
    @ParameterizedTest
    @MethodSource("subjects")
    void bitsAreTheSameColdAndCompiled(Subject subject) {
        var random = new SplittableRandom(3);
        float[] x = new float[64];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextDouble(-9, 9);
        }
        float[] first = new float[x.length];
        subject.loop.run(x, 0, first, 0, x.length);
        float[] later = new float[x.length];
        for (int round = 0; round < 5_000; round++) {
            subject.loop.run(x, 0, later, 0, x.length);
            assertThat(Arrays.equals(first, later)).isTrue();
        }
    }

    @Test
    void expTakesAShiftAway() {
        float[] x = {0, 1, 2, 700, -3};
        float[] y = new float[x.length];
        Exponential.exp(Arrays.copyOf(x, x.length + LANES), 0, 700f, y, 0, x.length);
        assertThat(y).containsExactly(0f, 0f, 0f, 1f, 0f);
    }

    @Test
    void powTakesOneExponentForAll() {
        float[] x = new float[3 * LANES];
        float[] exponents = new float[3 * LANES];
        for (int i = 0; i < x.length; i++) {
            x[i] = EDGES[i % EDGES.length];
        }
        for (float exponent : EDGES) {
            Arrays.fill(exponents, exponent);
            float[] expected = new float[x.length];
            Power.pow(x, 0, exponents, 0, 1, -1f, expected, 0, x.length - 1);
            float[] actual = new float[x.length];
            Power.pow(x, 0, exponents, 0, 0, -1f, actual, 0, x.length - 1);
            assertThat(actual).isEqualTo(expected);
        }
    }

    private static void exp(float[] x, int xo, float[] y, int yo, int length) {
        Exponential.exp(x, xo, 0f, y, yo, length);
    }

    private static void check(Subject subject, float[] x) {
        float[] y = new float[LANES];
        subject.loop.run(x, 0, y, 0, LANES);
        for (int i = 0; i < LANES; i++) {
            String text = failure(y[i], subject.truth.applyAsDouble(x[i]), subject.ulps);
            if (!text.isEmpty()) {
                throw new AssertionError(subject.name + "(" + x[i] + ")" + text);
            }
        }
    }

    private static void checkPow(float[] x, float[] y) {
        float[] z = new float[LANES];
        Power.pow(x, 0, y, 0, 1, 0f, z, 0, LANES);
        for (int i = 0; i < LANES; i++) {
            // where C's pow and Java's differ
            boolean one = x[i] == 1f || x[i] == -1f && Float.isInfinite(y[i]);
            String text = failure(z[i], one ? 1 : Math.pow(x[i], y[i]), 1);
            if (!text.isEmpty()) {
                throw new AssertionError(x[i] + "^" + y[i] + text);
            }
        }
    }

    /// Empty if `actual` is within so many units in the last place of `truth`, with the same sign of zero.
    private static String failure(float actual, double truth, double ulps) {
        float rounded = (float) truth;
        if (Float.isNaN(rounded) || Float.isNaN(actual)) {
            return Float.isNaN(rounded) && Float.isNaN(actual) ? "" : " is " + actual + ", not " + rounded;
        }
        if (rounded == actual) {
            boolean sameZero = rounded != 0 || Float.compare(rounded, actual) == 0;
            return sameZero ? "" : " is " + actual + ", not " + rounded;
        }
        double unit = Math.ulp(Math.min(Math.abs(rounded), Float.MAX_VALUE));
        double beyond = Float.isInfinite(actual) ? Math.copySign(0x1p128, actual) : actual;
        double error = Math.abs(beyond - truth) / unit;
        return error <= ulps ? "" : " is " + actual + ", not " + truth + ": " + error + " ULP";
    }
}

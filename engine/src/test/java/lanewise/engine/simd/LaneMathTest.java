package lanewise.engine.simd;

import static lanewise.engine.simd.Lanes.LANES;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import jdk.incubator.vector.FloatVector;
import lanewise.engine.testing.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Holds the functions to the errors that their documentation states, over the whole range of floats.
class LaneMathTest {
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
        33f
    };

    record Subject(String name, UnaryOperator<FloatVector> function, DoubleUnaryOperator truth, double ulps) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Subject> subjects() {
        return Stream.of(
                new Subject("exp", LaneMath::exp, Math::exp, 1),
                new Subject("expm1", LaneMath::expm1, Math::expm1, 1.5),
                new Subject("log", LaneMath::log, Math::log, 1),
                new Subject("log1p", LaneMath::log1p, Math::log1p, 1.5),
                new Subject("tanh", LaneMath::tanh, Math::tanh, 1.5),
                new Subject("sigmoid", LaneMath::sigmoid, NormalDistribution::logistic, 2.5),
                new Subject("erf", LaneMath::erf, NormalDistribution::erf, 1.5),
                new Subject("sin", LaneMath::sin, Math::sin, 1.5),
                new Subject("cos", LaneMath::cos, Math::cos, 1.5));
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
            java.util.Arrays.fill(x, 0.75f); // ordinary neighbours
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
                java.util.Arrays.fill(x, 0.75f);
                x[0] = base;
                y[0] = exponent;
                checkPow(x, y);
            }
        }
    }

    @Test
    void normalCdfStaysWithinItsBounds() {
        for (float at = -12; at < 12; at += 0.001_37f) {
            var x = FloatVector.broadcast(Lanes.SPECIES, at);
            double truth = NormalDistribution.cdf(at);
            double error = Math.abs(LaneMath.normalCdf(x).lane(0) - truth);
            assertThat(error).as("at %s", at).isLessThanOrEqualTo(Math.min(0x1p-23, 2e-4 * truth));
        }
    }

    @Test
    void normalDensityStaysWithinItsBound() {
        for (float at = -15; at < 15; at += 0.001_37f) {
            double truth = Math.exp(-0.5 * at * at) / Math.sqrt(2 * Math.PI);
            double density = LaneMath.normalDensity(FloatVector.broadcast(Lanes.SPECIES, at))
                    .lane(0);
            assertThat(Math.abs(density - truth)).as("at %s", at).isLessThanOrEqualTo(1e-7);
        }
    }

    private static void check(Subject subject, float[] x) {
        float[] y = new float[LANES];
        subject.function.apply(FloatVector.fromArray(Lanes.SPECIES, x, 0)).intoArray(y, 0);
        for (int i = 0; i < LANES; i++) {
            String text = failure(y[i], subject.truth.applyAsDouble(x[i]), subject.ulps);
            if (!text.isEmpty()) {
                throw new AssertionError(subject.name + "(" + x[i] + ")" + text);
            }
        }
    }

    private static void checkPow(float[] x, float[] y) {
        float[] z = new float[LANES];
        LaneMath.pow(FloatVector.fromArray(Lanes.SPECIES, x, 0), FloatVector.fromArray(Lanes.SPECIES, y, 0))
                .intoArray(z, 0);
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

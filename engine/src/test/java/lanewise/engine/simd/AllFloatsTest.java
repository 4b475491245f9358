package lanewise.engine.simd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import lanewise.engine.simd.TranscendentalTest.Loop;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The largest error of each function of one argument, over all 2^32 floats with `-Dlanewise.floats=all` (minutes
/// on all processors), otherwise over every 4,001st. It prints the row of the tables that `package-info.java` has,
/// and holds the function to it.
class AllFloatsTest {
    private static final boolean ALL = "all".equals(System.getProperty("lanewise.floats"));

    /// Bit patterns from one float to the next: a prime, so that all significands come up.
    private static final int STRIDE = ALL ? 1 : 4_001;

    /// Above, the sine is computed one by one as `StrictMath` does it, at a tenth of a microsecond each: sampled.
    private static final int BEYOND_REDUCTION = Float.floatToIntBits(1e5f) >>> 20;

    private static final int SEGMENTS = 1 << 12;
    private static final int FLOATS = 1 << 20;

    /// What an error is divided by.
    enum Unit {
        /// The last place of the truth.
        ULP,
        /// 1: the error itself.
        ONE,
        /// The argument's magnitude, at least that of the smallest normal number.
        ARGUMENT
    }

    record Subject(String name, Loop loop, DoubleReference truth, Unit unit, double bound) {
        Subject(String name, Loop loop, DoubleReference truth, double ulps) {
            this(name, loop, truth, Unit.ULP, ulps);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Subject> subjects() {
        return Stream.of(
                new Subject("exp", (x, xo, y, yo, n) -> Exponential.exp(x, xo, 0f, y, yo, n), DoubleReference.EXP, 1),
                new Subject("expm1", Exponential::expm1, DoubleReference.EXPM1, 1.5),
                new Subject("log", Logarithm::log, DoubleReference.LOG, 1),
                new Subject("log1p", Logarithm::log1p, DoubleReference.LOG1P, 1.5),
                new Subject("sigmoid", Logistic::sigmoid, DoubleReference.SIGMOID, 2.5),
                new Subject("tanh", Logistic::tanh, DoubleReference.TANH, 1.5),
                new Subject("erf", ErrorFunction::erf, DoubleReference.ERF, 1.5),
                new Subject("sin", Trigonometry::sin, DoubleReference.SIN, 1.5),
                new Subject("cos", Trigonometry::cos, DoubleReference.COS, 1.5),
                new Subject("tan", Trigonometry::tan, DoubleReference.TAN, 3),
                new Subject("atan", Trigonometry::atan, DoubleReference.ATAN, 1.5),
                new Subject("exp2", Exponential::exp2, DoubleReference.EXP2, 1),
                new Subject("log2", Logarithm::log2, DoubleReference.LOG2, 1.5),
                new Subject("log10", Logarithm::log10, DoubleReference.LOG10, 1.5),
                new Subject("sinh", Hyperbolic::sinh, DoubleReference.SINH, 1.5),
                new Subject("cosh", Hyperbolic::cosh, DoubleReference.COSH, 1.5),
                new Subject("normalCdf", ErrorFunction::normalCdf, DoubleReference.NORMAL_CDF, Unit.ONE, 2e-7),
                new Subject("gelu", ErrorFunction::gelu, DoubleReference.GELU, Unit.ARGUMENT, 2e-7),
                new Subject(
                        "addNormalDensity",
                        ErrorFunction::addNormalDensity,
                        DoubleReference.WEIGHTED_DENSITY,
                        Unit.ARGUMENT,
                        1e-7));
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void staysWithinItsBound(Subject subject) {
        Worst worst = IntStream.range(0, SEGMENTS)
                .parallel()
                .mapToObj(segment -> worstOf(subject, segment))
                .reduce(new Worst(0, 0), Worst::or);
        String error = String.format(subject.unit == Unit.ULP ? "%.3f" : "%.3g", worst.error);
        System.out.printf("| %s | %s | %s |%n", subject.name, error, worst.at);
        assertThat(worst.error).as("at %s", worst.at).isLessThanOrEqualTo(subject.bound);
    }

    /// The largest error, and where it is.
    record Worst(double error, float at) {
        Worst or(Worst other) {
            return other.error > error ? other : this;
        }
    }

    /// Of the floats whose first twelve bits are those of `segment`.
    private static Worst worstOf(Subject subject, int segment) {
        boolean beyond = (segment & 0x7ff) > BEYOND_REDUCTION && isPeriodic(subject);
        int stride = beyond ? Math.max(STRIDE, 4_001) : STRIDE;
        int first = STRIDE == 1 && !beyond ? 0 : segment % stride; // not the same significands in each
        int count = (FLOATS - first + stride - 1) / stride;
        float[] x = new float[count + Lanes.PADDING];
        for (int i = 0; i < count; i++) {
            x[i] = Float.intBitsToFloat((segment << 20) + first + i * stride);
        }
        float[] y = new float[count + Lanes.PADDING];
        subject.loop.run(x, 0, y, 0, count);
        double worst = 0;
        int at = 0;
        for (int i = 0; i < count; i++) {
            double error = error(subject.unit, x[i], y[i], subject.truth.of(x[i]));
            if (error > worst) {
                worst = error;
                at = i;
            }
        }
        return new Worst(worst, x[at]);
    }

    private static boolean isPeriodic(Subject subject) {
        return subject.truth == DoubleReference.SIN
                || subject.truth == DoubleReference.COS
                || subject.truth == DoubleReference.TAN;
    }

    /// In the unit; infinite if just one of them is NaN or, counted in ULP, they are zeros of other signs.
    private static double error(Unit unit, float x, float actual, double truth) {
        float rounded = (float) truth;
        if (Float.isNaN(actual) && Float.isNaN(rounded) || actual == rounded && Float.isInfinite(actual)) {
            return 0;
        }
        boolean zeros = actual == 0 && rounded == 0;
        if (zeros && unit == Unit.ULP) {
            return Float.floatToIntBits(actual) == Float.floatToIntBits(rounded) ? 0 : Double.POSITIVE_INFINITY;
        }
        if (Float.isNaN(actual) || Float.isNaN(rounded)) {
            return Double.POSITIVE_INFINITY;
        }
        double beyond = Float.isInfinite(actual) ? Math.copySign(0x1p128, actual) : actual;
        double error = Math.abs(beyond - truth);
        return switch (unit) {
            case ULP -> error / Math.ulp(Math.min(Math.abs(rounded), Float.MAX_VALUE));
            case ONE -> error;
            case ARGUMENT -> error / Math.clamp(Math.abs(x), Float.MIN_NORMAL, Float.MAX_VALUE);
        };
    }
}

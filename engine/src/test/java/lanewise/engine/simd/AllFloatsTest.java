package lanewise.engine.simd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import lanewise.engine.simd.TranscendentalTest.Loop;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The largest error of each function of one argument, over all 2^32 floats with `-Dlanewise.floats=all` (minutes
/// on all processors), otherwise over every 4,001st. It prints the row of the table that `package-info.java` has,
/// and holds the function to it.
class AllFloatsTest {
    private static final boolean ALL = "all".equals(System.getProperty("lanewise.floats"));

    /// Bit patterns from one float to the next: a prime, so that all significands come up.
    private static final int STRIDE = ALL ? 1 : 4_001;

    /// Above, the sine is computed one by one as `StrictMath` does it, at a tenth of a microsecond each: sampled.
    private static final int BEYOND_REDUCTION = Float.floatToIntBits(1e5f) >>> 20;

    private static final int SEGMENTS = 1 << 12;
    private static final int FLOATS = 1 << 20;

    record Subject(String name, Loop loop, DoubleReference truth, double ulps) {
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
                new Subject("cos", Trigonometry::cos, DoubleReference.COS, 1.5));
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void staysWithinItsBound(Subject subject) {
        Worst worst = IntStream.range(0, SEGMENTS)
                .parallel()
                .mapToObj(segment -> worstOf(subject, segment))
                .reduce(new Worst(0, 0), Worst::or);
        System.out.printf("| %s | %.3f | %s |%n", subject.name, worst.ulps, worst.at);
        assertThat(worst.ulps).as("at %s", worst.at).isLessThanOrEqualTo(subject.ulps);
    }

    /// The largest error, and where it is.
    record Worst(double ulps, float at) {
        Worst or(Worst other) {
            return other.ulps > ulps || Double.isNaN(other.ulps) ? other : this;
        }
    }

    /// Of the floats whose first twelve bits are those of `segment`.
    private static Worst worstOf(Subject subject, int segment) {
        boolean beyond = subject.name.length() == 3 && (segment & 0x7ff) > BEYOND_REDUCTION && isPeriodic(subject);
        int stride = beyond ? Math.max(STRIDE, 4_001) : STRIDE;
        int first = STRIDE == 1 && !beyond ? 0 : segment % stride; // not the same significands in each
        int count = (FLOATS - first + stride - 1) / stride;
        float[] x = new float[count + Lanes.PADDING];
        for (int i = 0; i < count; i++) {
            x[i] = Float.intBitsToFloat((segment << 20) + first + i * stride);
        }
        float[] y = new float[count];
        subject.loop.run(x, 0, y, 0, count);
        double worst = 0;
        int at = 0;
        for (int i = 0; i < count; i++) {
            double ulps = ulps(y[i], subject.truth.of(x[i]));
            if (!(ulps <= worst)) {
                worst = ulps;
                at = i;
            }
        }
        return new Worst(worst, x[at]);
    }

    private static boolean isPeriodic(Subject subject) {
        return subject.truth == DoubleReference.SIN || subject.truth == DoubleReference.COS;
    }

    /// In units in the last place of the truth; NaN if just one of them is NaN or they are zeros of other signs.
    private static double ulps(float actual, double truth) {
        float rounded = (float) truth;
        if (Float.floatToIntBits(actual) == Float.floatToIntBits(rounded)) {
            return Float.isNaN(actual) || Float.isInfinite(actual) || actual == 0
                    ? 0
                    : Math.abs(actual - truth) / Math.ulp(rounded);
        }
        if (Float.isNaN(actual) || Float.isNaN(rounded) || actual == 0 && rounded == 0) {
            return Double.NaN;
        }
        double beyond = Float.isInfinite(actual) ? Math.copySign(0x1p128, actual) : actual;
        return Math.abs(beyond - truth) / Math.ulp(Math.min(Math.abs(rounded), Float.MAX_VALUE));
    }
}

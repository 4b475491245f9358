package lanewise.engine.op;

import static lanewise.engine.testing.OpAssert.assertThatOp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.Threads;
import lanewise.engine.testing.GuardedArray;
import lanewise.engine.testing.NormalDistribution;
import lanewise.engine.testing.RaggedSizes;
import lanewise.engine.testing.SingleBackward;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Every operation of one operand against the same function in double.
class UnaryOperationTest {
    private static final double SELU_SCALE = 1.05070098735548049;
    private static final double SELU_ALPHA = 1.67326324235437728;
    private static final float INFINITY = Float.POSITIVE_INFINITY;

    /// An operation, its function, and the arguments to try.
    record Subject(UnaryOperation operation, DoubleUnaryOperator function, float from, float to) {
        @Override
        public String toString() {
            return operation.getClass().getSimpleName();
        }
    }

    static Stream<Subject> subjects() {
        return Stream.of(
                new Subject(Neg.NEG, x -> -x, -5, 5),
                new Subject(Abs.ABS, Math::abs, -5, 5),
                new Subject(Sign.SIGN, Math::signum, -5, 5),
                new Subject(Exp.EXP, Math::exp, -10, 5),
                new Subject(Log.LOG, Math::log, 0.02f, 20),
                new Subject(Log1p.LOG1P, Math::log1p, -0.9f, 20),
                new Subject(Expm1.EXPM1, Math::expm1, -10, 5),
                new Subject(Sqrt.SQRT, Math::sqrt, 0.01f, 20),
                new Subject(Rsqrt.RSQRT, x -> 1 / Math.sqrt(x), 0.1f, 20),
                new Subject(Square.SQUARE, x -> x * x, -5, 5),
                new Subject(Reciprocal.RECIPROCAL, x -> 1 / x, 0.2f, 5),
                new Subject(Sin.SIN, Math::sin, -20, 20),
                new Subject(Cos.COS, Math::cos, -20, 20),
                new Subject(Tanh.TANH, Math::tanh, -5, 5),
                new Subject(Sigmoid.SIGMOID, NormalDistribution::logistic, -20, 20),
                new Subject(Erf.ERF, NormalDistribution::erf, -5, 5),
                new Subject(Relu.RELU, x -> Math.max(x, 0), -5, 5),
                new Subject(new LeakyRelu(0.1f), x -> x > 0 ? x : 0.1f * x, -5, 5),
                new Subject(new Elu(1.5f), x -> x > 0 ? x : 1.5 * Math.expm1(x), -5, 5),
                new Subject(Selu.SELU, x -> SELU_SCALE * (x > 0 ? x : SELU_ALPHA * Math.expm1(x)), -5, 5),
                new Subject(Gelu.GELU, x -> x * NormalDistribution.cdf(x), -6, 6),
                new Subject(GeluTanh.GELU_TANH, UnaryOperationTest::geluTanh, -6, 6),
                new Subject(Silu.SILU, x -> x * NormalDistribution.logistic(x), -9, 9),
                new Subject(Mish.MISH, x -> x * Math.tanh(Math.log1p(Math.exp(x))), -9, 25),
                new Subject(new Softplus(2, 5), x -> 2 * x > 5 ? x : Math.log1p(Math.exp(2 * x)) / 2, -5, 5),
                new Subject(Softsign.SOFTSIGN, x -> x / (1 + Math.abs(x)), -5, 5),
                new Subject(LogSigmoid.LOG_SIGMOID, x -> Math.min(x, 0) - Math.log1p(Math.exp(-Math.abs(x))), -20, 20),
                new Subject(new Hardtanh(-1, 2), x -> Math.clamp(x, -1, 2), -5, 5),
                new Subject(Relu6.RELU6, x -> Math.clamp(x, 0, 6), -3, 9),
                new Subject(Hardsigmoid.HARDSIGMOID, x -> Math.clamp(x + 3, 0, 6) / 6, -5, 5),
                new Subject(Hardswish.HARDSWISH, x -> x * Math.clamp(x + 3, 0, 6) / 6, -5, 5),
                new Subject(new Clamp(-2, 1), x -> Math.clamp(x, -2, 1), -5, 5),
                new Subject(new PowScalar(2.5f), x -> Math.pow(x, 2.5), 0.1f, 4),
                new Subject(new PowScalar(3), x -> x * x * x, -3, 3),
                new Subject(new PowScalar(2), x -> x * x, -3, 3),
                new Subject(new PowScalar(-1), x -> 1 / x, 0.5f, 3),
                new Subject(new PowScalar(0), x -> 1, -3, 3),
                new Subject(new AddScalar(2.5f), x -> x + 2.5, -5, 5),
                new Subject(new MulScalar(2.5f), x -> x * 2.5, -5, 5),
                new Subject(Tan.TAN, Math::tan, -1.3f, 1.3f),
                new Subject(Asin.ASIN, Math::asin, -0.95f, 0.95f),
                new Subject(Acos.ACOS, Math::acos, -0.95f, 0.95f),
                new Subject(Atan.ATAN, Math::atan, -5, 5),
                new Subject(Sinh.SINH, Math::sinh, -3, 3),
                new Subject(Cosh.COSH, Math::cosh, -3, 3),
                new Subject(Asinh.ASINH, x -> Math.log(x + Math.sqrt(x * x + 1)), -5, 5),
                new Subject(Acosh.ACOSH, x -> Math.log(x + Math.sqrt(x * x - 1)), 1.1f, 9),
                new Subject(Atanh.ATANH, x -> Math.log((1 + x) / (1 - x)) / 2, -0.95f, 0.95f),
                new Subject(Exp2.EXP2, x -> Math.pow(2, x), -10, 5),
                new Subject(Log2.LOG2, x -> Math.log(x) / Math.log(2), 0.02f, 20),
                new Subject(Log10.LOG10, Math::log10, 0.02f, 20),
                new Subject(Sinc.SINC, x -> Math.sin(Math.PI * x) / (Math.PI * x), -4, 4),
                new Subject(Erfc.ERFC, x -> 1 - NormalDistribution.erf(x), -4, 4),
                new Subject(Erfinv.ERFINV, UnaryOperationTest::erfinv, -0.95f, 0.95f),
                new Subject(Lgamma.LGAMMA, UnaryOperationTest::lgamma, 0.5f, 9),
                new Subject(Digamma.DIGAMMA, UnaryOperationTest::digamma, 0.5f, 9),
                new Subject(new Polygamma(1), x -> zeta(2, x), 0.5f, 9),
                new Subject(new Polygamma(2), x -> -2 * zeta(3, x), 0.5f, 9),
                new Subject(new Logit(), x -> Math.log(x / (1 - x)), 0.05f, 0.95f),
                new Subject(Floor.FLOOR, Math::floor, -5, 5),
                new Subject(Ceil.CEIL, Math::ceil, -5, 5),
                new Subject(Trunc.TRUNC, x -> x < 0 ? Math.ceil(x) : Math.floor(x), -5, 5),
                new Subject(new Round(0), Math::rint, -4.95f, 5.1f),
                new Subject(new Round(1), x -> Math.rint(x * 10) / 10, -4.9f, 5.1f),
                new Subject(Frac.FRAC, x -> x % 1, -5, 5),
                new Subject(new NanToNum(3, 4, -4), x -> Double.isNaN(x) ? 3 : x, -5, 5),
                new Subject(new Celu(1.5f), x -> x > 0 ? x : 1.5 * Math.expm1(x / 1.5), -5, 5),
                new Subject(new Hardshrink(0.5f), x -> Math.abs(x) <= 0.5 ? 0 : x, -2, 2),
                new Subject(new Softshrink(0.5f), x -> x - Math.clamp(x, -0.5, 0.5), -2, 2),
                new Subject(new Threshold(0.5f, 7), x -> x <= 0.5 ? 7 : x, -2, 2));
    }

    /// By Stirling's formula for large numbers.
    private static double lgamma(double x) {
        double large = x + 1000;
        double sum = (large - 0.5) * Math.log(large) - large + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * large);
        for (int i = 0; i < 1000; i++) {
            sum -= Math.log(x + i);
        }
        return sum;
    }

    /// The first thousand elements of the sum, and the integral over the others.
    private static double zeta(int s, double x) {
        double large = x + 1000;
        double sum = Math.pow(large, 1 - s) / (s - 1) + Math.pow(large, -s) / 2 + s * Math.pow(large, -s - 1) / 12;
        for (int i = 0; i < 1000; i++) {
            sum += Math.pow(x + i, -s);
        }
        return sum;
    }

    private static double digamma(double x) {
        double large = x + 1000;
        double sum = Math.log(large) - 1 / (2 * large) - 1 / (12 * large * large);
        for (int i = 0; i < 1000; i++) {
            sum -= 1 / (x + i);
        }
        return sum;
    }

    /// By bisection.
    private static double erfinv(double y) {
        double low = -6;
        double high = 6;
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            if (NormalDistribution.erf(middle) < y) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return Double.isNaN(y) ? y : (low + high) / 2;
    }

    private static double geluTanh(double x) {
        return x / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void matchesItsFunctionInDouble(Subject subject) {
        RaggedSizes.raggedSizes()
                .forEach(n -> assertThatOp(subject.operation)
                        .on(GuardedArray.of(Shape.of(n), arguments(subject, n)))
                        .within(subject.operation instanceof Gelu ? 4e-6 : 2e-6)
                        .matches(x -> subject.function.applyAsDouble(x[0])));
    }

    @Test
    void everyOperationHasItsFunctionHere() throws IOException, URISyntaxException {
        Set<String> tested = subjects().map(Subject::toString).collect(Collectors.toCollection(TreeSet::new));
        assertThat(concreteSubclasses(UnaryOperation.class)).isEqualTo(tested);
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void givesTheSameBitsInterpretedAndCompiled(Subject subject) {
        NDArray x = NDArray.of(Shape.of(67), arguments(subject, 67));
        NDArray dy = NDArray.full(x.shape(), 1.25f);
        float[] y = subject.operation.forward(x).toArray();
        float[] dx = gradient(subject.operation, x, dy);
        for (int i = 0; i < 20_000; i++) {
            subject.operation.forward(x);
            gradient(subject.operation, x, dy);
        }
        assertThat(subject.operation.forward(x).toArray()).containsExactly(y);
        assertThat(gradient(subject.operation, x, dy)).containsExactly(dx);
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void givesTheSameBitsWithEveryNumberOfThreads(Subject subject) {
        int n = 70_001;
        NDArray x = NDArray.of(Shape.of(n), arguments(subject, n));
        NDArray dy = NDArray.full(x.shape(), 1.25f);
        int threads = Threads.get();
        try {
            Threads.set(1);
            float[] y = subject.operation.forward(x).toArray();
            float[] dx = gradient(subject.operation, x, dy);
            Threads.set(3);
            assertThat(Arrays.equals(subject.operation.forward(x).toArray(), y)).isTrue();
            assertThat(Arrays.equals(gradient(subject.operation, x, dy), dx)).isTrue();
        } finally {
            Threads.set(threads);
        }
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void takesEmptyAndStridedArrays(Subject subject) {
        assertThat(subject.operation.forward(NDArray.empty(Shape.of(0, 3))).shape())
                .isEqualTo(Shape.of(0, 3));
        NDArray x = NDArray.of(Shape.of(5, 7), arguments(subject, 35));
        NDArray transposed = x.view(x.layout().transpose(0, 1));
        assertThat(subject.operation.forward(transposed).toArray())
                .containsExactly(subject.operation.forward(transposed.copy()).toArray());
        NDArray dy = NDArray.full(transposed.shape(), 2f);
        assertThat(gradient(subject.operation, transposed, dy))
                .containsExactly(gradient(subject.operation, transposed.copy(), dy));
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void keepsNaN(Subject subject) {
        float y = subject.operation.forward(NDArray.of(Shape.of(1), Float.NaN)).item();
        float expected = subject.operation instanceof Sign ? 0f : (float) subject.function.applyAsDouble(Double.NaN);
        assertThat(Float.valueOf(y)).isEqualTo(Float.valueOf(expected));
    }

    /// PyTorch's derivatives where there is none: value, then `dy/dx`.
    @ParameterizedTest
    @CsvSource({
        "relu, 0, 0, 0",
        "relu, NaN, NaN, 1",
        "abs, 0, 0, 0",
        "sign, 0, 0, 0",
        "sqrt, 0, 0, Infinity",
        "leaky_relu, 0, 0, 0.5",
        "elu, 0, 0, 2",
        "hardtanh, -1, -1, 0",
        "hardtanh, 1, 1, 0",
        "hardtanh, NaN, NaN, 1",
        "relu6, 0, 0, 0",
        "relu6, 6, 6, 0",
        "hardsigmoid, -3, 0, 0",
        "hardsigmoid, 3, 1, 0",
        "hardswish, -3, 0, -0.5",
        "hardswish, 3, 3, 1.5",
        "clamp, -1, -1, 1",
        "clamp, 1, 1, 1",
        "clamp, NaN, NaN, 0",
        "clamp, Infinity, 1, 0",
        "exp, Infinity, Infinity, Infinity",
        "exp, -Infinity, 0, 0",
        "log, 0, -Infinity, Infinity",
        "sigmoid, 200, 1, 0",
        "sigmoid, -200, 0, 0",
        "tanh, 200, 1, 0",
        "softplus, 500, 500, 1",
        "mish, 500, 500, 1",
        "mish, -500, 0, 0",
        "silu, 500, 500, 1",
        "silu, -500, 0, 0",
        "logsigmoid, -500, -500, 1",
        "logsigmoid, 500, 0, 0",
        "pow0, 0, 1, 0",
        "pow1, 0, 0, 1",
        "pow2, 0, 0, 0",
        "pow0.5, 0, 0, Infinity",
        "asin, 1, 1.5707964, Infinity",
        "asin, 2, NaN, NaN",
        "acosh, 1, 0, Infinity",
        "atanh, 1, Infinity, Infinity",
        "exp2, 3, 8, 5.5451775",
        "exp2, 128, Infinity, Infinity",
        "log2, 8, 3, 0.18033688",
        "log2, 0, -Infinity, Infinity",
        "log10, 1000, 3, 4.342945E-4",
        "sinc, 0, 1, 0",
        "erfc, 9, 4.1370317E-37, -7.492073E-36",
        "erfc, Infinity, 0, 0",
        "erfinv, 1, Infinity, Infinity",
        "erfinv, -2, NaN, NaN",
        "erfinv, 1e-10, 8.862269E-11, 0.88622695",
        "lgamma, 1, 0, -0.5772157",
        "lgamma, 2, 0, 0.42278433",
        "lgamma, -0.5, 1.2655121, 0.036489975",
        "lgamma, -2, Infinity, NaN",
        "digamma, 0, -Infinity, Infinity",
        "logit, 0, -Infinity, Infinity",
        "logit, 2, NaN, NaN",
        "logit0.1, 0.05, -2.1972246, 0",
        "floor, -0.5, -1, 0",
        "floor, -Infinity, -Infinity, 0",
        "ceil, 0.5, 1, 0",
        "trunc, -1.5, -1, 0",
        "round, 2.5, 2, 0",
        "round, 8388609, 8388609, 0",
        "round1, 0.25, 0.2, 0",
        "round-1, 25, 20, 0",
        "frac, -1.25, -0.25, 1",
        "nanToNum, NaN, 3, 0",
        "nanToNum, Infinity, 4, 0",
        "nanToNum, -Infinity, -4, 0",
        "celu, 0, 0, 1",
        "hardshrink, 0.5, 0, 0",
        "hardshrink, NaN, NaN, 1",
        "softshrink, -0.5, 0, 0",
        "threshold, 0.5, 7, 0",
        "threshold, NaN, NaN, 1"
    })
    void followsPyTorchAtKinksAndAtTheEnds(String name, float x, float y, float slope) {
        UnaryOperation operation = named(name);
        NDArray input = NDArray.of(Shape.of(1), x);
        float value = operation.forward(input).item();
        assertThat(Float.valueOf(value + 0f)).isEqualTo(Float.valueOf(y)); // + 0 makes −0 a 0
        float dx = gradient(operation, input, NDArray.full(Shape.of(1), 1f))[0];
        assertThat(Float.valueOf(dx + 0f)).isEqualTo(Float.valueOf(slope));
    }

    private static UnaryOperation named(String name) {
        return switch (name) {
            case "leaky_relu" -> new LeakyRelu(0.5f);
            case "elu" -> new Elu(2);
            case "hardtanh" -> new Hardtanh(-1, 1);
            case "clamp" -> new Clamp(-1, 1);
            case "softplus" -> new Softplus(1, 20);
            case "logit0.1" -> new Logit(0.1);
            case "round1" -> new Round(1);
            case "round-1" -> new Round(-1);
            case "pow0" -> new PowScalar(0);
            case "pow1" -> new PowScalar(1);
            case "pow2" -> new PowScalar(2);
            case "pow0.5" -> new PowScalar(0.5f);
            default ->
                subjects()
                        .map(Subject::operation)
                        .filter(operation -> operation.name().equals(name))
                        .findFirst()
                        .orElseThrow();
        };
    }

    @Test
    void clampLeavesAnInfiniteSideOpen() {
        NDArray x = NDArray.of(Shape.of(3), -1e30f, 0f, 1e30f);
        assertThat(new Clamp(0, INFINITY).forward(x).toArray()).containsExactly(0f, 0f, 1e30f);
        assertThat(new Clamp(-INFINITY, 0).forward(x).toArray()).containsExactly(-1e30f, 0f, 0f);
        assertThat(new Clamp(2, 1).forward(x).toArray()).containsExactly(1f, 1f, 1f);
        assertThat(new Hardtanh(2, 1).forward(x).toArray()).containsExactly(1f, 1f, 1f);
    }

    @Test
    void refusesBadOptionsByTheirName() {
        assertThatThrownBy(() -> new Clamp(Float.NaN, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("clamp: min is NaN");
        assertThatThrownBy(() -> new Celu(0)).hasMessageContaining("celu: alpha is 0");
        assertThatThrownBy(() -> new Softshrink(-1)).hasMessageContaining("softshrink: lambda is -1.0");
        assertThatThrownBy(() -> new Softplus(0, 20)).hasMessageContaining("softplus: beta is 0.0");
    }

    @Test
    void addScalarLendsTheGradient() {
        NDArray x = NDArray.of(Shape.of(3), 1, 2, 3);
        NDArray dy = NDArray.full(x.shape(), 1f);
        GradientSum sum = new GradientSum(x.shape());
        var operation = new AddScalar(1);
        operation.backward(new SingleBackward(operation, List.of(x), operation.forward(x), dy, List.of(sum)));
        assertThat(sum.array()).isSameAs(dy);
    }

    private static float[] gradient(Operation operation, NDArray x, NDArray dy) {
        GradientSum sum = new GradientSum(x.shape());
        operation.backward(new SingleBackward(operation, List.of(x), operation.forward(x), dy, List.of(sum)));
        return sum.array().toArray();
    }

    /// Irregular, so that no two neighbours and no argument with a kink come up.
    static float[] arguments(Subject subject, int n) {
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            double fraction = (i * 0.618_033_988_75 + 0.1234) % 1;
            x[i] = (float) (subject.from + (subject.to - subject.from) * fraction);
        }
        return x;
    }

    /// The names of the classes of this package that extend `base` and are not abstract.
    static Set<String> concreteSubclasses(Class<?> base) throws IOException, URISyntaxException {
        Path classes =
                Path.of(base.getProtectionDomain().getCodeSource().getLocation().toURI());
        Set<String> names = new TreeSet<>();
        try (var files = Files.list(classes.resolve(base.getPackageName().replace('.', '/')))) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString().replace(".class", "");
                if (!name.contains("$") && isConcrete(base, name)) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    private static boolean isConcrete(Class<?> base, String name) {
        try {
            Class<?> found = Class.forName(base.getPackageName() + "." + name, false, base.getClassLoader());
            return base.isAssignableFrom(found) && !Modifier.isAbstract(found.getModifiers());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}

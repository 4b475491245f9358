package lanewise.engine.op;

import static lanewise.engine.testing.OpAssert.assertThatOp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.Threads;
import lanewise.engine.testing.GuardedArray;
import lanewise.engine.testing.RaggedSizes;
import lanewise.engine.testing.SingleBackward;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every operation of two operands against the same function in double, in all patterns of broadcasting.
class BinaryOperationTest {
    /// An operation and its function of the two operands, which are positive and go to `largest`.
    record Subject(BinaryOperation operation, ToDoubleFunction<double[]> function, double largest) {
        Subject(BinaryOperation operation, ToDoubleFunction<double[]> function) {
            this(operation, function, 2.8);
        }

        float[] arguments(int n, int offset) {
            float[] x = BinaryOperationTest.arguments(n, offset);
            for (int i = 0; i < n; i++) {
                x[i] *= (float) (largest / 2.8);
            }
            return x;
        }

        @Override
        public String toString() {
            return operation.getClass().getSimpleName();
        }
    }

    static Stream<Subject> subjects() {
        return Stream.of(
                new Subject(Add.ADD, x -> x[0] + x[1]),
                new Subject(Sub.SUB, x -> x[0] - x[1]),
                new Subject(Mul.MUL, x -> x[0] * x[1]),
                new Subject(Div.DIV, x -> x[0] / x[1]),
                new Subject(Pow.POW, x -> Math.pow(x[0], x[1])),
                new Subject(Maximum.MAXIMUM, x -> Math.max(x[0], x[1])),
                new Subject(Minimum.MINIMUM, x -> Math.min(x[0], x[1])),
                new Subject(Fmax.FMAX, x -> Math.max(x[0], x[1])),
                new Subject(Fmin.FMIN, x -> Math.min(x[0], x[1])),
                new Subject(ClampMin.CLAMP_MIN, x -> Math.max(x[0], x[1])),
                new Subject(ClampMax.CLAMP_MAX, x -> Math.min(x[0], x[1])),
                new Subject(new ScaledSum("scaledSum", 0.3, -0.7), x -> 0.3 * x[0] - 0.7 * x[1]),
                new Subject(Atan2.ATAN2, x -> Math.atan2(x[0], x[1])),
                new Subject(Hypot.HYPOT, x -> Math.hypot(x[0], x[1])),
                new Subject(Copysign.COPYSIGN, x -> Math.copySign(x[0], x[1])),
                new Subject(LogAddExp.LOG_ADD_EXP, x -> Math.log(Math.exp(x[0]) + Math.exp(x[1]))),
                new Subject(Xlogy.XLOGY, x -> x[0] * Math.log(x[1])),
                new Subject(Fmod.FMOD, x -> x[0] % x[1]),
                new Subject(Remainder.REMAINDER, x -> x[0] - x[1] * Math.floor(x[0] / x[1])),
                new Subject(FloorDivide.FLOOR_DIVIDE, x -> Math.floor(x[0] / x[1])),
                new Subject(TruncDivide.TRUNC_DIVIDE, x -> Math.floor(x[0] / x[1])),
                new Subject(Heaviside.HEAVISIDE, x -> x[0] > 0 ? 1 : 0),
                new Subject(PRelu.PRELU, x -> x[0] > 0 ? x[0] : x[0] * x[1]),
                new Subject(new Lerp(0.3), x -> x[0] + 0.3 * (x[1] - x[0])),
                new Subject(new Lerp(0.8), x -> x[0] + 0.8 * (x[1] - x[0])),
                new Subject(new SmoothL1(0.7f), x -> smoothL1(x[0] - x[1], 0.7f)),
                new Subject(new Huber(0.7f), x -> 0.7f * smoothL1(x[0] - x[1], 0.7f)),
                new Subject(BinaryCrossEntropy.BINARY_CROSS_ENTROPY, BinaryOperationTest::crossEntropy, 0.9));
    }

    private static double smoothL1(double d, double beta) {
        return Math.abs(d) < beta ? d * d / (2 * beta) : Math.abs(d) - beta / 2;
    }

    private static double crossEntropy(double[] x) {
        return -x[1] * Math.log(x[0]) - (1 - x[1]) * Math.log(1 - x[0]);
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void matchesItsFunctionOnEqualShapes(Subject subject) {
        RaggedSizes.raggedSizes().forEach(n -> check(subject, Shape.of(n), Shape.of(n)));
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void matchesItsFunctionBroadcast(Subject subject) {
        check(subject, Shape.SCALAR, Shape.SCALAR);
        check(subject, Shape.of(37), Shape.SCALAR);
        check(subject, Shape.of(1), Shape.of(600));
        check(subject, Shape.of(5, 19), Shape.of(19));
        check(subject, Shape.of(300), Shape.of(3, 300));
        check(subject, Shape.of(4, 19), Shape.of(4, 1));
        check(subject, Shape.of(4, 1), Shape.of(1, 19));
        check(subject, Shape.of(2, 1, 5), Shape.of(3, 1));
        check(subject, Shape.of(2, 3, 1, 5), Shape.of(3, 4, 1));
    }

    @Test
    void everyOperationHasItsFunctionHere() throws IOException, URISyntaxException {
        assertThat(UnaryOperationTest.concreteSubclasses(BinaryOperation.class))
                .isEqualTo(subjects().map(Subject::toString).collect(Collectors.toCollection(TreeSet::new)));
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void takesStridedArrays(Subject subject) {
        NDArray a = NDArray.of(Shape.of(5, 7), subject.arguments(35, 0));
        NDArray transposed = a.view(a.layout().transpose(0, 1));
        NDArray rows = NDArray.of(Shape.of(14, 5), subject.arguments(70, 3));
        NDArray everySecond = rows.view(rows.layout().slice(0, 0, 14, 2));
        assertThat(subject.operation.forward(transposed, everySecond).toArray())
                .containsExactly(subject.operation
                        .forward(transposed.copy(), everySecond.copy())
                        .toArray());
        NDArray dy = NDArray.full(transposed.shape(), 2f);
        assertThat(gradients(subject.operation, transposed, everySecond, dy))
                .isDeepEqualTo(gradients(subject.operation, transposed.copy(), everySecond.copy(), dy));
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void givesTheSameBitsInterpretedAndCompiled(Subject subject) {
        NDArray a = NDArray.of(Shape.of(3, 21), subject.arguments(63, 0));
        NDArray b = NDArray.of(Shape.of(3, 1), subject.arguments(3, 5));
        NDArray dy = NDArray.full(a.shape(), 1.25f);
        float[] y = subject.operation.forward(a, b).toArray();
        float[][] dx = gradients(subject.operation, a, b, dy);
        for (int i = 0; i < 20_000; i++) {
            subject.operation.forward(a, b);
            gradients(subject.operation, a, b, dy);
        }
        assertThat(subject.operation.forward(a, b).toArray()).containsExactly(y);
        assertThat(gradients(subject.operation, a, b, dy)).isDeepEqualTo(dx);
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void givesTheSameBitsWithEveryNumberOfThreads(Subject subject) {
        NDArray a = NDArray.of(Shape.of(90, 1001), subject.arguments(90 * 1001, 0));
        NDArray b = NDArray.of(Shape.of(90, 1), subject.arguments(90, 5));
        NDArray dy = NDArray.full(a.shape(), 1.25f);
        int threads = Threads.get();
        try {
            Threads.set(1);
            float[] y = subject.operation.forward(a, b).toArray();
            float[][] dx = gradients(subject.operation, a, b, dy);
            Threads.set(3);
            assertThat(Arrays.equals(subject.operation.forward(a, b).toArray(), y))
                    .isTrue();
            assertThat(Arrays.deepEquals(gradients(subject.operation, a, b, dy), dx))
                    .isTrue();
        } finally {
            Threads.set(threads);
        }
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void refusesShapesThatDoNotBroadcast(Subject subject) {
        assertThatThrownBy(() -> subject.operation.forward(NDArray.zeros(Shape.of(2, 3)), NDArray.zeros(Shape.of(4))))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining(subject.operation.name())
                .hasMessageContaining("[2, 3]")
                .hasMessageContaining("[4]");
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void takesEmptyArrays(Subject subject) {
        NDArray a = NDArray.empty(Shape.of(0, 3));
        NDArray b = NDArray.of(Shape.of(3), 1, 2, 3);
        assertThat(subject.operation.forward(a, b).shape()).isEqualTo(Shape.of(0, 3));
        assertThat(gradients(subject.operation, a, b, NDArray.empty(Shape.of(0, 3)))[1])
                .containsExactly(0f, 0f, 0f);
    }

    @Test
    void aTieSharesTheGradient() {
        NDArray a = NDArray.of(Shape.of(3), 1f, 2f, Float.NaN);
        NDArray b = NDArray.of(Shape.of(3), 1f, 3f, 1f);
        NDArray dy = NDArray.full(a.shape(), 1f);
        assertThat(gradients(Maximum.MAXIMUM, a, b, dy)).isDeepEqualTo(new float[][] {{0.5f, 0, 1}, {0.5f, 1, 1}});
        assertThat(gradients(Minimum.MINIMUM, a, b, dy)).isDeepEqualTo(new float[][] {{0.5f, 1, 1}, {0.5f, 0, 1}});
        assertThat(Float.isNaN(Maximum.MAXIMUM.forward(a, b).get(2))).isTrue();
    }

    @Test
    void aTieOrANaNGivesAllToOne() {
        NDArray a = NDArray.of(Shape.of(3), 1f, Float.NaN, 1f);
        NDArray b = NDArray.of(Shape.of(3), 1f, 3f, Float.NaN);
        NDArray dy = NDArray.full(a.shape(), 1f);
        assertThat(Fmax.FMAX.forward(a, b).toArray()).containsExactly(1f, 3f, 1f);
        assertThat(Fmin.FMIN.forward(a, b).toArray()).containsExactly(1f, 3f, 1f);
        assertThat(gradients(Fmax.FMAX, a, b, dy)).isDeepEqualTo(new float[][] {{1, 0, 1}, {0, 1, 0}});
        assertThat(gradients(Fmin.FMIN, a, b, dy)).isDeepEqualTo(new float[][] {{1, 0, 1}, {0, 1, 0}});
        assertThat(gradients(ClampMin.CLAMP_MIN, a, b, dy)).isDeepEqualTo(new float[][] {{1, 0, 0}, {0, 0, 0}});
    }

    @Test
    void remaindersHaveTheSignsOfPythonAndJava() {
        NDArray a = NDArray.of(Shape.of(5), 7, -7, 7, -7, 1);
        NDArray b = NDArray.of(Shape.of(5), 3, 3, -3, -3, 0);
        assertThat(Remainder.REMAINDER.forward(a, b).toArray()).containsExactly(1, 2, -2, -1, Float.NaN);
        assertThat(Fmod.FMOD.forward(a, b).toArray()).containsExactly(1, -1, 1, -1, Float.NaN);
        assertThat(FloorDivide.FLOOR_DIVIDE.forward(a, b).toArray())
                .containsExactly(2, -3, -3, 2, Float.POSITIVE_INFINITY);
        assertThat(TruncDivide.TRUNC_DIVIDE.forward(a, b).toArray())
                .containsExactly(2, -2, -2, 2, Float.POSITIVE_INFINITY);
    }

    @Test
    void zerosAndNegativesHavePyTorchsValues() {
        NDArray a = NDArray.of(Shape.of(4), 0f, 0f, -2f, 2f);
        NDArray b = NDArray.of(Shape.of(4), 0f, Float.NaN, 0.5f, -0f);
        NDArray dy = NDArray.full(a.shape(), 1f);
        assertThat(Xlogy.XLOGY.forward(a, b).toArray()[0]).isZero();
        assertThat(Xlogy.XLOGY.forward(a, b).toArray()[1]).isNaN();
        assertThat(Heaviside.HEAVISIDE.forward(a, b).toArray()).containsExactly(0f, Float.NaN, 0f, 1f);
        assertThat(PRelu.PRELU.forward(a, b).toArray()[2]).isEqualTo(-1f);
        assertThat(gradients(PRelu.PRELU, a, b, dy)[1]).containsExactly(0f, 0f, -2f, 0f);
        assertThat(Copysign.COPYSIGN.forward(a, b).toArray()).containsExactly(0f, 0f, 2f, -2f);
        assertThat(gradients(Copysign.COPYSIGN, a, b, dy)[0]).containsExactly(0f, 0f, -1f, -1f);
        assertThat(gradients(new SmoothL1(0), a, a, dy)[0]).containsExactly(0f, 0f, 0f, 0f);
        NDArray infinite = NDArray.full(Shape.of(4), Float.NEGATIVE_INFINITY);
        assertThat(LogAddExp.LOG_ADD_EXP.forward(infinite, infinite).toArray()[0])
                .isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(Hypot.HYPOT.forward(infinite, b).toArray()).containsOnly(Float.POSITIVE_INFINITY);
        assertThat(BinaryCrossEntropy.BINARY_CROSS_ENTROPY
                        .forward(NDArray.of(Shape.of(2), 0, 1), NDArray.of(Shape.of(2), 1, 0.5f))
                        .toArray())
                .containsExactly(100f, 50f);
    }

    @Test
    void whereNothingComesBackXlogyPassesNothingToA() {
        NDArray a = NDArray.of(Shape.of(6), 2f, 0f, 0f, 2f, 2f, 3f);
        NDArray b = NDArray.of(Shape.of(6), 0f, 0f, Float.NaN, Float.NaN, -1f, Float.POSITIVE_INFINITY);
        float[] none = {0, 0, Float.NaN, Float.NaN, 0, 0};
        assertThat(gradients(Xlogy.XLOGY, a, b, NDArray.zeros(a.shape()))[0]).containsExactly(none);
        float[] all = {Float.NEGATIVE_INFINITY, 0, Float.NaN, Float.NaN, Float.NaN, Float.POSITIVE_INFINITY};
        assertThat(gradients(Xlogy.XLOGY, a, b, NDArray.full(a.shape(), 1f))[0]).containsExactly(all);
    }

    @Test
    void refusesBadOptionsByTheirName() {
        assertThatThrownBy(() -> new SmoothL1(-1)).hasMessageContaining("smoothL1Loss: beta is -1.0");
        assertThatThrownBy(() -> new Huber(0)).hasMessageContaining("huberLoss: delta is 0.0");
    }

    @Test
    void thePowerOfZeroHasPyTorchsGradients() {
        NDArray a = NDArray.of(Shape.of(3), 0f, 0f, -2f);
        NDArray b = NDArray.of(Shape.of(3), 0f, 2f, 3f);
        float[][] dx = gradients(Pow.POW, a, b, NDArray.full(a.shape(), 1f));
        assertThat(dx[0]).containsExactly(0f, 0f, 12f);
        assertThat(dx[1][0]).isZero();
        assertThat(dx[1][1]).isZero();
        assertThat(dx[1][2]).isNaN();
    }

    @Test
    void addAndSubLendTheGradient() {
        NDArray a = NDArray.of(Shape.of(2), 1, 2);
        NDArray dy = NDArray.full(a.shape(), 1f);
        List<@Nullable GradientSum> sums = sums(a, a);
        Add.ADD.backward(new SingleBackward(Add.ADD, List.of(a, a), a, dy, sums));
        assertThat(sums).allSatisfy(sum -> assertThat(sum).isNotNull());
        assertThat(sums.stream().map(sum -> sum == null ? a : sum.array())).containsExactly(dy, dy);
    }

    private static void check(Subject subject, Shape a, Shape b) {
        assertThatOp(subject.operation)
                .on(
                        GuardedArray.of(a, subject.arguments(a.elements(), 0)),
                        GuardedArray.of(b, subject.arguments(b.elements(), 7)))
                .within(5e-6)
                .matches(subject.function);
    }

    private static float[][] gradients(Operation operation, NDArray a, NDArray b, NDArray dy) {
        List<@Nullable GradientSum> sums = sums(a, b);
        operation.backward(new SingleBackward(operation, List.of(a, b), operation.forward(a, b), dy, sums));
        float[][] gradients = new float[2][];
        for (int i = 0; i < 2; i++) {
            GradientSum sum = sums.get(i);
            gradients[i] = sum == null ? new float[0] : sum.array().toArray();
        }
        return gradients;
    }

    private static List<@Nullable GradientSum> sums(NDArray a, NDArray b) {
        List<@Nullable GradientSum> sums = new ArrayList<>();
        sums.add(new GradientSum(a.shape()));
        sums.add(new GradientSum(b.shape()));
        return sums;
    }

    /// Positive, so that a power has a gradient, and never equal between two offsets.
    private static float[] arguments(int n, int offset) {
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = (float) (0.3 + 2.5 * (((i + offset) * 0.618_033_988_75 + 0.01 * offset) % 1));
        }
        return x;
    }
}

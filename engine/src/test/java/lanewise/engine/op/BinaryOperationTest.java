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
    /// An operation and its function of the two operands.
    record Subject(BinaryOperation operation, ToDoubleFunction<double[]> function) {
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
                new Subject(Minimum.MINIMUM, x -> Math.min(x[0], x[1])));
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
        NDArray a = NDArray.of(Shape.of(5, 7), arguments(35, 0));
        NDArray transposed = a.view(a.layout().transpose(0, 1));
        NDArray rows = NDArray.of(Shape.of(14, 5), arguments(70, 3));
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
        NDArray a = NDArray.of(Shape.of(3, 21), arguments(63, 0));
        NDArray b = NDArray.of(Shape.of(3, 1), arguments(3, 5));
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
        NDArray a = NDArray.of(Shape.of(90, 1001), arguments(90 * 1001, 0));
        NDArray b = NDArray.of(Shape.of(90, 1), arguments(90, 5));
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
                .on(GuardedArray.of(a, arguments(a.elements(), 0)), GuardedArray.of(b, arguments(b.elements(), 7)))
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

package lanewise.engine.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lanewise.engine.BoolArray;
import lanewise.engine.Generator;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Both forms of the gradient of every operation that has two.
class GradientFormsTest {
    private static final Shape SHAPE = Shape.of(3, 4, 5);
    private static final int[] NONE = {};

    /// An operation and inputs for it.
    record Sample(Operation operation, List<NDArray> inputs) {
        Sample(Operation operation, NDArray... inputs) {
            this(operation, List.of(inputs));
        }

        void check() {
            GradientForms.check(operation, inputs.toArray(NDArray[]::new));
        }

        @Override
        public String toString() {
            return operation.getClass().getSimpleName();
        }
    }

    static Stream<Sample> samples() {
        Stream<Sample> unary = UnaryOperationTest.subjects()
                .map(s -> new Sample(s.operation(), NDArray.of(Shape.of(37), UnaryOperationTest.arguments(s, 37))));
        Stream<Sample> binary = BinaryOperationTest.subjects()
                .map(s -> new Sample(
                        s.operation(),
                        NDArray.of(Shape.of(4, 1), s.arguments(4, 3)),
                        NDArray.of(Shape.of(3, 1, 5), s.arguments(15, 8))));
        return Stream.of(
                        unary,
                        binary,
                        views(),
                        chosen(),
                        scattered(),
                        matrices(),
                        attention(),
                        recurrent(),
                        reductions(),
                        products(),
                        losses(),
                        others())
                .flatMap(s -> s);
    }

    private static NDArray x(int... sizes) {
        return OracleCheck.random(Shape.of(sizes), 3);
    }

    private static Sample on(Operation operation) {
        return new Sample(operation, OracleCheck.random(SHAPE, 5));
    }

    /// One, none or two zeros in each row.
    private static NDArray withZeros() {
        NDArray x = OracleCheck.random(Shape.of(3, 4, 2), 5);
        for (int i : new int[] {2, 9, 13}) {
            x.data()[x.offset() + i] = 0f;
        }
        return x;
    }

    private static int[] ints(int... numbers) {
        return numbers;
    }

    private static Stream<Sample> views() {
        return Stream.of(
                on(new Narrow(1, 1, 2)),
                on(new Slice(2, 0, 5, 2)),
                on(new Select(1, -2)),
                on(new Permute(2, 0, 1)),
                on(new Diagonal(1, 0, 2)),
                on(new Windows(1, 3, 1)),
                on(new Unsqueeze(1)),
                new Sample(new Squeeze(), x(3, 1, 2)),
                new Sample(new Expand(Shape.of(2, 3, 4)), x(3, 1)),
                on(new Reshape(12, 5)),
                on(Copy.COPY),
                on(new Flip(0, 2)),
                on(new Tril(0)),
                on(new Triu(1)),
                new Sample(Trace.TRACE, x(3, 4)),
                on(new ConstantPad(7f, 1, 2, 0, 1)),
                on(new DiagEmbed(-1, 0, -1)));
    }

    private static Stream<Sample> chosen() {
        BoolArray mask = BoolArray.of(Shape.of(4, 1), true, false, false, true);
        LongArray index = LongArray.of(Shape.of(3), 2, 0, 2);
        LongArray places = LongArray.of(Shape.of(2, 2, 2), 0, 1, 2, 3, 3, 2, 1, 1);
        return Stream.of(
                on(new MaskedFill(mask, 2f)),
                on(new MaskedSelect(mask)),
                new Sample(new Where(mask), x(3, 1, 5), x(4, 1)),
                on(new IndexSelect(1, index)),
                on(new Gather(1, places)),
                on(new IndexGet(new IndexedPlaces(SHAPE, Arrays.asList(null, index)))),
                new Sample(new Embedding(index, Embedding.NO_PADDING, false), x(4, 2)),
                new Sample(new Embedding(index, 2, false), x(4, 2)),
                new Sample(new Embedding(index, 0, true), x(4, 2)),
                on(new Logcumsumexp(1)),
                on(new Cummax(1)),
                on(new Cummin(-1)),
                on(Median.MEDIAN),
                new Sample(ClampBounds.CLAMP_BOUNDS, OracleCheck.random(SHAPE, 5), x(4, 1), x(3, 1, 1)),
                new Sample(new MaxUnpool(LongArray.of(Shape.of(2, 1, 3), 0, 4, 2, 1, 5, 3), 2, 3), x(2, 1, 3)),
                on(new MaxDim(1, false)),
                on(new MinDim(2, true)),
                on(new MedianDim(0, false)),
                on(new Kthvalue(2, 1, true)),
                on(new Sort(1, false)),
                on(new Topk(2, 2, true)),
                on(new Amax(ints(0, 2), false)),
                on(new Amin(ints(1), true)),
                new Sample(new MaxPool(ints(2, 2), ints(2, 2), ints(1, 1), ints(1, 1), false), x(2, 3, 5, 6)),
                new Sample(new AdaptiveMaxPool(2, 3), x(2, 3, 5, 6)));
    }

    /// Elements of a source brought to places of an array.
    private static Stream<Sample> scattered() {
        LongArray index = LongArray.of(Shape.of(2), 3, 0);
        LongArray places = LongArray.of(Shape.of(2, 3, 2), 0, 1, 2, 3, 3, 2, 1, 0, 0, 1, 2, 3);
        LongArray one = LongArray.of(Shape.SCALAR, 0);
        BoolArray mask = BoolArray.of(Shape.of(4, 1), true, false, false, true);
        NDArray array = OracleCheck.random(SHAPE, 5);
        NDArray source = OracleCheck.random(Shape.of(2, 4, 3), 9);
        Stream<Sample> reduced = Stream.of(true, false)
                .flatMap(includeSelf -> Arrays.stream(ScatterReduction.values())
                        .map(r -> new Sample(new ScatterReduce(1, places, r, includeSelf), array, source)));
        return Stream.concat(
                reduced,
                Stream.of(
                        new Sample(new Scatter(1, places), array, source),
                        new Sample(new Scatter(0, one), x(), OracleCheck.random(Shape.SCALAR, 9)),
                        new Sample(new ScatterAdd(-2, places), array, source),
                        new Sample(new ScatterAdd(0, one), x(3), OracleCheck.random(Shape.of(2), 9)),
                        new Sample(new ScatterFill(1, places, 2f), array),
                        new Sample(new IndexAdd(1, index), array, OracleCheck.random(Shape.of(3, 2, 5), 9)),
                        new Sample(new IndexCopy(1, index), array, OracleCheck.random(Shape.of(3, 2, 5), 9)),
                        new Sample(new IndexAdd(0, one), x(), OracleCheck.random(Shape.SCALAR, 9)),
                        new Sample(new IndexCopy(0, one), x(), OracleCheck.random(Shape.SCALAR, 9)),
                        new Sample(
                                new IndexPut(new IndexedPlaces(SHAPE, Arrays.asList(null, index)), false), array, x(5)),
                        new Sample(
                                new IndexPut(new IndexedPlaces(SHAPE, Arrays.asList(null, index)), true),
                                array,
                                x(3, 2, 5)),
                        new Sample(new MaskedScatter(mask), array, x(7, 5))));
    }

    private static Stream<Sample> reductions() {
        return Stream.of(
                on(new Sum(ints(0, 2), false)),
                on(new Sum(NONE, false)),
                on(new Mean(ints(1), true)),
                on(new Cumsum(1)),
                on(new MeanInDouble(ints(0, 2), false)),
                on(new Prod(ints(1), false)),
                on(new Prod(NONE, false)),
                on(new Cumprod(1)),
                new Sample(new Prod(NONE, false), x()),
                new Sample(new Cumprod(0), x()),
                new Sample(new Prod(ints(0, -1), true), withZeros()),
                new Sample(new Prod(ints(1), false), withZeros()),
                new Sample(new Cumprod(1), withZeros()),
                new Sample(new Cumprod(2), withZeros()),
                on(new Logsumexp(ints(1), false)),
                on(new Var(ints(0, 1), 1, false)),
                on(new Std(NONE, 0, false)),
                on(new VectorNorm(2, ints(1), false)),
                on(new VectorNorm(1, ints(1, 2), true)),
                on(new VectorNorm(3, NONE, false)),
                on(new VectorNorm(0, ints(1), false)),
                on(new VectorNorm(Double.POSITIVE_INFINITY, ints(1), false)),
                on(new VectorNorm(Double.NEGATIVE_INFINITY, NONE, false)),
                on(new Softmax(1)),
                on(new Softmax(-1)),
                on(new LogSoftmax(0)),
                on(new LogSoftmax(2)));
    }

    private static Stream<Sample> products() {
        int[] ones = ints(1, 1);
        return Stream.of(
                new Sample(MatMul.MATMUL, x(3, 4), x(4, 5)),
                new Sample(MatMul.MATMUL, x(4), x(4)),
                new Sample(MatMul.MATMUL, x(3, 4), x(4)),
                new Sample(MatMul.MATMUL, x(4), x(4, 5)),
                new Sample(MatMul.MATMUL, x(2, 1, 3, 4), x(5, 4, 2)),
                new Sample(MatMul.MATMUL, x(2, 3, 4), x(4, 5)),
                new Sample(Linear.LINEAR, x(2, 3, 4), x(5, 4)),
                new Sample(Linear.LINEAR, x(3, 4), x(5, 4), x(5)),
                new Sample(new Convolution(ints(1, 2), ones, ints(1, 0), ones, 2), x(2, 4, 6, 5), x(6, 2, 3, 3)),
                new Sample(new Convolution(ints(1), ints(0), ints(0), ints(2), 1), x(3, 9), x(2, 3, 3), x(2)),
                new Sample(
                        new TransposedConvolution(ints(2, 1), ones, ints(1, 0), ones, 1),
                        x(2, 3, 4, 5),
                        x(3, 2, 3, 3),
                        x(2)),
                new Sample(new AveragePool(ints(2, 3), ints(2, 1), ints(1, 1), false, false, 0), x(2, 3, 5, 6)),
                new Sample(new AdaptiveAveragePool(2, 3), x(2, 3, 5, 6)),
                new Sample(new Interpolate(Interpolation.LINEAR, ints(7), new double[] {0}, false), x(2, 3, 5)),
                new Sample(new Unfold(new PatchOptions(2, 3, 1, 1, 1, 0, 1, 2)), x(2, 3, 4, 5)),
                new Sample(new Fold(4, 5, new PatchOptions(2, 3, 1, 1, 1, 0, 1, 2)), x(2, 12, 10)));
    }

    private static Stream<Sample> matrices() {
        NDArray a = invertible();
        return Stream.of(
                new Sample(Solve.SOLVE, a, x(2, 3, 4)),
                new Sample(Inverse.INVERSE, a),
                new Sample(Det.DET, a),
                new Sample(new LogAbsDet(), a));
    }

    private static NDArray invertible() {
        NDArray a = OracleCheck.random(Shape.of(2, 3, 3), 5);
        for (int i = 0; i < a.elements(); i += 4) {
            a.data()[a.offset() + i - i / 12 * 3] += 4f;
        }
        return a;
    }

    /// With sequences that end before others, and before the last step.
    private static Stream<Sample> recurrent() {
        return Stream.of(ints(3, 2, 2, 1), ints(2, 2, 1, 1), ints(1, 1, 1, 1))
                .flatMap(lengths -> Stream.of(true, false)
                        .flatMap(reverse -> recurrent(new RecurrenceOptions(true, reverse, lengths))));
    }

    private static Stream<Sample> recurrent(RecurrenceOptions options) {
        NDArray x = OracleCheck.random(Shape.of(3, 4, 2), 5);
        return Stream.of(
                new Sample(new ElmanRnn(true, options), x, x(4, 3), x(3, 2), x(3, 3), x(3), x(3)),
                new Sample(new Gru(options), x, x(4, 3), x(9, 2), x(9, 3), x(9), x(9)),
                new Sample(new Lstm(false, options), x, x(4, 3), x(4, 3), x(12, 2), x(12, 3), x(12), x(12)));
    }

    private static Stream<Sample> attention() {
        NDArray q = x(2, 3, 4);
        NDArray k = OracleCheck.random(Shape.of(2, 5, 4), 7);
        NDArray v = OracleCheck.random(Shape.of(2, 5, 3), 9);
        NDArray mask = OracleCheck.random(Shape.of(3, 5), 11);
        return Stream.of(
                new Sample(new ScaledDotProductAttention(0.5, false, null), q, k, v),
                new Sample(new ScaledDotProductAttention(0.7, true, null), q, k, v),
                new Sample(new ScaledDotProductAttention(0.5, false, mask), q, k, v),
                new Sample(new PackedAttention(2, 0.5, false), x(2, 3, 12)),
                new Sample(new PackedAttention(1, 0.7, true), x(2, 4, 9)),
                new Sample(new PackedAttention(3, 0.7, true), x(1, 5, 18)));
    }

    private static Stream<Sample> losses() {
        List<Sample> samples = new ArrayList<>();
        LongArray labels = LongArray.of(Shape.of(3, 5), 0, 1, 3, -100, 2, 1, 1, 0, 2, 3, -100, 2, 0, 1, 3);
        NDArray weight = NDArray.of(Shape.of(4), 1, 2, 0.5f, 3);
        for (Reduction reduction : Reduction.values()) {
            samples.add(new Sample(new MseLoss(reduction), x(3, 4), OracleCheck.random(Shape.of(3, 4), 8)));
            samples.add(new Sample(new BceWithLogits(reduction), x(3, 4), OracleCheck.random(Shape.of(3, 4), 8)));
            samples.add(on(new CrossEntropy(labels, weight, reduction, 0.1, -100)));
            samples.add(new Sample(new CrossEntropy(LongArray.of(Shape.of(2), 1, 3), reduction), x(2, 4)));
            samples.add(on(new SoftCrossEntropy(OracleCheck.random(SHAPE, 6), weight, reduction, 0.1)));
            samples.add(on(new NllLoss(labels, weight, reduction, -100)));
        }
        return samples.stream();
    }

    private static Stream<Sample> others() {
        return Stream.of(
                new Sample(new Concat(1), x(2, 3), x(2, 1), x(2, 4)),
                new Sample(new Stack(1), x(2, 3), OracleCheck.random(Shape.of(2, 3), 9)),
                new Sample(ViewScatter.slice(1, 0, 4, 2), OracleCheck.random(SHAPE, 5), x(3, 2, 5)),
                on(new Dropout(0.4, new Generator(3))),
                new Sample(new LayerNorm(Shape.of(4, 5), 1e-5), OracleCheck.random(SHAPE, 5), x(4, 5), x(4, 5)),
                on(new LayerNorm(Shape.of(5), 1e-5)),
                new Sample(new RmsNorm(Shape.of(5), 1e-5), OracleCheck.random(SHAPE, 5), x(5)),
                new Sample(new BatchNorm(null, true, 0.1, 1e-5), OracleCheck.random(SHAPE, 5), x(4), x(4)),
                new Sample(new BatchNorm(null, true, 0.1, 1e-5), x(6, 4)),
                new Sample(
                        new BatchNorm(
                                new RunningStatistics(NDArray.zeros(Shape.of(4)), NDArray.full(Shape.of(4), 2f)),
                                false,
                                0.1,
                                1e-5),
                        OracleCheck.random(SHAPE, 5),
                        x(4),
                        x(4)),
                new Sample(new GroupNorm(2, 1e-5), x(2, 4, 3, 2), x(4), x(4)),
                new Sample(new InstanceNorm(1e-5), OracleCheck.random(SHAPE, 5)));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void bothFormsAgree(Sample sample) {
        if (GradientForms.isStatedBy(sample.operation.getClass())) {
            sample.check();
        } else {
            assertThatThrownBy(sample::check)
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("createGraph")
                    .hasMessageContaining(sample.operation.name());
        }
    }

    /// What other operations' gradients are made of is checked with them.
    @Test
    void everyOperationWithTwoFormsIsHere() throws IOException, URISyntaxException, ClassNotFoundException {
        Set<String> sampled = samples().map(Sample::toString).collect(Collectors.toSet());
        Set<String> missing = new TreeSet<>();
        for (String name : UnaryOperationTest.concreteSubclasses(Operation.class)) {
            Class<?> operation = Class.forName(Operation.class.getPackageName() + "." + name);
            if (GradientForms.isStatedBy(operation) && !sampled.contains(name)) {
                missing.add(name);
            }
        }
        assertThat(missing).containsExactly("Adjoint", "FixedSlope");
    }
}

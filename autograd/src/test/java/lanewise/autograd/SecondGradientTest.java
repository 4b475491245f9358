package lanewise.autograd;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import lanewise.engine.BoolArray;
import lanewise.engine.Generator;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.op.AveragePool;
import lanewise.engine.op.BatchNorm;
import lanewise.engine.op.BceWithLogits;
import lanewise.engine.op.Convolution;
import lanewise.engine.op.CrossEntropy;
import lanewise.engine.op.ElmanRnn;
import lanewise.engine.op.Elu;
import lanewise.engine.op.Embedding;
import lanewise.engine.op.Gelu;
import lanewise.engine.op.GeluTanh;
import lanewise.engine.op.GroupNorm;
import lanewise.engine.op.Gru;
import lanewise.engine.op.LayerNorm;
import lanewise.engine.op.LeakyRelu;
import lanewise.engine.op.Linear;
import lanewise.engine.op.Lstm;
import lanewise.engine.op.MaxPool;
import lanewise.engine.op.MseLoss;
import lanewise.engine.op.Operation;
import lanewise.engine.op.PackedAttention;
import lanewise.engine.op.RecurrenceOptions;
import lanewise.engine.op.Reduction;
import lanewise.engine.op.RmsNorm;
import lanewise.engine.op.ScaledDotProductAttention;
import lanewise.engine.op.ScatterReduce;
import lanewise.engine.op.ScatterReduction;
import lanewise.engine.op.Silu;
import lanewise.engine.op.Softplus;
import lanewise.engine.op.TransposedConvolution;
import lanewise.engine.op.Where;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The gradients of gradients, against differences of the gradients.
class SecondGradientTest {
    private static final GradCheck CHECK = new GradCheck(1.0 / 64, 1e-3, 2e-3);

    private static final Tensor WITH_ZEROS = Tensor.of(NDArray.of(Shape.of(3, 4), 1, 0, 2, 1, 1, 1, 1, 2, 0, 1, 1, 0));

    private static final Tensor EYE = Tensor.eye(3);

    /// A computation of tensors of these shapes.
    record Subject(String name, Function<Tensor[], Tensor> computation, List<Shape> shapes) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Subject of(String name, Function<Tensor[], Tensor> computation, Shape... shapes) {
        return new Subject(name, computation, List.of(shapes));
    }

    private static Subject one(String name, Function<Tensor, Tensor> computation) {
        return of(name, x -> computation.apply(x[0]), Shape.of(3, 4));
    }

    private static Subject operation(Operation operation, Shape... shapes) {
        return of(operation.name(), x -> Tensor.apply(operation, x).square(), shapes);
    }

    private static Shape shape(int... sizes) {
        return Shape.of(sizes);
    }

    static Stream<Subject> subjects() {
        return Stream.of(elementwise(), reductions(), shaping(), scattered(), products(), layers())
                .flatMap(s -> s);
    }

    private static Stream<Subject> elementwise() {
        return Stream.of(
                of("add, sub", x -> x[0].add(x[1]).mul(x[0].sub(x[1])), shape(3, 1), shape(4)),
                of("mul", x -> x[0].mul(x[1]).mul(x[1]), shape(2, 3, 1), shape(3, 4)),
                of("div", x -> x[0].div(x[1].add(2)), shape(3, 1), shape(4)),
                of("pow", x -> x[0].add(2).pow(x[1]), shape(3, 1), shape(4)),
                one("pow 3", x -> x.pow(3)),
                one("pow 2.5", x -> x.add(2).pow(2.5f)),
                one("exp", x -> x.neg().exp()),
                one("log", x -> x.add(3).log()),
                one("sqrt", x -> x.add(3).sqrt()),
                one("rsqrt", x -> x.add(3).rsqrt()),
                one("reciprocal", x -> x.add(3).reciprocal()),
                one("square", x -> x.square().square()),
                one("sin", x -> x.sin().mul(x.cos())),
                one("tan", x -> x.tan()),
                one("sinc", x -> x.sinc()),
                one("lgamma", x -> x.square().add(1).lgamma()),
                one("digamma", x -> x.square().add(1).digamma()),
                one("tanh", x -> x.tanh()),
                one("sigmoid", x -> x.sigmoid()),
                one("softplus", x -> Tensor.apply(new Softplus(1, 20), x)),
                one("silu", x -> Tensor.apply(Silu.SILU, x)),
                one("gelu", x -> Tensor.apply(Gelu.GELU, x)),
                one("gelu, tanh", x -> Tensor.apply(GeluTanh.GELU_TANH, x)),
                one("asin", x -> x.mul(0.5f).asin()),
                one("erf", x -> x.erf()),
                of("maximum", x -> x[0].maximum(x[1].add(3)).square().mul(x[1]), shape(3, 4), shape(3, 4)),
                of(
                        "where",
                        x -> Tensor.apply(
                                        new Where(BoolArray.of(Shape.of(4), true, false, false, true)),
                                        x[0].square(),
                                        x[1].square())
                                .mul(x[0]),
                        shape(3, 1),
                        shape(4)));
    }

    private static Stream<Subject> reductions() {
        return Stream.of(
                one("sum", x -> x.sum(1).square()),
                one("mean", x -> x.mean(0).pow(3)),
                one("var", x -> x.var(1).square()),
                one("std", x -> x.add(x.square()).std()),
                one("norm", x -> x.norm(2, false, 1)),
                one("norm 3", x -> x.add(3).norm(3)),
                one("logsumexp", x -> x.logsumexp(1)),
                one("softmax", x -> x.softmax(1)),
                one("logSoftmax", x -> x.logSoftmax(0)),
                one("cumsum", x -> x.cumsum(1).square()),
                one("logcumsumexp", x -> x.logcumsumexp(1).square()),
                one("logcumsumexp of columns", x -> x.logcumsumexp(0).sin()),
                one("prod", x -> x.add(2).prod(1).square()),
                one("prod, zero", x -> x.mul(WITH_ZEROS).prod(1)),
                one("cumprod", x -> x.add(2).cumprod(1).square()),
                one("cumprod, zero", x -> x.mul(WITH_ZEROS).cumprod(1).square()),
                one("cummax", x -> x.cummax(1).values().pow(3)),
                one("median", x -> x.median().pow(3)));
    }

    private static Stream<Subject> shaping() {
        return Stream.of(
                one("reshape, permute", x -> x.reshape(2, 6).t().square()),
                one("squeeze", x -> x.unsqueeze(1).square().squeeze(1)),
                one(
                        "slices",
                        x -> x.slice(1, 0, 4, 2)
                                .square()
                                .mul(x.narrow(1, 1, 2))
                                .mul(x.select(1, 3).unsqueeze(1))),
                one("expand", x -> x.select(0, 1).expand(3, 4).square().mul(x)),
                one("flip", x -> x.flip(0).square().mul(x)),
                of("cat", x -> Tensor.cat(List.of(x[0], x[1]), 1).pow(3), shape(3, 2), shape(3, 1)),
                of("stack", x -> Tensor.stack(List.of(x[0], x[1]), 1).pow(3), shape(3, 2), shape(3, 2)));
    }

    private static Stream<Subject> scattered() {
        LongTensor index = LongTensor.of(LongArray.of(Shape.of(2, 4), 0, 1, 2, 0, 1, 0, 2, 2));
        LongTensor unique = LongTensor.of(LongArray.of(Shape.of(2, 4), 0, 1, 2, 0, 1, 0, 1, 2));
        LongTensor rows = LongTensor.of(LongArray.of(Shape.of(2), 2, 0));
        Shape source = shape(2, 4);
        Shape array = shape(3, 4);
        return Stream.of(
                of("scatter", x -> x[0].scatter(0, unique, x[1]).pow(3), array, source),
                of("scatterAdd", x -> x[0].scatterAdd(0, index, x[1]).pow(3), array, source),
                of("indexAdd", x -> x[0].indexAdd(0, rows, x[1]).pow(3), array, source),
                of("indexCopy", x -> x[0].indexCopy(0, rows, x[1]).pow(3), array, source),
                of("scatterReduce, prod", x -> reduced(x, index, ScatterReduction.PROD), array, source),
                of(
                        "scatterReduce, zeros",
                        x -> reduced(new Tensor[] {x[0].mul(WITH_ZEROS), x[1]}, index, ScatterReduction.PROD),
                        array,
                        source),
                of(
                        "scatterReduce, mean",
                        x -> reduced(x, index, ScatterReduction.MEAN).square(),
                        array,
                        source));
    }

    private static Tensor reduced(Tensor[] x, LongTensor index, ScatterReduction reduction) {
        return Tensor.apply(new ScatterReduce(0, index.array(), reduction, true), x[0], x[1]);
    }

    private static Stream<Subject> products() {
        return Stream.of(
                of("mm", x -> x[0].mm(x[1]).square(), shape(3, 2), shape(2, 4)),
                of("bmm", x -> x[0].bmm(x[1]).square(), shape(2, 3, 2), shape(2, 2, 4)),
                of("matmul, broadcast", x -> x[0].matmul(x[1]).square(), shape(2, 1, 3, 2), shape(2, 2, 4)),
                of("mv", x -> x[0].mv(x[1]).square(), shape(3, 2), shape(2)),
                of("dot", x -> x[0].dot(x[1]).square(), shape(4), shape(4)),
                of("addmm", x -> x[0].addmm(x[1], x[2]).square(), shape(4), shape(3, 2), shape(2, 4)),
                of("solve", x -> Linalg.solve(x[0].add(EYE.mul(3)), x[1]).square(), shape(3, 3), shape(3, 2)),
                of("inverse", x -> Linalg.inv(x[0].add(EYE.mul(3))).square(), shape(3, 3)),
                of("det", x -> Linalg.det(x[0].add(EYE.mul(2))).square(), shape(3, 3)),
                operation(Linear.LINEAR, shape(2, 3, 2), shape(4, 2), shape(4)),
                operation(
                        new Convolution(new int[] {2, 1}, new int[] {1, 1}, new int[] {1, 0}, new int[] {1, 2}, 2),
                        shape(2, 2, 4, 5),
                        shape(4, 1, 3, 2),
                        shape(4)),
                operation(
                        new TransposedConvolution(new int[] {2}, new int[] {1}, new int[] {1}, new int[] {1}, 1),
                        shape(2, 2, 3),
                        shape(2, 3, 3),
                        shape(3)));
    }

    private static Stream<Subject> layers() {
        int[] twos = {2, 2};
        int[] zeros = {0, 0};
        return Stream.of(
                of("mseLoss", x -> Tensor.apply(new MseLoss(Reduction.MEAN), x).square(), shape(3, 4), shape(3, 4)),
                of("bce", x -> Tensor.apply(new BceWithLogits(Reduction.SUM), x[0], x[1]), shape(3, 4), shape(3, 4)),
                one("crossEntropy", SecondGradientTest::crossEntropy),
                operation(new LayerNorm(Shape.of(4), 1e-2), shape(3, 4), shape(4), shape(4)),
                operation(new RmsNorm(Shape.of(4), 1e-2), shape(3, 4), shape(4)),
                operation(new BatchNorm(null, true, 0.1, 1e-2), shape(4, 2, 3), shape(2), shape(2)),
                operation(new GroupNorm(2, 1e-2), shape(2, 4, 3), shape(4), shape(4)),
                operation(new AveragePool(twos, twos, zeros, false, true, 0), shape(1, 2, 4, 4)),
                of(
                        "attention",
                        x -> Tensor.apply(new ScaledDotProductAttention(0.5, true, null), x)
                                .square(),
                        shape(2, 3, 4),
                        shape(2, 3, 4),
                        shape(2, 3, 2)),
                operation(new PackedAttention(2, 0.5, true), shape(2, 3, 12)),
                operation(
                        new ElmanRnn(false, new RecurrenceOptions(true, false, null)),
                        shape(3, 2, 2),
                        shape(2, 3),
                        shape(3, 2),
                        shape(3, 3),
                        shape(3),
                        shape(3)),
                operation(
                        new Gru(new RecurrenceOptions(false, false, new int[] {3, 2})),
                        shape(3, 2, 2),
                        shape(2, 2),
                        shape(6, 2),
                        shape(6, 2)),
                operation(
                        new Gru(new RecurrenceOptions(true, true, new int[] {2, 1})),
                        shape(4, 2, 2),
                        shape(2, 2),
                        shape(6, 2),
                        shape(6, 2),
                        shape(6),
                        shape(6)),
                operation(
                        new Lstm(true, new RecurrenceOptions(false, true, null)),
                        shape(2, 2, 2),
                        shape(2, 1),
                        shape(2, 2),
                        shape(8, 2),
                        shape(8, 1),
                        shape(1, 2)),
                one("embedding", x -> embedding(x, Embedding.NO_PADDING)),
                one("embedding, padding", x -> embedding(x, 2)));
    }

    private static Tensor crossEntropy(Tensor x) {
        NDArray weight = NDArray.of(Shape.of(4), 1, 2, 0.5f, 1);
        LongArray labels = LongArray.of(Shape.of(3), 1, -100, 2);
        return Tensor.apply(new CrossEntropy(labels, weight, Reduction.MEAN, 0.1, -100), x);
    }

    private static Tensor embedding(Tensor x, int padding) {
        LongArray index = LongArray.of(Shape.of(4), 2, 0, 2, 1);
        return Tensor.apply(new Embedding(index, padding, padding == 2), x).pow(3);
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void matchesDifferencesOfTheGradient(Subject subject) {
        CHECK.checkSecond(subject.computation, drawn(subject));
    }

    /// Apart from the kinks.
    @Test
    void piecewiseOperations() {
        Tensor x = Tensor.of(-1.5f, -0.6f, 0.4f, 1.3f).requiresGrad_(true);
        CHECK.checkSecond(in -> in[0].relu().mul(in[0]), x);
        CHECK.checkSecond(in -> in[0].abs().mul(in[0]), x);
        CHECK.checkSecond(in -> in[0].clamp(-1, 1).mul(in[0]), x);
        CHECK.checkSecond(in -> in[0].amax(0).mul(in[0]), x);
        CHECK.checkSecond(in -> in[0].max().mul(in[0]), x);
        CHECK.checkSecond(in -> Tensor.apply(new LeakyRelu(0.2f), in[0]).square(), x);
        CHECK.checkSecond(in -> Tensor.apply(new Elu(1.5f), in[0]), x);
        CHECK.checkSecond(
                in -> Tensor.apply(
                                new MaxPool(new int[] {2}, new int[] {2}, new int[] {0}, new int[] {1}, false),
                                in[0].reshape(1, 1, 4))
                        .pow(3),
                x);
    }

    @Test
    void aWrongGradientOfAGradientIsFound() {
        Function<Tensor[], Tensor> wrong = in -> new lanewise.autograd.Function() {
            @Override
            protected Tensor forward(Context context, Tensor... inputs) {
                context.saveForBackward(inputs[0].detach());
                return inputs[0].pow(3);
            }

            @Override
            protected @Nullable Tensor[] backward(Context context, Tensor outputGradient) {
                return new Tensor[] {
                    outputGradient.mul(context.savedTensors()[0].square().mul(3))
                };
            }
        }.apply(in[0]);
        Tensor x = Tensor.of(1, 2).requiresGrad_(true);
        CHECK.check(wrong, x);
        assertThatThrownBy(() -> CHECK.checkSecond(wrong, x)).isInstanceOf(AssertionError.class);
    }

    private static Tensor[] drawn(Subject subject) {
        Tensor[] inputs = new Tensor[subject.shapes.size()];
        for (int i = 0; i < inputs.length; i++) {
            NDArray array = NDArray.empty(subject.shapes.get(i));
            new Generator(i + 3).fillUniform(array, -1, 1);
            inputs[i] = Tensor.of(array).requiresGrad_(true);
        }
        return inputs;
    }
}

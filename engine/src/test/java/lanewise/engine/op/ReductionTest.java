package lanewise.engine.op;

import static lanewise.engine.op.OracleCheck.check;
import static lanewise.engine.op.OracleCheck.checkForward;
import static lanewise.engine.op.OracleCheck.onEveryLayout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.simd.Lanes;
import org.junit.jupiter.api.Test;

/// Sums, means, largest and smallest elements over every set of dimensions.
class ReductionTest {
    private static final List<Shape> SHAPES = List.of(
            Shape.SCALAR,
            Shape.of(1),
            Shape.of(Lanes.LANES - 1),
            Shape.of(2 * Lanes.LANES + 3),
            Shape.of(5, 7),
            Shape.of(3, 1, 19),
            Shape.of(2, 3, 2, 5),
            Shape.of(3, 2 * Lanes.LANES + 1, 4 * Lanes.LANES + 5));

    /// Calls `test` with every set of dimensions of a shape of this rank.
    private static void forEverySet(int rank, java.util.function.Consumer<int[]> test) {
        for (int set = 0; set < 1 << rank; set++) {
            int[] dimensions = new int[Integer.bitCount(set)];
            int at = 0;
            for (int d = 0; d < rank; d++) {
                if ((set >> d & 1) != 0) {
                    dimensions[at++] = at % 2 == 0 ? d - rank : d;
                }
            }
            test.accept(dimensions);
        }
    }

    /// Where in the reduced, row-major result an element belongs.
    private static int target(Shape shape, int[] dimensions, int element) {
        int target = 0;
        int scale = 1;
        int rest = element;
        for (int d = shape.rank() - 1; d >= 0; d--) {
            if (!isReduced(shape, dimensions, d)) {
                target += rest % shape.dim(d) * scale;
                scale *= shape.dim(d);
            }
            rest /= shape.dim(d);
        }
        return target;
    }

    private static boolean isReduced(Shape shape, int[] dimensions, int d) {
        return dimensions.length == 0 || Arrays.stream(dimensions).anyMatch(dim -> shape.axis(dim) == d);
    }

    private static Shape result(Shape shape, int[] dimensions, boolean keepDim) {
        Shape result = shape;
        for (int d = shape.rank() - 1; d >= 0; d--) {
            if (isReduced(shape, dimensions, d)) {
                result = keepDim ? result.with(d, 1) : result.without(d);
            }
        }
        return result;
    }

    private static double[] reduced(
            double[] x, Shape shape, int[] dimensions, double start, DoubleBinaryOperator operator) {
        double[] y = new double[result(shape, dimensions, false).elements()];
        Arrays.fill(y, start);
        for (int i = 0; i < x.length; i++) {
            int target = target(shape, dimensions, i);
            y[target] = operator.applyAsDouble(y[target], x[i]);
        }
        return y;
    }

    @Test
    void sum() {
        for (Shape shape : SHAPES) {
            forEverySet(
                    shape.rank(),
                    dimensions -> onEveryLayout(shape, x -> {
                        for (boolean keepDim : new boolean[] {false, true}) {
                            Sum sum = new Sum(dimensions, keepDim);
                            assertThat(sum.forward(x).shape()).isEqualTo(result(shape, dimensions, keepDim));
                            OracleCheck.Oracle oracle = inputs -> reduced(inputs[0], shape, dimensions, 0, Double::sum);
                            if (shape.elements() < 100) {
                                check(() -> sum, oracle, x);
                            } else {
                                checkForward(sum, oracle, x);
                            }
                        }
                    }));
        }
    }

    @Test
    void mean() {
        for (Shape shape : SHAPES) {
            forEverySet(
                    shape.rank(),
                    dimensions -> onEveryLayout(shape, x -> {
                        Mean mean = new Mean(dimensions, shape.rank() % 2 == 0);
                        double n = (double) shape.elements()
                                / result(shape, dimensions, false).elements();
                        OracleCheck.Oracle oracle = inputs -> {
                            double[] y = reduced(inputs[0], shape, dimensions, 0, Double::sum);
                            Arrays.setAll(y, i -> y[i] / n);
                            return y;
                        };
                        if (shape.elements() < 100) {
                            check(() -> mean, oracle, x);
                        } else {
                            checkForward(mean, oracle, x);
                        }
                    }));
        }
    }

    @Test
    void amaxAndAmin() {
        for (Shape shape : SHAPES) {
            forEverySet(
                    shape.rank(),
                    dimensions -> onEveryLayout(shape, x -> {
                        OracleCheck.Oracle max =
                                inputs -> reduced(inputs[0], shape, dimensions, Double.NEGATIVE_INFINITY, Math::max);
                        OracleCheck.Oracle min =
                                inputs -> reduced(inputs[0], shape, dimensions, Double.POSITIVE_INFINITY, Math::min);
                        if (shape.elements() < 100) {
                            check(() -> new Amax(dimensions, false), max, x);
                            check(() -> new Amin(dimensions, true), min, x);
                        } else {
                            checkForward(new Amax(dimensions, false), max, x);
                            checkForward(new Amin(dimensions, true), min, x);
                        }
                    }));
        }
    }

    @Test
    void theExtremumOfOneDimensionAndWhereItIs() {
        for (Shape shape : SHAPES) {
            for (int d = 0; d < shape.rank(); d++) {
                int dimension = d;
                int[] dimensions = {d};
                onEveryLayout(shape, x -> {
                    OracleCheck.Oracle max =
                            inputs -> reduced(inputs[0], shape, dimensions, Double.NEGATIVE_INFINITY, Math::max);
                    OracleCheck.Oracle min =
                            inputs -> reduced(inputs[0], shape, dimensions, Double.POSITIVE_INFINITY, Math::min);
                    if (shape.elements() < 100) {
                        check(() -> new MaxDim(dimension, false), max, x);
                        check(() -> new MinDim(dimension, true), min, x);
                    } else {
                        checkForward(new MaxDim(dimension, false), max, x);
                        checkForward(new MinDim(dimension, true), min, x);
                    }
                    MaxDim op = new MaxDim(dimension, true);
                    NDArray values = op.forward(x);
                    assertThat(new Gather(dimension, op.indices()).forward(x).toArray())
                            .isEqualTo(values.toArray());
                    assertThat(Argmax.of(x, dimension, true).toArray())
                            .isEqualTo(op.indices().toArray());
                    MinDim least = new MinDim(dimension, true);
                    assertThat(new Gather(dimension, Argmin.of(x, dimension, true))
                                    .forward(x)
                                    .toArray())
                            .isEqualTo(least.forward(x).toArray());
                });
            }
        }
    }

    @Test
    void equalExtremaShareTheGradientOrTheFirstHasIt() {
        NDArray x = NDArray.of(Shape.of(2, 3), 5, 1, 5, -2, -2, -2);
        float[] dy = OracleCheck.outputGradient(Shape.of(2)).toArray();
        assertThat(OracleCheck.gradients(new Amax(new int[] {1}, false), false, x)
                        .getFirst()
                        .toArray())
                .containsExactly(dy[0] / 2, 0, dy[0] / 2, dy[1] / 3, dy[1] / 3, dy[1] / 3);
        assertThat(OracleCheck.gradients(new MaxDim(1, false), false, x)
                        .getFirst()
                        .toArray())
                .containsExactly(dy[0], 0, 0, dy[1], 0, 0);
        assertThat(Argmax.of(x, 1, false).toArray()).containsExactly(0, 0);
        assertThat(Argmin.of(x, 1, false).toArray()).containsExactly(1, 0);
    }

    @Test
    void nanIsBothLargestAndSmallest() {
        for (int n : new int[] {3, Lanes.LANES, 9 * Lanes.LANES + 1, 200_000}) {
            NDArray x = OracleCheck.random(Shape.of(n), 3);
            x.set(Float.NaN, n / 2);
            assertThat(new Amax(new int[0], false).forward(x).item()).isNaN();
            assertThat(new Amin(new int[0], false).forward(x).item()).isNaN();
            assertThat(Argmax.of(x).item()).isEqualTo(n / 2);
            assertThat(Argmin.of(x, 0, false).item()).isEqualTo(n / 2);
            NDArray column = x.view(x.layout().unsqueeze(1).expand(Shape.of(n, 3)));
            assertThat(new Amax(new int[] {0}, false).forward(column).toArray()).containsOnly(Float.NaN);
        }
    }

    @Test
    void infinitiesAndZerosAreFound() {
        float infinity = Float.POSITIVE_INFINITY;
        NDArray low = NDArray.full(Shape.of(3 * Lanes.LANES + 1), -infinity);
        assertThat(new Amax(new int[0], false).forward(low).item()).isEqualTo(-infinity);
        NDArray high = NDArray.full(Shape.of(3 * Lanes.LANES + 1), infinity);
        assertThat(new Amin(new int[0], false).forward(high).item()).isEqualTo(infinity);
        assertThat(Argmin.of(high).item()).isZero();
        NDArray zeros = NDArray.of(Shape.of(2), 0f, -0f);
        assertThat(Argmax.of(zeros).item()).isZero();
        assertThat(new Sum(new int[0], false).forward(high).item()).isEqualTo(infinity);
    }

    @Test
    void longRowsHaveOneExtremum() {
        NDArray x = OracleCheck.random(Shape.of(300_001), 5);
        for (int at : new int[] {0, 16_384, 150_000, 300_000}) {
            float before = x.get(at);
            x.set(7f, at);
            assertThat(new Amax(new int[0], false).forward(x).item()).isEqualTo(7f);
            assertThat(Argmax.of(x).item()).isEqualTo(at);
            x.set(-7f, at);
            assertThat(new Amin(new int[0], false).forward(x).item()).isEqualTo(-7f);
            x.set(before, at);
        }
    }

    @Test
    void emptyArrays() {
        NDArray x = NDArray.zeros(Shape.of(3, 0, 2));
        assertThat(new Sum(new int[0], false).forward(x).item()).isZero();
        assertThat(new Mean(new int[0], false).forward(x).item()).isNaN();
        assertThat(new Sum(new int[] {1}, false).forward(x).toArray()).containsExactly(0, 0, 0, 0, 0, 0);
        assertThat(new Sum(new int[] {0}, false).forward(x).shape()).isEqualTo(Shape.of(0, 2));
        assertThat(new Amax(new int[] {0}, false).forward(x).shape()).isEqualTo(Shape.of(0, 2));
        assertThat(OracleCheck.gradients(new Mean(new int[] {0}, false), false, x)
                        .getFirst()
                        .elements())
                .isZero();
        assertThatThrownBy(() -> new Amax(new int[] {1}, false).forward(x))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("amax: an array [3, 0, 2] has no elements to choose from");
        assertThatThrownBy(() -> Argmin.of(x)).hasMessageContaining("argmin: an array [3, 0, 2]");
    }

    @Test
    void singleNumbersHaveOneDimension() {
        NDArray x = NDArray.full(Shape.SCALAR, 4f);
        check(() -> new Sum(new int[] {0}, false), inputs -> inputs[0].clone(), x);
        check(() -> new Amax(new int[] {-1}, true), inputs -> inputs[0].clone(), x);
        check(() -> new MaxDim(-1, false), inputs -> inputs[0].clone(), x);
        LongArray index = Argmax.of(x, 0, false);
        assertThat(index.shape()).isEqualTo(Shape.SCALAR);
        assertThat(index.item()).isZero();
    }

    @Test
    void aDimensionTwiceIsRefused() {
        assertThatThrownBy(() -> new Sum(new int[] {0, -2}, false).forward(NDArray.zeros(Shape.of(2, 3))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sum: [0, -2] names dimension 0 of [2, 3] twice");
        assertThatThrownBy(() -> new Mean(new int[] {2}, false).forward(NDArray.zeros(Shape.of(2, 3))))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }
}

package lanewise.engine.op;

import static lanewise.engine.op.OracleCheck.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.simd.Lanes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Reductions that have loops over rows alone, against the same on each row in double.
class RowReductionTest {
    /// An operation over given dimensions.
    @FunctionalInterface
    interface Maker {
        Operation over(int[] dimensions, boolean keepDim);
    }

    static Stream<Arguments> reductions() {
        return Stream.of(
                reduction((d, k) -> new Var(d, 1, k), row -> squares(row) / (row.length - 1)),
                reduction((d, k) -> new Var(d, 0, k), row -> squares(row) / row.length),
                reduction((d, k) -> new Var(d, 0.5, k), row -> squares(row) / (row.length - 0.5)),
                reduction((d, k) -> new Std(d, 1, k), row -> Math.sqrt(squares(row) / (row.length - 1))),
                reduction((d, k) -> new Std(d, 0, k), row -> Math.sqrt(squares(row) / row.length)),
                reduction(MeanInDouble::new, row -> Arrays.stream(row).average().orElse(Double.NaN)),
                reduction(Prod::new, row -> Arrays.stream(row).reduce(1, (a, b) -> a * b)),
                reduction(
                        Logsumexp::new,
                        row -> Math.log(Arrays.stream(row).map(Math::exp).sum())),
                reduction((d, k) -> new VectorNorm(1, d, k), row -> norm(row, 1)),
                reduction((d, k) -> new VectorNorm(2, d, k), row -> norm(row, 2)),
                reduction((d, k) -> new VectorNorm(3.5, d, k), row -> norm(row, 3.5)),
                reduction((d, k) -> new VectorNorm(1.5, d, k), row -> norm(row, 1.5)),
                reduction((d, k) -> new VectorNorm(0.5, d, k), row -> norm(row, 0.5)),
                reduction((d, k) -> new VectorNorm(-2, d, k), row -> norm(row, -2)),
                reduction(
                        (d, k) -> new VectorNorm(Double.POSITIVE_INFINITY, d, k),
                        row -> Arrays.stream(row).map(Math::abs).max().orElse(0)),
                reduction(
                        (d, k) -> new VectorNorm(Double.NEGATIVE_INFINITY, d, k),
                        row -> Arrays.stream(row).map(Math::abs).min().orElse(0)),
                reduction((d, k) -> new VectorNorm(0, d, k), row -> row.length));
    }

    private static Arguments reduction(Maker maker, ToDoubleFunction<double[]> ofRow) {
        return Arguments.of(maker, ofRow);
    }

    @ParameterizedTest
    @MethodSource("reductions")
    void isTheFunctionOfEachRow(Maker maker, ToDoubleFunction<double[]> ofRow) {
        Shape shape = Shape.of(2, 5, 3);
        OracleCheck.onEveryLayout(shape, x -> {
            OracleCheck.check(() -> maker.over(new int[] {1}, false), rows(ofRow, 2, 5, 3), x);
            OracleCheck.check(() -> maker.over(new int[] {-1}, true), rows(ofRow, 10, 3, 1), x);
            OracleCheck.check(() -> maker.over(new int[] {0, 1}, false), rows(ofRow, 1, 10, 3), x);
            OracleCheck.check(() -> maker.over(new int[0], true), rows(ofRow, 1, 30, 1), x);
        });
        assertThat(maker.over(new int[] {1}, false).forward(random(shape, 1)).shape())
                .isEqualTo(Shape.of(2, 3));
        assertThat(maker.over(new int[] {1}, true).forward(random(shape, 1)).shape())
                .isEqualTo(Shape.of(2, 1, 3));
        assertThat(maker.over(new int[0], false).forward(random(shape, 1)).shape())
                .isEqualTo(Shape.SCALAR);
    }

    @ParameterizedTest
    @MethodSource("reductions")
    void longRowsAreAsAccurate(Maker maker, ToDoubleFunction<double[]> ofRow) {
        for (int n : new int[] {4 * Lanes.LANES + 3, 5000}) {
            NDArray x = random(Shape.of(2, n), 3);
            Operation operation = maker.over(new int[] {1}, false);
            if (!(operation instanceof Prod)) {
                OracleCheck.checkForward(operation, rows(ofRow, 2, n, 1), x);
            }
        }
    }

    /// The rows of `[outer, n, inner]` along its middle dimension.
    private static OracleCheck.Oracle rows(ToDoubleFunction<double[]> ofRow, int outer, int n, int inner) {
        return inputs -> {
            double[] y = new double[outer * inner];
            for (int i = 0; i < y.length; i++) {
                double[] row = new double[n];
                for (int j = 0; j < n; j++) {
                    row[j] = inputs[0][(i / inner * n + j) * inner + i % inner];
                }
                y[i] = ofRow.applyAsDouble(row);
            }
            return y;
        };
    }

    private static double squares(double... row) {
        double mean = Arrays.stream(row).sum() / row.length;
        return Arrays.stream(row).map(x -> (x - mean) * (x - mean)).sum();
    }

    private static double norm(double[] row, double p) {
        return Math.pow(Arrays.stream(row).map(x -> Math.pow(Math.abs(x), p)).sum(), 1 / p);
    }

    @Test
    void ofNoElements() {
        NDArray none = NDArray.zeros(Shape.of(2, 0));
        int[] last = {1};
        assertThat(new Var(last, 1, false).forward(none).toArray()).containsExactly(Float.NaN, Float.NaN);
        assertThat(new Std(last, 1, false).forward(none).toArray()).containsExactly(Float.NaN, Float.NaN);
        assertThat(new MeanInDouble(last, false).forward(none).toArray()).containsExactly(Float.NaN, Float.NaN);
        assertThat(new Prod(last, false).forward(none).toArray()).containsExactly(1, 1);
        assertThat(new Logsumexp(last, false).forward(none).toArray())
                .containsExactly(Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY);
        assertThat(new VectorNorm(2, last, false).forward(none).toArray()).containsExactly(0, 0);
        assertThatThrownBy(() -> new VectorNorm(Double.POSITIVE_INFINITY, last, false).forward(none))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("norm: an array [2, 0] has no elements in the reduced dimensions, and of none there is no"
                        + " norm of order Infinity");
        assertThat(Median.MEDIAN.forward(none).item()).isNaN();
        assertThat(new Var(new int[] {0}, 1, false).forward(none).shape()).isEqualTo(Shape.of(0));
    }

    @Test
    void varianceOfOneElementIsThatOfNoDegreeOfFreedom() {
        NDArray one = NDArray.of(Shape.of(1), 3);
        assertThat(new Var(new int[0], 1, false).forward(one).item()).isNaN();
        assertThat(new Var(new int[0], 0, false).forward(one).item()).isZero();
    }

    @Test
    void varianceOfNumbersThatAreAllAlikeIsNotLost() {
        NDArray x = random(Shape.of(1000), 5);
        for (int i = 0; i < x.elements(); i++) {
            x.data()[i] = 10_000 + x.data()[i];
        }
        OracleCheck.checkForward(new Var(new int[0], 1, false), rows(row -> squares(row) / 999, 1, 1000, 1), x);
        NDArray same = NDArray.full(Shape.of(1000), 0.1f);
        assertThat(new Std(new int[0], 1, false).forward(same).item()).isLessThan(1e-8f);
    }

    @Test
    void deviationsOfZeroHaveNoSlope() {
        NDArray same = NDArray.full(Shape.of(4), 2);
        assertThat(OracleCheck.gradients(new Std(new int[0], 1, false), false, same)
                        .getFirst()
                        .toArray())
                .containsOnly(0f);
    }

    @ParameterizedTest
    @ValueSource(doubles = {2, 3, 1.5, 1})
    void normsOfZerosHaveNoSlope(double p) {
        assertThat(OracleCheck.gradients(new VectorNorm(p, new int[0], false), false, NDArray.zeros(Shape.of(4)))
                        .getFirst()
                        .toArray())
                .containsOnly(0f);
    }

    @Test
    void theLargestMagnitudesShareTheGradient() {
        NDArray x = NDArray.of(Shape.of(4), 3, -3, 1, 0);
        NDArray dy = NDArray.full(Shape.SCALAR, 1);
        assertThat(OracleCheck.gradients(new VectorNorm(Double.POSITIVE_INFINITY, new int[0], false), dy, x)
                        .getFirst()
                        .toArray())
                .containsExactly(0.5f, -0.5f, 0, 0);
    }

    @Test
    void productsOfZerosHaveTheOthersAsSlope() {
        NDArray dy = NDArray.of(Shape.of(3), 1, 1, 1);
        NDArray x = NDArray.of(Shape.of(3, 3), 2, 0, 3, 0, 5, 0, 1, 2, 3);
        assertThat(OracleCheck.gradients(new Prod(new int[] {1}, false), dy, x)
                        .getFirst()
                        .toArray())
                .containsExactly(0, 6, 0, 0, 0, 0, 6, 3, 2);
    }

    @Test
    void logsumexpNeitherOverflowsNorLosesInfinities() {
        float infinity = Float.POSITIVE_INFINITY;
        NDArray x = NDArray.of(
                Shape.of(5, 2), 1000, 1000, -1000, -1000, -infinity, -infinity, infinity, 0, infinity, Float.NaN);
        assertThat(new Logsumexp(new int[] {1}, false).forward(x).toArray())
                .containsExactly(
                        1000 + (float) Math.log(2), -1000 + (float) Math.log(2), -infinity, infinity, Float.NaN);
    }

    @Test
    void theMedianIsTheSmallerOfTheMiddleOnes() {
        NDArray x = NDArray.of(Shape.of(2, 3), 3, 1, 2, 5, 2, 7);
        assertThat(Median.MEDIAN.forward(x).item()).isEqualTo(2);
        NDArray dy = NDArray.full(Shape.SCALAR, 1);
        assertThat(OracleCheck.gradients(Median.MEDIAN, dy, x).getFirst().toArray())
                .containsExactly(0, 0, 0.5f, 0, 0.5f, 0);
        x.set(Float.NaN, 1, 1);
        assertThat(Median.MEDIAN.forward(x).item()).isNaN();
        assertThat(OracleCheck.gradients(Median.MEDIAN, dy, x).getFirst().toArray())
                .containsExactly(0, 0, 0, 0, 1, 0);
    }

    @Test
    void refusesMoreDimensionsThanPyTorch() {
        int[] ones = new int[65];
        Arrays.fill(ones, 1);
        assertThatThrownBy(() -> new Sum(new int[0], false).forward(NDArray.zeros(Shape.of(ones))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sum: an array of 65 dimensions cannot be reduced; at most 64 are possible, as in PyTorch");
    }
}

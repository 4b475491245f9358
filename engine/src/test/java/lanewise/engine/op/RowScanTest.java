package lanewise.engine.op;

import static lanewise.engine.op.OracleCheck.random;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What goes along one dimension, against the same on each row in double.
class RowScanTest {
    static Stream<Arguments> scans() {
        return Stream.of(
                Arguments.of((IntFunction<Operation>) Cumsum::new, row(Double::sum)),
                Arguments.of((IntFunction<Operation>) Cumprod::new, row((a, b) -> a * b)),
                Arguments.of(
                        (IntFunction<Operation>) Logcumsumexp::new, row((a, b) -> Math.log(Math.exp(a) + Math.exp(b)))),
                Arguments.of((IntFunction<Operation>) Cummax::new, row(Math::max)),
                Arguments.of((IntFunction<Operation>) Cummin::new, row(Math::min)));
    }

    private static UnaryOperator<double[]> row(java.util.function.DoubleBinaryOperator operator) {
        return x -> {
            double[] y = x.clone();
            for (int i = 1; i < y.length; i++) {
                y[i] = operator.applyAsDouble(y[i - 1], y[i]);
            }
            return y;
        };
    }

    @ParameterizedTest
    @MethodSource("scans")
    void isTheFunctionOfEachRow(IntFunction<Operation> maker, UnaryOperator<double[]> ofRow) {
        Shape shape = Shape.of(2, 7, 3);
        OracleCheck.onEveryLayout(shape, x -> {
            OracleCheck.check(() -> maker.apply(0), rows(ofRow, 1, 2, 21), x);
            OracleCheck.check(() -> maker.apply(-2), rows(ofRow, 2, 7, 3), x);
            OracleCheck.check(() -> maker.apply(2), rows(ofRow, 14, 3, 1), x);
        });
        assertThat(maker.apply(1).forward(NDArray.zeros(Shape.of(2, 0, 3))).shape())
                .isEqualTo(Shape.of(2, 0, 3));
        NDArray number = NDArray.full(Shape.SCALAR, 3);
        assertThat(maker.apply(-1).forward(number).item()).isEqualTo(3);
    }

    @ParameterizedTest
    @MethodSource("scans")
    void longRowsAreAsAccurate(IntFunction<Operation> maker, UnaryOperator<double[]> ofRow) {
        NDArray x = random(Shape.of(3, 4001), 3);
        if (!(maker.apply(1) instanceof Cumprod)) {
            OracleCheck.checkForward(maker.apply(1), rows(ofRow, 3, 4001, 1), x);
        }
    }

    private static OracleCheck.Oracle rows(UnaryOperator<double[]> ofRow, int outer, int n, int inner) {
        return inputs -> {
            double[] y = new double[outer * n * inner];
            for (int i = 0; i < outer * inner; i++) {
                int at = i / inner * n * inner + i % inner;
                double[] row = new double[n];
                for (int j = 0; j < n; j++) {
                    row[j] = inputs[0][at + j * inner];
                }
                double[] scanned = ofRow.apply(row);
                for (int j = 0; j < n; j++) {
                    y[at + j * inner] = scanned[j];
                }
            }
            return y;
        };
    }

    @Test
    void productsOfZerosHaveTheOthersAsSlope() {
        NDArray x = NDArray.of(Shape.of(2, 4), 2, 0, 3, 4, 0, 5, 0, 2);
        NDArray dy = NDArray.full(Shape.of(2, 4), 1);
        assertThat(OracleCheck.gradients(new Cumprod(1), dy, x).getFirst().toArray())
                .containsExactly(1, 2 + 6 + 24, 0, 0, 1 + 5, 0, 0, 0);
    }

    @Test
    void logarithmsNeitherOverflowNorLoseInfinities() {
        float infinity = Float.POSITIVE_INFINITY;
        NDArray x = NDArray.of(Shape.of(2, 4), -infinity, -infinity, 1000, 1000, -1000, infinity, 0, Float.NaN);
        assertThat(new Logcumsumexp(1).forward(x).toArray())
                .containsExactly(
                        -infinity, -infinity, 1000, 1000 + (float) Math.log(2), -1000, infinity, infinity, Float.NaN);
        NDArray finite = NDArray.of(Shape.of(3), -infinity, 500, -500);
        NDArray dy = NDArray.full(Shape.of(3), 1);
        assertThat(OracleCheck.gradients(new Logcumsumexp(0), dy, finite)
                        .getFirst()
                        .toArray())
                .containsExactly(0, 2, 0);
    }

    @Test
    void ofEqualOnesTheLastIsChosenAndNanStays() {
        Cummax max = new Cummax(0);
        NDArray x = NDArray.of(Shape.of(7), 1, 3, 3, 2, Float.NaN, 5, Float.NaN);
        assertThat(max.forward(x).toArray()).containsExactly(1, 3, 3, 3, Float.NaN, Float.NaN, Float.NaN);
        assertThat(max.indices().toArray()).containsExactly(0, 1, 2, 2, 4, 4, 6);
        Cummin min = new Cummin(0);
        assertThat(min.forward(x).toArray()).containsExactly(1, 1, 1, 1, Float.NaN, Float.NaN, Float.NaN);
        assertThat(min.indices().toArray()).containsExactly(0, 0, 0, 0, 4, 4, 6);
    }
}

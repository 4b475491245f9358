package lanewise.engine.op;

import static lanewise.engine.op.OracleCheck.check;
import static lanewise.engine.op.OracleCheck.onEveryLayout;
import static lanewise.engine.op.OracleCheck.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Elements of a source brought to places that an index names in one dimension.
class ScatterTest {
    private static final Shape SHAPE = Shape.of(3, 4);

    /// Of dimension 1 of `[3, 4]`, for two rows of three elements, no place twice.
    private static final LongArray INDEX = LongArray.of(Shape.of(2, 3), 1, 0, 3, 3, 2, 0);

    /// The same with places named several times.
    private static final LongArray REPEATED = LongArray.of(Shape.of(2, 3), 1, 1, 3, 3, 3, 3);

    private static final Shape SOURCE = Shape.of(3, 5);

    /// `y[r, index[r, j]] = f(y[r, index[r, j]], source[r, j])`
    private static double[] scattered(double[] x, double[] source, LongArray index, DoubleBinaryOperator f) {
        double[] y = x.clone();
        for (int i = 0; i < index.elements(); i++) {
            int place = i / 3 * 4 + (int) index.get(i / 3, i % 3);
            y[place] = f.applyAsDouble(y[place], source[i / 3 * 5 + i % 3]);
        }
        return y;
    }

    @Test
    void scatter() {
        onEveryLayout(
                SHAPE,
                x -> onEveryLayout(
                        SOURCE,
                        source -> check(
                                () -> new Scatter(1, INDEX),
                                in -> scattered(in[0], in[1], INDEX, (_, s) -> s),
                                x,
                                source)));
        LongArray column = LongArray.of(Shape.of(1, 2), 2, 0);
        check(
                () -> new Scatter(-2, column),
                in -> {
                    double[] y = in[0].clone();
                    y[8] = in[1][0];
                    y[1] = in[1][1];
                    return y;
                },
                random(SHAPE, 3),
                random(Shape.of(1, 2), 4));
    }

    @Test
    void theLastOfSeveralStays() {
        NDArray y = new Scatter(0, LongArray.of(Shape.of(3), 1, 0, 1))
                .forward(NDArray.zeros(Shape.of(2)), NDArray.of(Shape.of(3), 1, 2, 3));
        assertThat(y.toArray()).containsExactly(2, 3);
    }

    @Test
    void scatterFill() {
        onEveryLayout(
                SHAPE,
                x -> check(
                        () -> new ScatterFill(1, REPEATED, 7f),
                        in -> scattered(in[0], new double[15], REPEATED, (_, _) -> 7),
                        x));
    }

    @Test
    void scatterAdd() {
        onEveryLayout(
                SHAPE,
                x -> check(
                        () -> new ScatterAdd(1, REPEATED),
                        in -> scattered(in[0], in[1], REPEATED, Double::sum),
                        x,
                        random(SOURCE, 5)));
    }

    @ParameterizedTest
    @EnumSource
    void scatterReduce(ScatterReduction reduction) {
        for (boolean includeSelf : new boolean[] {true, false}) {
            check(
                    () -> new ScatterReduce(1, REPEATED, reduction, includeSelf),
                    in -> reduced(in[0], in[1], reduction, includeSelf),
                    random(SHAPE, 6),
                    random(SOURCE, 8));
        }
    }

    private static double[] reduced(double[] x, double[] source, ScatterReduction reduction, boolean includeSelf) {
        double[] start = x.clone();
        double[] counts = new double[12];
        Arrays.fill(counts, includeSelf ? 1 : 0);
        for (int place : new int[] {1, 3, 7}) {
            start[place] = includeSelf ? x[place] : reduction.neutral;
        }
        scattered(counts, source, REPEATED, (c, _) -> c + 1);
        double[] counted = scattered(counts, source, REPEATED, (c, _) -> c + 1);
        double[] y = scattered(
                start,
                source,
                REPEATED,
                switch (reduction) {
                    case SUM, MEAN -> Double::sum;
                    case PROD -> (a, b) -> a * b;
                    case AMAX -> Math::max;
                    case AMIN -> Math::min;
                });
        for (int i = 0; reduction == ScatterReduction.MEAN && i < y.length; i++) {
            y[i] /= Math.max(counted[i], 1);
        }
        return y;
    }

    /// The product of all others is right where one or several factors are 0.
    @Test
    void productsOfZeros() {
        for (float[] factors : new float[][] {{0, 2, 3}, {0, 0, 3}, {5, 0, 0}, {0, 0, 0}}) {
            check(
                    () -> new ScatterReduce(0, LongArray.zeros(Shape.of(2)), ScatterReduction.PROD, true),
                    in -> new double[] {in[0][0] * in[1][0] * in[1][1]},
                    NDArray.of(Shape.of(1), factors[0]),
                    NDArray.of(Shape.of(2), factors[1], factors[2]));
        }
    }

    @Test
    void equalExtremaShareTheGradient() {
        var gradients = OracleCheck.gradients(
                new ScatterReduce(0, LongArray.zeros(Shape.of(3)), ScatterReduction.AMAX, true),
                NDArray.of(Shape.of(1), 6),
                NDArray.of(Shape.of(1), 4),
                NDArray.of(Shape.of(3), 4, 1, 4));
        assertThat(gradients.getFirst().toArray()).containsExactly(2);
        assertThat(gradients.getLast().toArray()).containsExactly(2, 0, 2);
    }

    @Test
    void nanIsTheExtremum() {
        NDArray y = new ScatterReduce(0, LongArray.of(Shape.of(3), 0, 0, 1), ScatterReduction.AMIN, false)
                .forward(NDArray.zeros(Shape.of(2)), NDArray.of(Shape.of(3), 1, Float.NaN, 2));
        assertThat(y.toArray()).containsExactly(Float.NaN, 2);
    }

    @Test
    void numbersAndNothing() {
        NDArray number = NDArray.full(Shape.SCALAR, 3f);
        check(
                () -> new ScatterAdd(0, LongArray.zeros(Shape.SCALAR)),
                in -> new double[] {in[0][0] + in[1][0]},
                number,
                NDArray.full(Shape.SCALAR, 2f));
        check(
                () -> new Scatter(1, LongArray.zeros(Shape.of(0))),
                in -> in[0].clone(),
                random(SHAPE, 3),
                NDArray.zeros(Shape.of(0)));
    }

    @Test
    void whatDoesNotFitIsRefused() {
        NDArray x = NDArray.zeros(SHAPE);
        assertThatThrownBy(() -> new Scatter(1, INDEX).forward(x, NDArray.zeros(Shape.of(2, 2))))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("scatter: a source [2, 2] for an index [2, 3] must have its rank, and in no dimension"
                        + " fewer elements");
        assertThatThrownBy(() -> new ScatterAdd(1, LongArray.zeros(Shape.of(4, 1))).forward(x, x))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("scatterAdd: an index [4, 1] for an array [3, 4] is larger in dimension 0, 4 > 3");
        assertThatThrownBy(() -> new ScatterFill(0, LongArray.full(Shape.of(1, 1), 3), 0f).forward(x))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("scatter: index 3 at position 0 is outside dimension 0 of [3, 4], which has 3");
    }
}

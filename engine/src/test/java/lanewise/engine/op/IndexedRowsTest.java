package lanewise.engine.op;

import static lanewise.engine.op.OracleCheck.check;
import static lanewise.engine.op.OracleCheck.onEveryLayout;
import static lanewise.engine.op.OracleCheck.random;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.DoubleBinaryOperator;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.simd.Lanes;
import org.junit.jupiter.api.Test;

/// Slices brought to the indices of a dimension.
class IndexedRowsTest {
    private static final LongArray REPEATED = LongArray.of(Shape.of(4), 2, 0, 2, 1);
    private static final LongArray DISTINCT = LongArray.of(Shape.of(2), 2, 0);

    private static double[] changed(double[] x, double[] source, LongArray index, int inner, DoubleBinaryOperator f) {
        double[] y = x.clone();
        int k = index.elements();
        for (int i = 0; i < source.length; i++) {
            int place = (i / inner / k * 3 + (int) index.get(i / inner % k)) * inner + i % inner;
            y[place] = f.applyAsDouble(y[place], source[i]);
        }
        return y;
    }

    @Test
    void indexAdd() {
        for (int inner : new int[] {1, Lanes.LANES, Lanes.LANES + 3}) {
            onEveryLayout(
                    Shape.of(2, 3, inner),
                    x -> check(
                            () -> new IndexAdd(1, REPEATED),
                            in -> changed(in[0], in[1], REPEATED, inner, Double::sum),
                            x,
                            random(Shape.of(2, 4, inner), 5)));
        }
    }

    @Test
    void indexCopy() {
        for (int inner : new int[] {1, Lanes.LANES + 3}) {
            onEveryLayout(
                    Shape.of(2, 2, inner),
                    source -> check(
                            () -> new IndexCopy(-2, DISTINCT),
                            in -> changed(in[0], in[1], DISTINCT, inner, (_, s) -> s),
                            random(Shape.of(2, 3, inner), 6),
                            source));
        }
    }

    @Test
    void numbersAndNothing() {
        check(
                () -> new IndexAdd(0, LongArray.zeros(Shape.SCALAR)),
                in -> new double[] {in[0][0] + in[1][0]},
                NDArray.full(Shape.SCALAR, 3f),
                NDArray.full(Shape.of(1), 2f));
        check(
                () -> new IndexCopy(1, LongArray.zeros(Shape.of(0))),
                in -> in[0].clone(),
                random(Shape.of(2, 3), 3),
                NDArray.zeros(Shape.of(2, 0)));
    }

    @Test
    void whatDoesNotFitIsRefused() {
        NDArray x = NDArray.zeros(Shape.of(3, 4));
        assertThatThrownBy(() -> new IndexAdd(0, DISTINCT).forward(x, NDArray.zeros(Shape.of(2, 3))))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("indexAdd: a source [2, 3] for an array [3, 4] and 2 indices of dimension 0 must be"
                        + " [2, 4]");
        assertThatThrownBy(
                        () -> new IndexCopy(0, LongArray.of(Shape.of(1), -1)).forward(x, NDArray.zeros(Shape.of(1, 4))))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("indexCopy: index -1 at position 0 is outside dimension 0 of [3, 4], which has 3");
        assertThatThrownBy(() -> new IndexAdd(0, LongArray.zeros(Shape.of(1, 1))))
                .hasMessage("indexAdd: an index [1, 1] must have one dimension");
    }
}

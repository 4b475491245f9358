package lanewise.engine.op;

import static lanewise.engine.op.OracleCheck.check;
import static lanewise.engine.op.OracleCheck.onEveryLayout;
import static lanewise.engine.op.OracleCheck.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import lanewise.engine.BoolArray;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Tensors of positions as indices, of `[3, 4, 20]`.
class IndexedPlacesTest {
    private static final Shape SHAPE = Shape.of(3, 4, 20);
    private static final LongArray ROWS = LongArray.of(Shape.of(2, 1), 2, -3);
    private static final LongArray COLUMNS = LongArray.of(Shape.of(3), 1, 3, 1);

    private static IndexedPlaces places(@Nullable LongArray... indices) {
        return new IndexedPlaces(SHAPE, Arrays.asList(indices));
    }

    private static int row(int i) {
        return i == 0 ? 2 : 0;
    }

    private static int column(int i) {
        return i == 1 ? 3 : 1;
    }

    /// Checks reading and writing at the places, where the i-th element of the result is `source(i)` of the array.
    private static void checkPlaces(IndexedPlaces places, Shape result, IntUnaryOperator source) {
        assertThat(places.shape()).isEqualTo(SHAPE);
        assertThat(places.result()).isEqualTo(result);
        onEveryLayout(SHAPE, x -> {
            assertThat(new IndexGet(places).forward(x).shape()).isEqualTo(result);
            check(() -> new IndexGet(places), in -> ViewOperationTest.taken(in[0], result, source), x);
        });
        NDArray x = random(SHAPE, 3);
        NDArray values = random(result, 4);
        check(
                () -> new IndexPut(places, true),
                in -> {
                    double[] y = in[0].clone();
                    for (int i = 0; i < in[1].length; i++) {
                        y[source.applyAsInt(i)] += in[1][i];
                    }
                    return y;
                },
                x,
                values);
    }

    @Test
    void neighboursStayInTheirPlace() {
        checkPlaces(
                places(ROWS, COLUMNS), Shape.of(2, 3, 20), i -> row(i / 60) * 80 + column(i / 20 % 3) * 20 + i % 20);
        checkPlaces(
                places(null, COLUMNS, ROWS),
                Shape.of(3, 2, 3),
                i -> i / 6 * 80 + column(i % 3) * 20 + (i / 3 % 2 == 0 ? 2 : 17));
    }

    @Test
    void othersComeToTheFront() {
        checkPlaces(
                places(ROWS, null, COLUMNS), Shape.of(2, 3, 4), i -> row(i / 12) * 80 + i % 4 * 20 + column(i / 4 % 3));
    }

    @Test
    void oneOfAll() {
        checkPlaces(places(null, COLUMNS), Shape.of(3, 3, 20), i -> i / 60 * 80 + column(i / 20 % 3) * 20 + i % 20);
        checkPlaces(places(null, null, COLUMNS), Shape.of(3, 4, 3), i -> i / 3 * 20 + column(i % 3));
    }

    @Test
    void valuesReplaceAndBroadcast() {
        IndexedPlaces places = places(LongArray.of(Shape.of(2), 2, 0), LongArray.of(Shape.of(2), 1, 1));
        check(
                () -> new IndexPut(places, false),
                in -> {
                    double[] y = in[0].clone();
                    for (int i = 0; i < 20; i++) {
                        y[2 * 80 + 20 + i] = in[1][i];
                        y[20 + i] = in[1][i];
                    }
                    return y;
                },
                random(SHAPE, 5),
                random(Shape.of(20), 6));
    }

    @Test
    void repeatedElementsAreNotWritten() {
        NDArray x = NDArray.zeros(Shape.of(4, 20));
        NDArray repeated = x.view(x.layout().expand(SHAPE));
        IndexedPlaces places = places(LongArray.of(Shape.of(2), 2, 0));
        assertThatThrownBy(() -> places.write(repeated, NDArray.full(Shape.SCALAR, 1f), Write.OVERWRITE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("set: the array written to (")
                .hasMessageContaining("repeats elements");
        assertThat(x.toArray()).containsOnly(0f);
    }

    @Test
    void masksArePositions() {
        BoolArray mask = BoolArray.of(Shape.of(2, 3), true, false, true, false, true, false);
        List<LongArray> positions = IndexedPlaces.ofTrue(mask);
        assertThat(positions.getFirst().toArray()).containsExactly(0, 0, 1);
        assertThat(positions.getLast().toArray()).containsExactly(0, 2, 1);
        assertThat(IndexedPlaces.ofTrue(BoolArray.zeros(Shape.of(0, 3)))
                        .getLast()
                        .shape())
                .isEqualTo(Shape.of(0));
    }

    @Test
    void nothing() {
        NDArray x = random(SHAPE, 5);
        IndexedPlaces none = places(LongArray.zeros(Shape.of(0)));
        assertThat(new IndexGet(none).forward(x).shape()).isEqualTo(Shape.of(0, 4, 20));
        check(() -> new IndexPut(none, false), in -> in[0].clone(), x, NDArray.full(Shape.SCALAR, 1f));
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> places(COLUMNS, LongArray.zeros(Shape.of(2))))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("index tensors [3] and [2] into a tensor [3, 4, 20] do not broadcast");
        assertThatThrownBy(() -> places(COLUMNS))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("index 3 is outside a dimension of 3, indexing a tensor [3, 4, 20]");
        assertThatThrownBy(() -> places(null, null, null, COLUMNS)).isInstanceOf(IndexOutOfBoundsException.class);
        IndexedPlaces places = places(null, COLUMNS);
        assertThatThrownBy(
                        () -> new IndexPut(places, false).forward(NDArray.zeros(SHAPE), NDArray.zeros(Shape.of(2, 20))))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("a value [2, 20] does not broadcast to [3, 3, 20]");
    }
}

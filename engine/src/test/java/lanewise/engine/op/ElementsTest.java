package lanewise.engine.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import lanewise.engine.AnyArray;
import lanewise.engine.BoolArray;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import org.junit.jupiter.api.Test;

/// The elements of arrays of all types, against the operations on floats that do the same.
class ElementsTest {
    private static final NDArray FLOATS = NDArray.of(Shape.of(2, 3), 5, 1, 3, 0, 2, 9);

    /// The same numbers as each type can have them.
    private static final List<AnyArray> ALL = List.of(
            FLOATS,
            LongArray.of(Shape.of(2, 3), 5, 1, 3, 0, 2, 9),
            BoolArray.of(Shape.of(2, 3), true, true, true, false, true, true));

    private static float[] numbers(AnyArray x) {
        return switch (x) {
            case NDArray floats -> floats.toArray();
            case LongArray longs -> {
                float[] numbers = new float[longs.elements()];
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] = longs.toArray()[i];
                }
                yield numbers;
            }
            case BoolArray bools -> {
                float[] numbers = new float[bools.elements()];
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] = bools.toArray()[i] ? 1 : 0;
                }
                yield numbers;
            }
        };
    }

    /// `floats` as the type of `x` has them.
    private static float[] as(AnyArray x, NDArray floats) {
        float[] numbers = floats.toArray();
        for (int i = 0; i < numbers.length && x instanceof BoolArray; i++) {
            numbers[i] = numbers[i] == 0 ? 0 : 1;
        }
        return numbers;
    }

    @Test
    void takesWhatIndicesAndMasksName() {
        LongArray index = LongArray.of(Shape.of(2, 2), 1, 0, 0, 1);
        LongArray columns = LongArray.of(Shape.of(2), 2, 0);
        BoolArray mask = BoolArray.of(Shape.of(3), false, true, true);
        IndexedPlaces places = new IndexedPlaces(
                FLOATS.shape(), List.of(columns.view(columns.layout().narrow(0, 1, 1)), columns));
        for (AnyArray x : ALL) {
            assertThat(numbers(Elements.gather(x, 0, index)))
                    .containsExactly(as(x, new Gather(0, index).forward(FLOATS)));
            assertThat(numbers(Elements.indexSelect(x, -1, columns)))
                    .containsExactly(as(x, new IndexSelect(-1, columns).forward(FLOATS)));
            assertThat(numbers(Elements.maskedSelect(x, mask)))
                    .containsExactly(as(x, new MaskedSelect(mask).forward(FLOATS)));
            assertThat(numbers(Elements.get(x, places))).containsExactly(as(x, new IndexGet(places).forward(FLOATS)));
            assertThat(numbers(Elements.triangle(x, new Tril(-1))))
                    .containsExactly(as(x, new Tril(-1).forward(FLOATS)));
            assertThat(numbers(Elements.triangle(x, new Triu(1)))).containsExactly(as(x, new Triu(1).forward(FLOATS)));
        }
    }

    @Test
    void aSingleNumberCountsAsHavingOneDimension() {
        LongArray number = LongArray.full(Shape.SCALAR, 7);
        assertThat(Elements.indexSelect(number, 0, LongArray.zeros(Shape.of(1))).shape())
                .isEqualTo(Shape.SCALAR);
        for (int elements : new int[] {0, 2}) {
            LongArray index = LongArray.zeros(Shape.of(elements));
            assertThatThrownBy(() -> Elements.indexSelect(number, 0, index))
                    .isInstanceOf(ShapeMismatchException.class)
                    .hasMessage("indexSelect: an index [" + elements + "] for a single number must have one element");
        }
    }

    @Test
    void writesWhatIsNamed() {
        for (AnyArray x : ALL) {
            AnyArray y = x.copy();
            Elements.set(
                    y,
                    new IndexedPlaces(y.shape(), List.of(LongArray.of(Shape.of(1), -1))),
                    x.view(x.layout().select(0, 0)));
            assertThat(numbers(y)).containsExactly(as(x, NDArray.of(Shape.of(2, 3), 5, 1, 3, 5, 1, 3)));
            Elements.copy(y.view(y.layout().transpose(0, 1)), Elements.zeros(x, Shape.of(1, 2)));
            assertThat(numbers(y)).containsOnly(0);
            Elements.scatter(y, 1, LongArray.of(Shape.of(1, 2), 2, 0), x);
            assertThat(numbers(y)).containsExactly(as(x, NDArray.of(Shape.of(2, 3), 1, 0, 5, 0, 0, 0)));
        }
    }

    @Test
    void aSourceInTheSameMemoryIsReadFirst() {
        LongArray x = LongArray.of(Shape.of(4), 1, 2, 3, 4);
        Elements.copy(x.view(x.layout().narrow(0, 1, 3)), x.view(x.layout().narrow(0, 0, 3)));
        assertThat(x.toArray()).containsExactly(1, 1, 2, 3);
    }

    @Test
    void whatIsWrittenIsSeenByTheVersion() {
        NDArray x = FLOATS.copy();
        int before = x.storage().version();
        Elements.copy(x, NDArray.zeros(Shape.SCALAR));
        assertThat(x.storage().version()).isGreaterThan(before);
    }

    @Test
    void placed() {
        LongArray x = LongArray.of(Shape.of(2), 4, 5);
        assertThat(numbers(Elements.place(x, new ConstantPad(0f, 1, 2), LongArray.full(Shape.SCALAR, 7))))
                .containsExactly(7, 4, 5, 7, 7);
        assertThat(numbers(Elements.place(x, new DiagEmbed(0, 0, 1), LongArray.full(Shape.SCALAR, 0))))
                .containsExactly(4, 0, 0, 5);
    }

    @Test
    void joined() {
        LongArray x = LongArray.of(Shape.of(2, 2), 1, 2, 3, 4);
        LongArray more = LongArray.of(Shape.of(2, 1), 7, 8);
        assertThat(numbers(Elements.cat(1, x, more))).containsExactly(1, 2, 7, 3, 4, 8);
        assertThat(Elements.cat(0, x, x).shape()).isEqualTo(Shape.of(4, 2));
        assertThatThrownBy(() -> Elements.cat(0, x, more))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("cat: arrays [2, 2] and [2, 1] must agree in every dimension but 0");
        assertThatThrownBy(() -> Elements.cat(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cat: at least one array is needed");
    }

    @Test
    void nothingFitsAnyOthers() {
        NDArray none = NDArray.zeros(Shape.of(0));
        for (AnyArray x : ALL) {
            AnyArray nothing = Elements.zeros(x, none.shape());
            for (int dimension : new int[] {0, 1, -1}) {
                AnyArray y = Elements.cat(dimension, nothing, x, nothing, x);
                NDArray expected = new Concat(dimension).forward(none, FLOATS, none, FLOATS);
                assertThat(y.shape()).isEqualTo(expected.shape());
                assertThat(numbers(y)).containsExactly(as(x, expected));
            }
            assertThat(Elements.cat(0, nothing, nothing).shape()).isEqualTo(Shape.of(0));
        }
    }

    @Test
    void repeatedElementsAreNotWritten() {
        for (AnyArray x : ALL) {
            AnyArray row = x.copy();
            row = row.view(row.layout().narrow(0, 0, 1));
            AnyArray repeated = row.view(row.layout().expand(Shape.of(2, 3)));
            AnyArray zeros = Elements.zeros(x, Shape.of(2, 3));
            int version = row.storage().version();
            LongArray first = LongArray.zeros(Shape.of(1));
            IndexedPlaces places = new IndexedPlaces(repeated.shape(), List.of(first));
            assertThatThrownBy(() -> Elements.copy(repeated, zeros))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("copy_: the array written to (")
                    .hasMessageContaining("repeats elements");
            assertThatThrownBy(() -> Elements.set(repeated, places, Elements.zeros(x, Shape.SCALAR)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("set: the array written to (");
            assertThatThrownBy(() -> Elements.scatter(repeated, 0, LongArray.zeros(Shape.of(1, 3)), zeros))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("scatter: the array written to (");
            assertThat(numbers(row)).containsExactly(as(x, NDArray.of(Shape.of(3), 5, 1, 3)));
            assertThat(row.storage().version()).isEqualTo(version);
        }
    }

    @Test
    void refusesWhatDoesNotFit() {
        LongArray x = LongArray.zeros(Shape.of(2, 3));
        assertThatThrownBy(() -> Elements.copy(x, LongArray.zeros(Shape.of(2))))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("[2] does not broadcast to [2, 3]");
        assertThatThrownBy(() -> Elements.indexSelect(x, 0, x)).isInstanceOf(ShapeMismatchException.class);
        assertThatThrownBy(() -> Elements.indexSelect(x, 1, LongArray.of(Shape.of(2), 0, 3)))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("indexSelect: index 3 at position 1 is outside dimension 1 of [2, 3], which has 3");
        assertThatThrownBy(() -> Elements.gather(x, 0, LongArray.of(Shape.of(1, 1), 2)))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Elements.triangle(LongArray.zeros(Shape.of(3)), new Tril(0)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("[3] is no matrix");
    }
}

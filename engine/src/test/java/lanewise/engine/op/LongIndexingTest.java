package lanewise.engine.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lanewise.engine.BoolArray;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import org.junit.jupiter.api.Test;

/// Whole numbers by their indices and in order, and places in rising sequences.
class LongIndexingTest {
    private static final LongArray X = LongArray.of(Shape.of(2, 3), 5, 1, 3, 2, 2, 9);

    @Test
    void byIndices() {
        LongArray index = LongArray.of(Shape.of(1, 2), 1, 0);
        assertThat(LongIndexing.gather(X, 0, index).toArray()).containsExactly(2, 1);
        LongArray columns = LongArray.of(Shape.of(2), 2, 0);
        assertThat(LongIndexing.indexSelect(X, -1, columns).toArray()).containsExactly(3, 5, 9, 2);
        LongArray number = LongArray.full(Shape.SCALAR, 7);
        assertThat(LongIndexing.indexSelect(number, 0, LongArray.zeros(Shape.of(1)))
                        .shape())
                .isEqualTo(Shape.SCALAR);
        BoolArray mask = BoolArray.of(Shape.of(3), true, false, false);
        assertThat(LongIndexing.maskedFill(X, mask, 0).toArray()).containsExactly(0, 1, 3, 0, 2, 9);
        assertThatThrownBy(() -> LongIndexing.indexSelect(X, 0, index)).isInstanceOf(ShapeMismatchException.class);
    }

    @Test
    void inOrder() {
        assertThat(LongIndexing.argsort(X, 1, false).toArray()).containsExactly(1, 2, 0, 0, 1, 2);
        assertThat(LongIndexing.argsort(X, 1, true).toArray()).containsExactly(0, 2, 1, 2, 0, 1);
        assertThat(LongIndexing.argsort(X, 0, false).toArray()).containsExactly(1, 0, 0, 0, 1, 1);
    }

    @Test
    void joined() {
        LongArray more = LongArray.of(Shape.of(2, 1), 7, 8);
        assertThat(LongIndexing.cat(1, X, more).toArray()).containsExactly(5, 1, 3, 7, 2, 2, 9, 8);
        assertThat(LongIndexing.cat(0, X, X).shape()).isEqualTo(Shape.of(4, 3));
        assertThatThrownBy(() -> LongIndexing.cat(0, X, more))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("cat: arrays [2, 3] and [2, 1] must agree in every dimension but 0");
        assertThatThrownBy(() -> LongIndexing.cat(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void placesInRisingSequences() {
        NDArray rising = NDArray.of(Shape.of(4), 1, 3, 3, 5);
        NDArray numbers = NDArray.of(Shape.of(2, 2), 0, 3, 5, 6);
        assertThat(Buckets.search(rising, numbers, false).toArray()).containsExactly(0, 1, 3, 4);
        assertThat(Buckets.search(rising, numbers, true).toArray()).containsExactly(0, 3, 4, 4);
        NDArray rows = NDArray.of(Shape.of(2, 2), 1, 2, 5, 6);
        assertThat(Buckets.search(rows, numbers, false).toArray()).containsExactly(0, 2, 0, 1);
        assertThatThrownBy(() -> Buckets.search(NDArray.zeros(Shape.of(3, 2)), numbers, false))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("sequences [3, 2] and numbers [2, 2]");
    }

    @Test
    void whatASetContains() {
        NDArray set = NDArray.of(Shape.of(3), 0f, 2, Float.NaN);
        NDArray numbers = NDArray.of(Shape.of(4), -0f, 1, 2, Float.NaN);
        assertThat(Buckets.contains(set, numbers).toArray()).containsExactly(true, false, true, false);
    }
}

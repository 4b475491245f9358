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
    void filled() {
        BoolArray mask = BoolArray.of(Shape.of(3), true, false, false);
        assertThat(LongIndexing.maskedFill(X, mask, 0).toArray()).containsExactly(0, 1, 3, 0, 2, 9);
    }

    @Test
    void reducedByAnIndex() {
        LongArray index = LongArray.of(Shape.of(2, 3), 0, 0, 2, 1, 0, 1);
        assertThat(reduced(index, ScatterReduction.SUM, true)).containsExactly(11, 1, 6, 4, 13, 9);
        assertThat(reduced(index, ScatterReduction.SUM, false)).containsExactly(6, 1, 3, 2, 11, 9);
        assertThat(reduced(index, ScatterReduction.PROD, true)).containsExactly(25, 1, 9, 4, 36, 9);
        assertThat(reduced(index, ScatterReduction.AMAX, true)).containsExactly(5, 1, 3, 2, 9, 9);
        assertThat(reduced(index, ScatterReduction.AMIN, false)).containsExactly(1, 1, 3, 2, 2, 9);
        assertThat(reduced(index, ScatterReduction.MEAN, false)).containsExactly(3, 1, 3, 2, 5, 9);
        assertThat(reduced(index, ScatterReduction.MEAN, true)).containsExactly(3, 1, 3, 2, 4, 9);
        LongArray outside = LongArray.of(Shape.of(1, 1), 3);
        assertThatThrownBy(() -> reduced(outside, ScatterReduction.SUM, true))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    /// `X` along dimension 1 with itself.
    private static long[] reduced(LongArray index, ScatterReduction reduction, boolean includeSelf) {
        return LongIndexing.scatterReduce(X, 1, index, X, reduction, includeSelf)
                .toArray();
    }

    @Test
    void inOrder() {
        assertThat(LongIndexing.argsort(X, 1, false).toArray()).containsExactly(1, 2, 0, 0, 1, 2);
        assertThat(LongIndexing.argsort(X, 1, true).toArray()).containsExactly(0, 2, 1, 2, 0, 1);
        assertThat(LongIndexing.argsort(X, 0, false).toArray()).containsExactly(1, 0, 0, 0, 1, 1);
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

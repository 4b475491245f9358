package lanewise.engine.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.SparseRows;
import org.junit.jupiter.api.Test;

class GradientSumTest {
    private static final Shape SHAPE = Shape.of(3);

    @Test
    void theFirstOverwritesLaterOnesAdd() {
        GradientSum sum = new GradientSum(SHAPE);
        assertThat(sum.contribute()).isEqualTo(Write.OVERWRITE);
        assertThat(sum.contribute()).isEqualTo(Write.ADD);
    }

    @Test
    void givenMemoryMayHoldASumAlready() {
        assertThat(new GradientSum(NDArray.zeros(SHAPE), true).contribute()).isEqualTo(Write.ADD);
        assertThat(new GradientSum(NDArray.zeros(SHAPE), false).contribute()).isEqualTo(Write.OVERWRITE);
    }

    @Test
    void zeroedMemoryIsZeroedOnceOnly() {
        GradientSum sum = new GradientSum(NDArray.full(SHAPE, 5f), false);
        sum.contributeToZeroed().set(2f, 1);
        assertThat(sum.contributeToZeroed().toArray()).containsExactly(0f, 2f, 0f);
    }

    @Test
    void aLentGradientIsCopiedBeforeASecondContribution() {
        NDArray lent = NDArray.of(SHAPE, 1f, 2f, 3f);
        GradientSum sum = new GradientSum(SHAPE);
        assertThat(sum.lend(lent)).isTrue();
        assertThat(sum.array()).isSameAs(lent);
        assertThat(sum.contribute()).isEqualTo(Write.ADD);
        sum.array().set(9f, 0);
        assertThat(sum.array().toArray()).containsExactly(9f, 2f, 3f);
        assertThat(lent.toArray()).containsExactly(1f, 2f, 3f);
    }

    @Test
    void whatIsGivenBecomesTheSumAndTakesWhatWasLent() {
        NDArray given = NDArray.of(SHAPE, 1f, 2f, 3f);
        GradientSum sum = new GradientSum(SHAPE);
        sum.give(given);
        assertThat(sum.array()).isSameAs(given);
        NDArray lent = NDArray.of(SHAPE, 10f, 20f, 30f);
        GradientSum borrowing = new GradientSum(SHAPE);
        borrowing.lend(lent);
        NDArray second = NDArray.of(SHAPE, 1f, 2f, 3f);
        borrowing.give(second);
        assertThat(borrowing.array()).isSameAs(second);
        assertThat(borrowing.array().toArray()).containsExactly(11f, 22f, 33f);
        assertThat(lent.toArray()).containsExactly(10f, 20f, 30f);
        borrowing.give(NDArray.of(SHAPE, 100f, 100f, 100f));
        assertThat(borrowing.array()).isSameAs(second);
        assertThat(borrowing.array().toArray()).containsExactly(111f, 122f, 133f);
    }

    @Test
    void whatIsGivenToALeafIsAddedToItsMemory() {
        NDArray memory = NDArray.of(SHAPE, 1f, 2f, 3f);
        GradientSum sum = new GradientSum(memory, true);
        sum.give(NDArray.of(SHAPE, 1f, 1f, 1f));
        assertThat(memory.toArray()).containsExactly(2f, 3f, 4f);
        GradientSum first = new GradientSum(memory, false);
        first.give(NDArray.of(SHAPE, 5f, 5f, 5f));
        assertThat(memory.toArray()).containsExactly(5f, 5f, 5f);
        first.add(new float[] {0f, 1f, 2f, 3f}, 1);
        assertThat(memory.toArray()).containsExactly(6f, 7f, 8f);
    }

    @Test
    void nothingIsLentToALeafOrToASumThatHasBegun() {
        NDArray gradient = NDArray.zeros(SHAPE);
        assertThat(new GradientSum(NDArray.zeros(SHAPE), false).lend(gradient)).isFalse();
        GradientSum begun = new GradientSum(SHAPE);
        begun.contribute();
        assertThat(begun.lend(gradient)).isFalse();
        assertThat(new GradientSum(Shape.of(1, 3)).lend(gradient)).isFalse();
    }

    @Test
    void partsAreWrittenOnceAndTheRestIsZero() {
        NDArray memory = NDArray.full(Shape.of(2, 5), 7f);
        GradientSum sum = new GradientSum(memory, false);
        sum.contributePart(1, 3, NDArray.of(Shape.of(2, 1), 1f, 2f));
        sum.contributePart(1, 0, NDArray.of(Shape.of(2, 2), 3f, 4f, 5f, 6f));
        assertThat(sum.holdsSum()).isTrue();
        assertThat(sum.array().toArray()).containsExactly(3, 4, 0, 1, 0, 5, 6, 0, 2, 0);
    }

    @Test
    void partsThatMeetAreAdded() {
        GradientSum sum = new GradientSum(NDArray.full(SHAPE, 7f), false);
        sum.contributePart(0, 0, NDArray.of(Shape.of(2), 1f, 2f));
        sum.contributePart(0, 1, NDArray.of(Shape.of(2), 10f, 20f));
        assertThat(sum.array().toArray()).containsExactly(1f, 12f, 20f);
    }

    @Test
    void partsAlongSeveralDimensionsAreAdded() {
        GradientSum sum = new GradientSum(NDArray.full(Shape.of(2, 2), 7f), false);
        sum.contributePart(0, 1, NDArray.of(Shape.of(1, 2), 1f, 2f));
        sum.contributePart(1, 0, NDArray.of(Shape.of(2, 1), 10f, 20f));
        assertThat(sum.array().toArray()).containsExactly(10f, 0f, 21f, 2f);
    }

    @Test
    void aPartIsAddedToASumAndASumToAPart() {
        GradientSum begun = new GradientSum(NDArray.full(SHAPE, 7f), true);
        begun.contributePart(0, 2, NDArray.of(Shape.of(1), 1f));
        assertThat(begun.array().toArray()).containsExactly(7f, 7f, 8f);
        GradientSum part = new GradientSum(NDArray.full(SHAPE, 7f), false);
        part.contributePart(0, 2, NDArray.of(Shape.of(1), 1f));
        assertThat(part.contribute()).isEqualTo(Write.ADD);
        assertThat(part.array().toArray()).containsExactly(0f, 0f, 1f);
        GradientSum lent = new GradientSum(SHAPE);
        lent.lend(NDArray.of(SHAPE, 1f, 2f, 3f));
        lent.contributePart(0, 0, NDArray.of(Shape.of(1), 10f));
        assertThat(lent.array().toArray()).containsExactly(11f, 2f, 3f);
    }

    @Test
    void hasNoArrayBeforeAContribution() {
        assertThatThrownBy(() -> new GradientSum(SHAPE).array()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void rowsStayRowsUntilSomethingElseComes() {
        Shape matrix = Shape.of(3, 2);
        NDArray whole = NDArray.full(matrix, 9f);
        SparseRows kept = new SparseRows(matrix);
        GradientSum.Memory memory = new GradientSum.Memory() {
            @Override
            public NDArray array() {
                return whole;
            }

            @Override
            public SparseRows rows() {
                return kept;
            }
        };
        GradientSum sum = new GradientSum(matrix, memory, null);
        assertThat(sum.holdsSum()).isFalse();
        assertThat(sum.contributeRows()).isSameAs(kept);
        assertThat(sum.holdsSum()).isTrue();
        assertThat(sum.rows()).isSameAs(kept);
        assertThatThrownBy(sum::array)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("this gradient has only rows");
        kept.add(LongArray.of(Shape.of(1), 1), NDArray.of(Shape.of(1, 2), 4, 5), SparseRows.NO_ROW);
        GradientSum next = new GradientSum(matrix, memory, kept);
        assertThat(next.contribute()).isEqualTo(Write.ADD);
        assertThat(next.rows()).isNull();
        assertThat(next.array().toArray()).containsExactly(0, 0, 4, 5, 0, 0);
        assertThat(next.contributeRows()).isNull();
        assertThat(new GradientSum(matrix).contributeRows()).isNull();
        assertThat(new GradientSum(whole, true).contributeRows()).isNull();
    }
}

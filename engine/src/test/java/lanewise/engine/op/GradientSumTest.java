package lanewise.engine.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lanewise.engine.NDArray;
import lanewise.engine.Shape;
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
    void nothingIsLentToALeafOrToASumThatHasBegun() {
        NDArray gradient = NDArray.zeros(SHAPE);
        assertThat(new GradientSum(NDArray.zeros(SHAPE), false).lend(gradient)).isFalse();
        GradientSum begun = new GradientSum(SHAPE);
        begun.contribute();
        assertThat(begun.lend(gradient)).isFalse();
        assertThat(new GradientSum(Shape.of(1, 3)).lend(gradient)).isFalse();
    }

    @Test
    void hasNoArrayBeforeAContribution() {
        assertThatThrownBy(() -> new GradientSum(SHAPE).array()).isInstanceOf(IllegalStateException.class);
    }
}

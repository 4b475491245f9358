package lanewise.engine.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lanewise.engine.BoolArray;
import lanewise.engine.LongArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import org.junit.jupiter.api.Test;

class LongArithmeticTest {
    private static final LongArray COLUMN = LongArray.of(Shape.of(2, 1), 3, -2);
    private static final LongArray ROW = LongArray.of(Shape.of(3), 1, -4, 3);

    @Test
    void combinesAndBroadcasts() {
        assertThat(LongArithmetic.ADD.apply(COLUMN, ROW).toArray()).containsExactly(4, -1, 6, -1, -6, 1);
        assertThat(LongArithmetic.SUB.apply(COLUMN, ROW).toArray()).containsExactly(2, 7, 0, -3, 2, -5);
        assertThat(LongArithmetic.MUL.apply(COLUMN, ROW).toArray()).containsExactly(3, -12, 9, -2, 8, -6);
        assertThat(LongArithmetic.MAXIMUM.apply(COLUMN, ROW).toArray()).containsExactly(3, 3, 3, 1, -2, 3);
        assertThat(LongArithmetic.MINIMUM.apply(COLUMN, ROW).toArray()).containsExactly(1, -4, 3, -2, -4, -2);
        assertThat(LongArithmetic.where(BoolArray.of(Shape.of(3), true, false, true), COLUMN, ROW)
                        .toArray())
                .containsExactly(3, -4, 3, -2, -4, -2);
    }

    @Test
    void divides() {
        assertThat(LongArithmetic.FLOOR_DIVIDE.apply(COLUMN, ROW).toArray()).containsExactly(3, -1, 1, -2, 0, -1);
        assertThat(LongArithmetic.TRUNC_DIVIDE.apply(COLUMN, ROW).toArray()).containsExactly(3, 0, 1, -2, 0, 0);
        assertThat(LongArithmetic.REMAINDER.apply(COLUMN, ROW).toArray()).containsExactly(0, -1, 0, 0, -2, 1);
        assertThat(LongArithmetic.FMOD.apply(COLUMN, ROW).toArray()).containsExactly(0, 3, 0, 0, -2, -2);
        assertThatThrownBy(() -> LongArithmetic.FMOD.apply(ROW, LongArray.of(Shape.of(3), 1, 0, 1)))
                .isInstanceOf(ArithmeticException.class)
                .hasMessage(
                        "fmod: element 1 of the divisor [3] is 0; whole numbers have no infinity, divide toFloat()");
    }

    @Test
    void powers() {
        LongArray base = LongArray.of(Shape.of(6), 3, -2, 1, -1, -1, 5);
        LongArray exponent = LongArray.of(Shape.of(6), 4, 3, -7, -2, -3, -1);
        assertThat(LongArithmetic.POW.apply(base, exponent).toArray()).containsExactly(81, -8, 1, 1, -1, 0);
    }

    @Test
    void compares() {
        assertThat(LongCompare.EQ.apply(COLUMN, ROW).toArray())
                .containsExactly(false, false, true, false, false, false);
        assertThat(LongCompare.LT.apply(COLUMN, ROW).toArray()).containsExactly(false, false, false, true, false, true);
        assertThat(LongCompare.LE.apply(COLUMN, ROW).toArray()).containsExactly(false, false, true, true, false, true);
    }

    @Test
    void refusesShapesThatDoNotBroadcast() {
        assertThatThrownBy(() -> LongArithmetic.ADD.apply(ROW, LongArray.zeros(Shape.of(2))))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("add: [3] and [2]");
        assertThatThrownBy(() -> LongCompare.LT.apply(ROW, LongArray.zeros(Shape.of(2))))
                .hasMessageContaining("lt: [3] and [2]");
    }
}

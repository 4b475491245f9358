package lanewise.engine.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lanewise.engine.BoolArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import org.junit.jupiter.api.Test;

class LogicTest {
    private static final BoolArray COLUMN = BoolArray.of(Shape.of(2, 1), false, true);
    private static final BoolArray ROW = BoolArray.of(Shape.of(2), false, true);

    @Test
    void combinesAndBroadcasts() {
        assertThat(Logic.and(COLUMN, ROW).toArray()).containsExactly(false, false, false, true);
        assertThat(Logic.or(COLUMN, ROW).toArray()).containsExactly(false, true, true, true);
        assertThat(Logic.xor(COLUMN, ROW).toArray()).containsExactly(false, true, true, false);
        assertThat(Logic.xor(COLUMN, ROW).shape()).isEqualTo(Shape.of(2, 2));
    }

    @Test
    void refusesShapesThatDoNotBroadcast() {
        assertThatThrownBy(() -> Logic.and(ROW, BoolArray.zeros(Shape.of(3))))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("logicalAnd: [2] and [3]");
    }
}

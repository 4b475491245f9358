package lanewise.engine.op;

import static lanewise.engine.op.OracleCheck.check;
import static lanewise.engine.op.OracleCheck.onEveryLayout;
import static lanewise.engine.op.OracleCheck.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lanewise.engine.BoolArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import org.junit.jupiter.api.Test;

/// Elements where a mask holds, taken and replaced.
class MaskedTest {
    private static final BoolArray MASK = BoolArray.of(Shape.of(2, 3), true, false, true, false, false, true);
    private static final BoolArray ROW = BoolArray.of(Shape.of(3), true, false, true);

    @Test
    void select() {
        onEveryLayout(
                Shape.of(2, 3),
                x -> check(() -> new MaskedSelect(MASK), in -> new double[] {in[0][0], in[0][2], in[0][5]}, x));
    }

    @Test
    void selectBroadcasts() {
        check(
                () -> new MaskedSelect(ROW),
                in -> new double[] {in[0][0], in[0][0], in[0][1], in[0][1]},
                random(Shape.of(2, 1), 3));
        NDArray none = new MaskedSelect(BoolArray.zeros(Shape.of(2, 3))).forward(random(Shape.of(2, 3), 1));
        assertThat(none.shape()).isEqualTo(Shape.of(0));
    }

    @Test
    void scatter() {
        onEveryLayout(
                Shape.of(2, 3),
                x -> check(
                        () -> new MaskedScatter(MASK),
                        in -> new double[] {in[1][0], in[0][1], in[1][1], in[0][3], in[0][4], in[1][2]},
                        x,
                        random(Shape.of(2, 2), 4)));
    }

    @Test
    void scatterBroadcasts() {
        check(
                () -> new MaskedScatter(ROW),
                in -> new double[] {in[1][0], in[0][0], in[1][1], in[1][2], in[0][1], in[1][3]},
                random(Shape.of(2, 1), 3),
                random(Shape.of(5), 4));
    }

    @Test
    void tooFewAreRefused() {
        assertThatThrownBy(() ->
                        new MaskedScatter(MASK).forward(NDArray.zeros(Shape.of(2, 3)), NDArray.zeros(Shape.of(2))))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("maskedScatter: a source [2] has 2 elements for the 3 places of the mask");
        assertThatThrownBy(() -> new MaskedSelect(MASK).forward(NDArray.zeros(Shape.of(2))))
                .isInstanceOf(ShapeMismatchException.class);
    }
}

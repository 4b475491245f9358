package lanewise.engine.op;

import static lanewise.engine.op.OracleCheck.check;
import static lanewise.engine.op.OracleCheck.onEveryLayout;
import static lanewise.engine.op.OracleCheck.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.simd.Lanes;
import org.junit.jupiter.api.Test;

class MseLossTest {
    private static final List<Shape> SHAPES = List.of(
            Shape.SCALAR,
            Shape.of(1),
            Shape.of(Lanes.LANES - 1),
            Shape.of(4 * Lanes.LANES),
            Shape.of(3, 4 * Lanes.LANES + 3),
            Shape.of(64, 10));

    private static double[] loss(double[] x, double[] t, Reduction reduction) {
        double[] squares = new double[x.length];
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            squares[i] = (x[i] - t[i]) * (x[i] - t[i]);
            sum += squares[i];
        }
        return reduction == Reduction.NONE
                ? squares
                : new double[] {reduction == Reduction.MEAN ? sum / x.length : sum};
    }

    @Test
    void everyReduction() {
        for (Shape shape : SHAPES) {
            NDArray target = random(shape, 8);
            for (Reduction reduction : Reduction.values()) {
                onEveryLayout(
                        shape,
                        x -> check(() -> new MseLoss(reduction), in -> loss(in[0], in[1], reduction), x, target));
                onEveryLayout(
                        shape,
                        t -> check(() -> new MseLoss(reduction), in -> loss(in[0], in[1], reduction), target, t));
            }
        }
    }

    @Test
    void manyElements() {
        NDArray x = random(Shape.of(1_000_003), 1);
        NDArray t = random(Shape.of(1_000_003), 2);
        double[][] in = OracleCheck.doubles(x, t);
        double exact = loss(in[0], in[1], Reduction.SUM)[0];
        assertThat((double) new MseLoss(Reduction.SUM).forward(x, t).item()).isCloseTo(exact, within(exact * 2e-7));
    }

    @Test
    void noElements() {
        NDArray x = NDArray.zeros(Shape.of(0, 3));
        assertThat(new MseLoss(Reduction.SUM).forward(x, x).item()).isZero();
        assertThat(new MseLoss(Reduction.MEAN).forward(x, x).item()).isNaN();
        assertThat(new MseLoss(Reduction.NONE).forward(x, x).shape()).isEqualTo(x.shape());
    }

    @Test
    void shapesMustBeEqual() {
        assertThatThrownBy(() -> new MseLoss(Reduction.MEAN)
                        .forward(NDArray.zeros(Shape.of(64, 1)), NDArray.zeros(Shape.of(64))))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("mseLoss: input [64, 1] and target [64] must have the same shape");
        assertThatThrownBy(() -> new MseLoss(Reduction.MEAN).forward(NDArray.zeros(Shape.of(2))))
                .hasMessage("mseLoss: input and target expected, not 1 arrays");
    }
}

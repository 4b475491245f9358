package lanewise.engine.op;

import static lanewise.engine.op.OracleCheck.check;
import static lanewise.engine.op.OracleCheck.onEveryLayout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.simd.Lanes;
import org.junit.jupiter.api.Test;

class BceWithLogitsTest {
    private static double[] loss(double[] x, double[] t, Reduction reduction) {
        double[] losses = new double[x.length];
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            double p = 1 / (1 + Math.exp(-x[i]));
            losses[i] = -t[i] * Math.log(p) - (1 - t[i]) * Math.log(1 - p);
            sum += losses[i];
        }
        return reduction == Reduction.NONE ? losses : new double[] {reduction == Reduction.MEAN ? sum / x.length : sum};
    }

    @Test
    void everyReduction() {
        for (Shape shape : List.of(Shape.SCALAR, Shape.of(Lanes.LANES), Shape.of(3, Lanes.LANES + 3))) {
            NDArray target = OracleCheck.random(shape, 8);
            for (Reduction reduction : Reduction.values()) {
                onEveryLayout(
                        shape,
                        x -> check(() -> new BceWithLogits(reduction), in -> loss(in[0], in[1], reduction), x, target));
            }
        }
    }

    @Test
    void sureLogits() {
        NDArray x = NDArray.of(Shape.of(4), 500, -500, 500, 50);
        NDArray t = NDArray.of(Shape.of(4), 1, 0, 0, 1);
        float[] losses = new BceWithLogits(Reduction.NONE).forward(x, t).toArray();
        assertThat(losses[0]).isZero();
        assertThat(losses[1]).isZero();
        assertThat(losses[2]).isEqualTo(500f);
        assertThat(losses[3]).isEqualTo((float) Math.exp(-50));
    }

    @Test
    void shapesMustBeEqual() {
        assertThatThrownBy(() -> new BceWithLogits(Reduction.MEAN)
                        .forward(NDArray.zeros(Shape.of(3, 1)), NDArray.zeros(Shape.of(3))))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("binaryCrossEntropyWithLogits: logits [3, 1] and target [3] must have the same shape");
    }
}

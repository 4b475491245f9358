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
import lanewise.engine.simd.Lanes;
import org.junit.jupiter.api.Test;

/// Elements chosen by a mask.
class ChoiceTest {
    private static BoolArray mask(Shape shape) {
        BoolArray mask = BoolArray.empty(shape);
        for (int i = 0; i < mask.elements(); i++) {
            mask.data()[i] = i * i % 7 < 3;
        }
        return mask;
    }

    @Test
    void where() {
        for (int n : new int[] {1, Lanes.LANES, 2 * Lanes.LANES + 3}) {
            Shape shape = Shape.of(2, n);
            boolean[] chosen = mask(shape).toArray();
            NDArray b = random(shape, 4);
            onEveryLayout(
                    shape,
                    a -> check(
                            () -> new Where(mask(shape)),
                            in -> {
                                double[] y = new double[chosen.length];
                                for (int i = 0; i < y.length; i++) {
                                    y[i] = chosen[i] ? in[0][i] : in[1][i];
                                }
                                return y;
                            },
                            a,
                            b));
        }
    }

    @Test
    void whereBroadcastsAllThree() {
        boolean[] chosen = mask(Shape.of(3, 1)).toArray();
        NDArray b = random(Shape.of(2, 1, 1), 4);
        onEveryLayout(
                Shape.of(5),
                a -> check(
                        () -> new Where(mask(Shape.of(3, 1))),
                        in -> {
                            double[] y = new double[2 * 3 * 5];
                            for (int i = 0; i < y.length; i++) {
                                y[i] = chosen[i / 5 % 3] ? in[0][i % 5] : in[1][i / 15];
                            }
                            return y;
                        },
                        a,
                        b));
        assertThatThrownBy(() -> new Where(mask(Shape.of(4))).forward(random(Shape.of(5), 1), b))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("where: [4] and [2, 1, 5] do not broadcast");
    }

    @Test
    void maskedFill() {
        for (int n : new int[] {1, Lanes.LANES, 2 * Lanes.LANES + 3}) {
            boolean[] filled = mask(Shape.of(n)).toArray();
            onEveryLayout(
                    Shape.of(3, n),
                    x -> check(
                            () -> new MaskedFill(mask(Shape.of(n)), -9f),
                            in -> {
                                double[] y = in[0].clone();
                                for (int i = 0; i < y.length; i++) {
                                    y[i] = filled[i % n] ? -9 : y[i];
                                }
                                return y;
                            },
                            x));
        }
        NDArray hidden = NDArray.full(Shape.of(4), Float.NaN);
        assertThat(new MaskedFill(BoolArray.full(Shape.SCALAR, true), 1f)
                        .forward(hidden)
                        .toArray())
                .containsOnly(1f);
        assertThatThrownBy(() -> new MaskedFill(mask(Shape.of(4)), 0f).forward(random(Shape.of(5), 1)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("maskedFill: a mask [4] does not broadcast to the array [5]");
    }
}

package lanewise.engine.op;

import static lanewise.engine.op.OracleCheck.check;
import static lanewise.engine.op.OracleCheck.onEveryLayout;
import static lanewise.engine.op.OracleCheck.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import org.junit.jupiter.api.Test;

/// Arrays one after another, and side by side.
class JoiningTest {
    /// `[outer, nₖ, inner]` arrays one after another along the middle.
    private static double[] joined(int outer, double[]... parts) {
        int size = 0;
        for (double[] part : parts) {
            size += part.length;
        }
        double[] y = new double[size];
        int at = 0;
        for (int o = 0; o < outer; o++) {
            for (double[] part : parts) {
                int run = part.length / outer;
                System.arraycopy(part, o * run, y, at, run);
                at += run;
            }
        }
        return y;
    }

    @Test
    void concat() {
        onEveryLayout(Shape.of(3, 4, 5), x -> {
            check(() -> new Concat(0), in -> joined(1, in), x, random(Shape.of(2, 4, 5), 1));
            check(
                    () -> new Concat(1),
                    in -> joined(3, in),
                    random(Shape.of(3, 1, 5), 1),
                    x,
                    random(Shape.of(3, 0, 5), 2));
            check(() -> new Concat(-1), in -> joined(12, in), random(Shape.of(3, 4, 2), 1), x);
        });
        assertThat(new Concat(1)
                        .forward(random(Shape.of(2, 3), 1), random(Shape.of(2, 4), 2))
                        .shape())
                .isEqualTo(Shape.of(2, 7));
    }

    @Test
    void concatWithNothing() {
        NDArray nothing = NDArray.zeros(Shape.of(0));
        NDArray x = random(Shape.of(2, 3), 1);
        check(() -> new Concat(1), in -> in[1].clone(), nothing, x);
        assertThat(new Concat(0).forward(nothing, nothing).shape()).isEqualTo(Shape.of(0));
    }

    @Test
    void theSameArrayTwiceGetsBothGradients() {
        NDArray x = random(Shape.of(3), 1);
        GradientSum sum = new GradientSum(x.shape());
        Concat concat = new Concat(0);
        NDArray y = concat.forward(x, x);
        NDArray dy = OracleCheck.outputGradient(y.shape());
        concat.backward(new BackwardPass() {
            @Override
            public NDArray input(int i) {
                throw new AssertionError("no input is saved");
            }

            @Override
            public NDArray output() {
                throw new AssertionError("no output is saved");
            }

            @Override
            public NDArray outputGradient() {
                return dy;
            }

            @Override
            public GradientSum gradient(int i) {
                return sum;
            }
        });
        for (int i = 0; i < 3; i++) {
            assertThat(sum.array().get(i)).isEqualTo(dy.get(i) + dy.get(i + 3));
        }
    }

    @Test
    void stack() {
        NDArray other = random(Shape.of(3, 4), 1);
        onEveryLayout(Shape.of(3, 4), x -> {
            check(() -> new Stack(0), in -> joined(1, in), x, other);
            check(() -> new Stack(1), in -> joined(3, in), x, other, x);
            check(() -> new Stack(-1), in -> joined(12, in), x, other);
        });
        assertThat(new Stack(-1).forward(other, other).shape()).isEqualTo(Shape.of(3, 4, 2));
        NDArray number = NDArray.full(Shape.SCALAR, 2f);
        assertThat(new Stack(0).forward(number, number).toArray()).containsExactly(2, 2);
    }

    @Test
    void shapesThatDoNotFit() {
        NDArray a = NDArray.zeros(Shape.of(2, 3));
        assertThatThrownBy(() -> new Concat(0).forward(a, NDArray.zeros(Shape.of(2, 4))))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("cat: arrays [2, 3] and [2, 4] must agree in every dimension but 0");
        assertThatThrownBy(() -> new Concat(0).forward(a, NDArray.zeros(Shape.of(2))))
                .isInstanceOf(ShapeMismatchException.class);
        assertThatThrownBy(() -> new Concat(0).forward()).hasMessage("cat: at least one array is needed");
        assertThatThrownBy(() -> new Stack(0).forward(a, NDArray.zeros(Shape.of(3, 2))))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("stack: arrays [2, 3] and [3, 2] must have the same shape");
        assertThatThrownBy(() -> new Stack(3).forward(a))
                .hasMessage("stack: dimension 3 for arrays [2, 3]; it must be from -3 to 2");
    }
}

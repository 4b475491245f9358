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

/// Elements in another order, parts of matrices, and arrays inside of others.
class RearrangingTest {
    private static final Shape SHAPE = Shape.of(3, 4, 5);

    @Test
    void flip() {
        onEveryLayout(SHAPE, x -> {
            check(
                    () -> new Flip(0, -1),
                    in -> ViewOperationTest.taken(in[0], SHAPE, i -> (2 - i / 20) * 20 + i / 5 % 4 * 5 + 4 - i % 5),
                    x);
            check(
                    () -> new Flip(1),
                    in -> ViewOperationTest.taken(in[0], SHAPE, i -> i / 20 * 20 + (3 - i / 5 % 4) * 5 + i % 5),
                    x);
            check(() -> new Flip(), in -> in[0].clone(), x);
        });
        check(() -> new Flip(0), in -> in[0].clone(), NDArray.full(Shape.SCALAR, 2f));
        assertThat(new Flip(0, 1).forward(NDArray.zeros(Shape.of(2, 0))).shape())
                .isEqualTo(Shape.of(2, 0));
        assertThatThrownBy(() -> new Flip(0, -3).forward(NDArray.zeros(SHAPE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("flip: dimensions [0, -3] of [3, 4, 5] name 0 twice");
    }

    @Test
    void triangles() {
        for (int diagonal : new int[] {-9, -2, -1, 0, 1, 3, 9, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            onEveryLayout(SHAPE, x -> {
                check(() -> new Tril(diagonal), in -> part(in[0], diagonal, true), x);
                check(() -> new Triu(diagonal), in -> part(in[0], diagonal, false), x);
            });
        }
        assertThat(new Tril(0).forward(NDArray.zeros(Shape.of(2, 0))).shape()).isEqualTo(Shape.of(2, 0));
        assertThatThrownBy(() -> new Triu(0).forward(NDArray.zeros(Shape.of(2))))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("triu: an array [2] is no matrix; at least two dimensions are needed");
    }

    private static double[] part(double[] x, int diagonal, boolean lower) {
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            int difference = i % 5 - i / 5 % 4;
            y[i] = (lower ? difference <= diagonal : difference >= diagonal) ? x[i] : 0;
        }
        return y;
    }

    @Test
    void constantPad() {
        onEveryLayout(Shape.of(2, 3), x -> {
            NDArray y = new ConstantPad(7f, 1, 2, 0, 1).forward(x);
            assertThat(y.shape()).isEqualTo(Shape.of(3, 6));
            check(
                    () -> new ConstantPad(7f, 1, 2, 0, 1),
                    in -> {
                        double[] padded = new double[18];
                        java.util.Arrays.fill(padded, 7);
                        System.arraycopy(in[0], 0, padded, 1, 3);
                        System.arraycopy(in[0], 3, padded, 7, 3);
                        return padded;
                    },
                    x);
        });
        check(() -> new ConstantPad(0f), in -> in[0].clone(), NDArray.full(Shape.SCALAR, 2f));
        assertThatThrownBy(() -> new ConstantPad(0f, 1, 1, 1, 1).forward(NDArray.zeros(Shape.of(2))))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("pad: the sizes [1, 1, 1, 1] are of more dimensions than [2] has");
        assertThatThrownBy(() -> new ConstantPad(0f, 1, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void diagonal() {
        Shape result = Shape.of(4, 3);
        onEveryLayout(SHAPE, x -> {
            NDArray y = new Diagonal(1, 0, 2).forward(x);
            assertThat(y.shape()).isEqualTo(result);
            assertThat(y.storage()).isSameAs(x.storage());
            check(
                    () -> new Diagonal(1, 0, 2),
                    in -> ViewOperationTest.taken(in[0], result, i -> i % 3 * 20 + i / 3 * 5 + i % 3 + 1),
                    x);
            check(
                    () -> new Diagonal(-2, -2, -1),
                    in -> ViewOperationTest.taken(in[0], Shape.of(3, 2), i -> i / 2 * 20 + (i % 2 + 2) * 5 + i % 2),
                    x);
            assertThat(new Diagonal(7, 0, 1).forward(x).shape()).isEqualTo(Shape.of(5, 0));
        });
        assertThatThrownBy(() -> new Diagonal(0, 1, -2).forward(NDArray.zeros(SHAPE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("diagonal: dimensions 1 and -2 of [3, 4, 5] are the same");
    }

    @Test
    void diagEmbed() {
        onEveryLayout(Shape.of(2, 3), x -> {
            NDArray y = new DiagEmbed(-1, 0, -1).forward(x);
            assertThat(y.shape()).isEqualTo(Shape.of(4, 2, 4));
            check(
                    () -> new DiagEmbed(-1, 0, -1),
                    in -> {
                        double[] embedded = new double[32];
                        for (int i = 0; i < 6; i++) {
                            embedded[(i % 3 + 1) * 8 + i / 3 * 4 + i % 3] = in[0][i];
                        }
                        return embedded;
                    },
                    x);
        });
        assertThatThrownBy(() -> new DiagEmbed(0, 0, 1).forward(NDArray.zeros(Shape.SCALAR)))
                .isInstanceOf(ShapeMismatchException.class);
        assertThatThrownBy(() -> new DiagEmbed(0, 1, -1).forward(NDArray.zeros(Shape.of(2))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("diagEmbed: dimensions 1 and -1 of the result are the same");
    }

    @Test
    void viewScatter() {
        onEveryLayout(Shape.of(3, 4), x -> {
            check(
                    () -> ViewScatter.select(1, -2),
                    in -> replaced(in[0], in[1], i -> i * 4 + 2),
                    x,
                    random(Shape.of(3), 2));
            check(
                    () -> ViewScatter.slice(1, 1, 9, 2),
                    in -> replaced(in[0], in[1], i -> i / 2 * 4 + 1 + i % 2 * 2),
                    x,
                    random(Shape.of(3, 2), 2));
            check(
                    () -> ViewScatter.diagonal(1, 0, 1),
                    in -> replaced(in[0], in[1], i -> i * 5 + 1),
                    x,
                    random(Shape.of(3), 2));
        });
        assertThatThrownBy(() ->
                        ViewScatter.select(0, 1).forward(NDArray.zeros(Shape.of(3, 4)), NDArray.zeros(Shape.of(1, 4))))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("selectScatter: a source [1, 4] for a part [4] of [3, 4] must have its shape");
    }

    private static double[] replaced(double[] x, double[] source, java.util.function.IntUnaryOperator place) {
        double[] y = x.clone();
        for (int i = 0; i < source.length; i++) {
            y[place.applyAsInt(i)] = source[i];
        }
        return y;
    }

    @Test
    void windows() {
        for (int step : new int[] {1, 2, 4}) {
            int count = 2 / step + 1;
            Shape result = Shape.of(3, count, 5, 2);
            onEveryLayout(SHAPE, x -> {
                NDArray y = new Windows(1, 2, step).forward(x);
                assertThat(y.shape()).isEqualTo(result);
                assertThat(y.storage()).isSameAs(x.storage());
                check(
                        () -> new Windows(1, 2, step),
                        in -> ViewOperationTest.taken(
                                in[0],
                                result,
                                i -> i / (count * 10) * 20 + (i / 10 % count * step + i % 2) * 5 + i / 2 % 5),
                        x);
            });
        }
        check(() -> new Windows(0, 1, 1), in -> in[0].clone(), NDArray.full(Shape.SCALAR, 2f));
        assertThat(new Windows(0, 0, 1).forward(NDArray.zeros(Shape.of(2))).shape())
                .isEqualTo(Shape.of(3, 0));
        assertThatThrownBy(() -> new Windows(1, 5, 1).forward(NDArray.zeros(SHAPE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("unfold: size is 5, and dimension 1 of [3, 4, 5] has 4");
        assertThatThrownBy(() -> new Windows(1, 2, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}

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

class InterpolateTest {
    private static final double[] NO_SCALES = {0, 0};

    private static Interpolate to(Interpolation interpolation, boolean alignCorners, int... sizes) {
        return new Interpolate(interpolation, sizes, new double[sizes.length], alignCorners);
    }

    /// At a place of the input, by the element's own definition: Keys's kernel is 1 at 0 and 0 at other integers.
    private static double weight(Interpolation interpolation, double distance) {
        double d = Math.abs(distance);
        return switch (interpolation) {
            case LINEAR -> Math.max(0, 1 - d);
            case CUBIC ->
                d <= 1 ? 1.25 * d * d * d - 2.25 * d * d + 1 : d < 2 ? -0.75 * d * d * d + 3.75 * d * d - 6 * d + 3 : 0;
            default -> throw new AssertionError(interpolation);
        };
    }

    private static double[] resampled(
            Interpolation interpolation, double[] x, int rows, int in, int out, boolean align) {
        double[] y = new double[rows * out];
        for (int o = 0; o < out; o++) {
            double place = align ? o * (in - 1.0) / (out - 1) : (o + 0.5) * in / out - 0.5;
            if (interpolation == Interpolation.LINEAR) {
                place = Math.max(place, 0);
            }
            for (int i = -4; i < in + 4; i++) {
                int source = Math.clamp(i, 0, in - 1);
                for (int row = 0; row < rows; row++) {
                    y[row * out + o] += weight(interpolation, place - i) * x[row * in + source];
                }
            }
        }
        return y;
    }

    @Test
    void linesAndCurves() {
        Shape shape = Shape.of(2, 3, 5);
        for (Interpolation interpolation : new Interpolation[] {Interpolation.LINEAR, Interpolation.CUBIC}) {
            for (int out : new int[] {1, 3, 5, 8, 13}) {
                for (boolean align : new boolean[] {false, true}) {
                    if (out > 1) {
                        onEveryLayout(
                                shape,
                                x -> check(
                                        () -> to(interpolation, align, out),
                                        in -> resampled(interpolation, in[0], 6, 5, out, align),
                                        x));
                    }
                }
            }
        }
    }

    @Test
    void nearest() {
        NDArray x = NDArray.of(Shape.of(1, 1, 4), 1, 2, 3, 4);
        assertThat(to(Interpolation.NEAREST, false, 7).forward(x).toArray()).containsExactly(1, 1, 2, 2, 3, 3, 4);
        assertThat(to(Interpolation.NEAREST, false, 3).forward(x).toArray()).containsExactly(1, 2, 3);
        assertThat(to(Interpolation.NEAREST_EXACT, false, 3).forward(x).toArray())
                .containsExactly(1, 3, 4);
        assertThat(OracleCheck.gradients(to(Interpolation.NEAREST, false, 7), NDArray.full(Shape.of(1, 1, 7), 1f), x)
                        .getFirst()
                        .toArray())
                .containsExactly(2, 2, 2, 1);
        double[] scale = {1.1};
        assertThat(new Interpolate(Interpolation.NEAREST, new int[] {4}, scale, false)
                        .forward(x)
                        .toArray())
                .containsExactly(1, 1, 2, 3);
    }

    @Test
    void oneDimensionAfterAnother() {
        Shape shape = Shape.of(2, 2, 3, 4);
        check(
                () -> new Interpolate(Interpolation.LINEAR, new int[] {5, 6}, NO_SCALES, false),
                in -> {
                    double[] wide = resampled(Interpolation.LINEAR, in[0], 12, 4, 6, false);
                    double[] turned = new double[wide.length];
                    for (int i = 0; i < wide.length; i++) {
                        turned[i / 18 * 18 + i % 6 * 3 + i / 6 % 3] = wide[i];
                    }
                    double[] high = resampled(Interpolation.LINEAR, turned, 24, 3, 5, false);
                    double[] y = new double[high.length];
                    for (int i = 0; i < high.length; i++) {
                        y[i / 30 * 30 + i % 5 * 6 + i / 5 % 6] = high[i];
                    }
                    return y;
                },
                random(shape, 1));
    }

    @Test
    void theSameSizeIsACopy() {
        NDArray x = random(Shape.of(1, 2, 3), 1);
        NDArray y = to(Interpolation.CUBIC, false, 3).forward(x);
        assertThat(y.toArray()).isEqualTo(x.toArray());
        assertThat(y.storage()).isNotSameAs(x.storage());
    }

    @Test
    void refusals() {
        assertThatThrownBy(() -> to(Interpolation.LINEAR, false, 3, 3).forward(NDArray.zeros(Shape.of(1, 2, 3))))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("interpolate: x is [1, 2, 3]; to the sizes [3, 3] it must have 4 dimensions, [n, c, ...]");
        assertThatThrownBy(() -> to(Interpolation.LINEAR, false, 0).forward(NDArray.zeros(Shape.of(1, 2, 3))))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("interpolate: from [1, 2, 3] to the sizes [0]: all must be at least 1");
        assertThatThrownBy(() -> to(Interpolation.LINEAR, false, 2).forward(NDArray.zeros(Shape.of(1, 0, 3))))
                .hasMessage("interpolate: x is [1, 0, 3]; it must have a channel");
        assertThat(to(Interpolation.LINEAR, false, 2)
                        .forward(NDArray.zeros(Shape.of(0, 1, 3)))
                        .shape())
                .isEqualTo(Shape.of(0, 1, 2));
    }
}

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Patches of images, and images of patches: of `[2, 3, 5, 7]`.
class UnfoldTest {
    private static final int HEIGHT = 5;
    private static final int WIDTH = 7;
    private static final int IMAGES = 6;

    /// Where each element of the columns comes from, -1 for the padding.
    private static int[] sources(PatchOptions o) {
        int rows = (HEIGHT + 2 * o.paddingHeight() - o.dilationHeight() * (o.kernelHeight() - 1) - 1) / o.strideHeight()
                + 1;
        int columns =
                (WIDTH + 2 * o.paddingWidth() - o.dilationWidth() * (o.kernelWidth() - 1) - 1) / o.strideWidth() + 1;
        int kernel = o.kernelHeight() * o.kernelWidth();
        int[] sources = new int[IMAGES * kernel * rows * columns];
        for (int i = 0; i < sources.length; i++) {
            int c = i % columns;
            int r = i / columns % rows;
            int k = i / (columns * rows) % kernel;
            int image = i / (columns * rows * kernel);
            int y = r * o.strideHeight() + k / o.kernelWidth() * o.dilationHeight() - o.paddingHeight();
            int x = c * o.strideWidth() + k % o.kernelWidth() * o.dilationWidth() - o.paddingWidth();
            boolean inside = y >= 0 && y < HEIGHT && x >= 0 && x < WIDTH;
            sources[i] = inside ? (image * HEIGHT + y) * WIDTH + x : -1;
        }
        return sources;
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, 1, 0, 0, 1, 1",
        "2, 3, 1, 1, 0, 0, 1, 1",
        "3, 2, 1, 2, 1, 1, 2, 1",
        "2, 2, 3, 1, 2, 3, 1, 3",
        "5, 7, 1, 1, 0, 0, 1, 1",
        "3, 3, 2, 2, 4, 9, 3, 2"
    })
    void patchesAndBack(int kh, int kw, int dh, int dw, int ph, int pw, int sh, int sw) {
        PatchOptions options = new PatchOptions(kh, kw, dh, dw, ph, pw, sh, sw);
        int[] sources = sources(options);
        int rows = 3 * kh * kw;
        Shape columns = Shape.of(2, rows, sources.length / 2 / rows);
        onEveryLayout(Shape.of(2, 3, HEIGHT, WIDTH), x -> {
            assertThat(new Unfold(options).forward(x).shape()).isEqualTo(columns);
            check(
                    () -> new Unfold(options),
                    in -> {
                        double[] y = new double[sources.length];
                        for (int i = 0; i < y.length; i++) {
                            y[i] = sources[i] < 0 ? 0 : in[0][sources[i]];
                        }
                        return y;
                    },
                    x);
        });
        check(
                () -> new Fold(HEIGHT, WIDTH, options),
                in -> {
                    double[] y = new double[IMAGES * HEIGHT * WIDTH];
                    for (int i = 0; i < sources.length; i++) {
                        if (sources[i] >= 0) {
                            y[sources[i]] += in[0][i];
                        }
                    }
                    return y;
                },
                random(columns, 8));
    }

    @Test
    void withoutABatch() {
        PatchOptions options = new PatchOptions(2, 2, 1, 1, 0, 0, 1, 1);
        NDArray columns = new Unfold(options).forward(random(Shape.of(3, 4, 4), 1));
        assertThat(columns.shape()).isEqualTo(Shape.of(12, 9));
        assertThat(new Fold(4, 4, options).forward(columns).shape()).isEqualTo(Shape.of(3, 4, 4));
        assertThat(new Unfold(options)
                        .forward(NDArray.zeros(Shape.of(0, 3, 4, 4)))
                        .shape())
                .isEqualTo(Shape.of(0, 12, 9));
    }

    @Test
    void whatDoesNotFitIsRefused() {
        PatchOptions options = new PatchOptions(2, 2, 1, 1, 0, 0, 1, 1);
        assertThatThrownBy(() -> new Unfold(options).forward(NDArray.zeros(Shape.of(4, 4))))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageStartingWith("unfold: an array [4, 4] must be [N, C, H, W] or [C, H, W]");
        assertThatThrownBy(() -> new Unfold(options).forward(NDArray.zeros(Shape.of(1, 1, 4))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not fit into an image [1, 4]");
        assertThatThrownBy(() -> new Fold(4, 4, options).forward(NDArray.zeros(Shape.of(4, 8))))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageStartingWith("fold: an array [4, 8] must be [N, C·4, 9]");
        assertThatThrownBy(() -> new PatchOptions(0, 1, 1, 1, 0, 0, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the window [0, 1]");
    }
}

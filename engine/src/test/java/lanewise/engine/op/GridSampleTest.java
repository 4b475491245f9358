package lanewise.engine.op;

import static lanewise.engine.op.OracleCheck.check;
import static lanewise.engine.op.OracleCheck.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import org.junit.jupiter.api.Test;

class GridSampleTest {
    private static final Shape IMAGE = Shape.of(2, 2, 3, 4);

    /// Within ±1.2, so that some places lie outside, and none at an element or at an edge.
    private static NDArray places(Shape shape) {
        NDArray grid = random(shape, 5);
        for (int i = 0; i < grid.elements(); i++) {
            grid.data()[i] *= 0.6f;
        }
        return grid;
    }

    /// Between four elements by the formula, zeros outside; `−1` and `1` are the centres of the ends.
    private static double[] bilinear(double[]... in) {
        double[] y = new double[2 * 2 * 5];
        for (int i = 0; i < y.length; i++) {
            int place = (i / 10 * 5 + i % 5) * 2;
            double column = (in[1][place] + 1) / 2 * 3;
            double row = (in[1][place + 1] + 1) / 2 * 2;
            for (int k = 0; k < 12; k++) {
                int line = k / 4;
                double weight = Math.max(0, 1 - Math.abs(row - line)) * Math.max(0, 1 - Math.abs(column - k % 4));
                y[i] += weight * in[0][i / 5 * 12 + k];
            }
        }
        return y;
    }

    @Test
    void linesAndTheirGradients() {
        check(
                () -> new GridSample(GridSample.Mode.BILINEAR, GridSample.Outside.ZEROS, true),
                GridSampleTest::bilinear,
                random(IMAGE, 1),
                places(Shape.of(2, 1, 5, 2)));
    }

    /// At the places of the elements every mode gives the elements.
    @Test
    void theIdentity() {
        Shape whole = Shape.of(1, 1, 3, 4);
        NDArray x = random(whole, 1);
        NDArray grid = NDArray.zeros(Shape.of(1, 3, 4, 2));
        for (int i = 0; i < 12; i++) {
            grid.data()[2 * i] = i % 4 * 2 / 3f - 1;
            grid.data()[2 * i + 1] = i / 4 - 1;
        }
        for (GridSample.Mode mode : GridSample.Mode.values()) {
            for (GridSample.Outside outside : GridSample.Outside.values()) {
                float[] y = new GridSample(mode, outside, true).forward(x, grid).toArray();
                for (int i = 0; i < 12; i++) {
                    assertThat(y[i]).isCloseTo(x.data()[i], within(1e-5f));
                }
            }
        }
    }

    @Test
    void outside() {
        NDArray x = NDArray.of(Shape.of(1, 1, 1, 4), 1, 2, 3, 4);
        NDArray far = NDArray.of(Shape.of(1, 1, 2, 2), -1.5f, 0, 1.75f, 0); // at -1.5 and 5 by the edges
        assertThat(sampled(GridSample.Outside.ZEROS, x, far)).containsExactly(0, 0);
        assertThat(sampled(GridSample.Outside.BORDER, x, far)).containsExactly(1, 4);
        assertThat(sampled(GridSample.Outside.REFLECTION, x, far)).containsExactly(1.5f, 3);
    }

    private static float[] sampled(GridSample.Outside outside, NDArray x, NDArray grid) {
        return new GridSample(GridSample.Mode.BILINEAR, outside, false)
                .forward(x, grid)
                .toArray();
    }

    @Test
    void volumes() {
        NDArray x = random(Shape.of(1, 2, 2, 3, 4), 1);
        NDArray middle = NDArray.zeros(Shape.of(1, 1, 1, 1, 3));
        NDArray y = new GridSample(GridSample.Mode.BILINEAR, GridSample.Outside.ZEROS, false).forward(x, middle);
        assertThat(y.shape()).isEqualTo(Shape.of(1, 2, 1, 1, 1));
        double mean = (x.get(0, 0, 0, 1, 1) + x.get(0, 0, 0, 1, 2) + x.get(0, 0, 1, 1, 1) + x.get(0, 0, 1, 1, 2)) / 4;
        assertThat((double) y.data()[0]).isCloseTo(mean, within(1e-6));
    }

    @Test
    void refusals() {
        var operation = new GridSample(GridSample.Mode.BICUBIC, GridSample.Outside.ZEROS, false);
        assertThatThrownBy(() -> operation.forward(NDArray.zeros(IMAGE), NDArray.zeros(Shape.of(2, 5, 5, 3))))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("[2, 2, 3, 4] and grid [2, 5, 5, 3]");
        assertThatThrownBy(() -> operation.forward(
                        NDArray.zeros(Shape.of(1, 1, 2, 2, 2)), NDArray.zeros(Shape.of(1, 1, 1, 1, 3))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("BICUBIC");
    }
}

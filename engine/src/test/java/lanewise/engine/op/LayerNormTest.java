package lanewise.engine.op;

import static lanewise.engine.op.OracleCheck.check;
import static lanewise.engine.op.OracleCheck.onEveryLayout;
import static lanewise.engine.op.OracleCheck.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.Threads;
import lanewise.engine.simd.Lanes;
import org.junit.jupiter.api.Test;

class LayerNormTest {
    static final double EPSILON = 1e-3;

    /// Rows of `n`, centred or not, times a weight and plus a bias where they are given.
    static double[] rows(boolean centred, int n, double[]... inputs) {
        double[] x = inputs[0];
        double[] y = new double[x.length];
        for (int row = 0; row < x.length; row += n) {
            double mean = 0;
            for (int j = 0; centred && j < n; j++) {
                mean += x[row + j] / n;
            }
            double variance = 0;
            for (int j = 0; j < n; j++) {
                variance += (x[row + j] - mean) * (x[row + j] - mean) / n;
            }
            for (int j = 0; j < n; j++) {
                double normal = (x[row + j] - mean) / Math.sqrt(variance + EPSILON);
                y[row + j] = normal * (inputs.length > 1 ? inputs[1][j] : 1) + (inputs.length > 2 ? inputs[2][j] : 0);
            }
        }
        return y;
    }

    @Test
    void raggedRowsWithAndWithoutScaleAndShift() {
        for (int n : new int[] {2, 3, Lanes.LANES, Lanes.LANES + 1, 5 * Lanes.LANES + 3}) {
            Shape row = Shape.of(n);
            onEveryLayout(Shape.of(5, n), x -> {
                check(() -> new LayerNorm(row, EPSILON), in -> rows(true, n, in), x);
                check(() -> new LayerNorm(row, EPSILON), in -> rows(true, n, in), x, random(row, 2));
                check(() -> new LayerNorm(row, EPSILON), in -> rows(true, n, in), x, random(row, 2), random(row, 3));
            });
        }
    }

    @Test
    void severalNormalizedDimensions() {
        Shape last = Shape.of(3, 7);
        onEveryLayout(
                Shape.of(2, 2, 3, 7),
                x -> check(
                        () -> new LayerNorm(last, EPSILON),
                        in -> rows(true, 21, in),
                        x,
                        random(last, 2),
                        random(last, 3)));
        check(() -> new LayerNorm(last, EPSILON), in -> rows(true, 21, in), random(last, 1), random(last, 2));
    }

    /// More rows than a block has, and more elements than a piece.
    @Test
    void manyRowsAndLongOnes() {
        NDArray many = random(Shape.of(300, 9), 1);
        double[] y = rows(true, 9, OracleCheck.doubles(many));
        OracleCheck.assertClose("many", new LayerNorm(Shape.of(9), EPSILON).forward(many), y);
        NDArray weight = random(Shape.of(9), 2);
        NDArray bias = random(Shape.of(9), 3);
        List<NDArray> gradients = OracleCheck.gradients(new LayerNorm(Shape.of(9), EPSILON), false, many, weight, bias);
        float[] dy = OracleCheck.outputGradient(many.shape()).toArray();
        double[] dWeight = new double[9];
        double[] dBias = new double[9];
        for (int i = 0; i < dy.length; i++) {
            dWeight[i % 9] += dy[i] * y[i];
            dBias[i % 9] += dy[i];
        }
        OracleCheck.assertClose("dw", gradients.get(1), dWeight);
        OracleCheck.assertClose("db", gradients.get(2), dBias);
        NDArray longRow = random(Shape.of(2, 10_001), 4);
        OracleCheck.assertClose(
                "long",
                new LayerNorm(Shape.of(10_001), EPSILON).forward(longRow),
                rows(true, 10_001, OracleCheck.doubles(longRow)));
    }

    /// The mean square less the squared mean would be nothing but rounding here.
    @Test
    void aSmallVarianceBesideALargeMean() {
        NDArray x = NDArray.of(Shape.of(4), 10_000, 10_001, 10_002, 10_003);
        float[] y = new LayerNorm(Shape.of(4), 0).forward(x).toArray();
        assertThat(y).containsExactly(new float[] {-1.3416408f, -0.4472136f, 0.4472136f, 1.3416408f}, within(1e-6f));
    }

    /// Figures of `torch.nn.functional.layer_norm(x, [3], w, b)` of PyTorch 1.13 and its gradients for
    /// `dy = [[1, 2, 3], [-1, 0, 1]]`.
    @Test
    void pyTorchsFigures() {
        NDArray x = NDArray.of(Shape.of(2, 3), 1, 2, 4, -1, 0, 3);
        NDArray w = NDArray.of(Shape.of(3), 0.5f, 1, 2);
        NDArray b = NDArray.of(Shape.of(3), 0.1f, 0.2f, 0.3f);
        NDArray dy = NDArray.of(Shape.of(2, 3), 1, 2, 3, -1, 0, 1);
        var operation = new LayerNorm(Shape.of(3), 1e-5);
        assertThat(operation.forward(x, w, b).toArray())
                .containsExactly(
                        new float[] {-0.43452077f, -0.067260383f, 2.9726038f, -0.39028949f, -0.19223159f, 3.0456211f},
                        within(1e-6f));
        List<NDArray> gradients = OracleCheck.gradients(operation, dy, x, w, b);
        assertThat(gradients.get(0).toArray())
                .containsExactly(
                        new float[] {0.1145274f, -0.17181344f, 0.057286036f, 0.033940964f, -0.045258353f, 0.011317389f},
                        within(2e-6f));
        assertThat(gradients.get(1).toArray())
                .containsExactly(new float[] {-0.088462553f, -0.53452077f, 5.3817163f}, within(2e-6f));
        assertThat(gradients.get(2).toArray()).containsExactly(new float[] {0f, 2f, 4f}, within(2e-6f));
    }

    @Test
    void threadsDoNotChangeTheBits() {
        int before = Threads.get();
        try {
            Shape row = Shape.of(131);
            NDArray x = random(Shape.of(700, 131), 4);
            float[][] results = new float[2][];
            for (int threads = 1; threads <= 2; threads++) {
                Threads.set(threads);
                var all = OracleCheck.gradients(new LayerNorm(row, EPSILON), false, x, random(row, 2), random(row, 3));
                all.add(new LayerNorm(row, EPSILON).forward(x));
                results[threads - 1] = OracleCheck.joined(all);
            }
            assertThat(Arrays.equals(results[0], results[1])).isTrue();
        } finally {
            Threads.set(before);
        }
    }

    @Test
    void nothing() {
        Shape row = Shape.of(3);
        NDArray none = NDArray.zeros(Shape.of(0, 3));
        assertThat(new LayerNorm(row, EPSILON).forward(none).shape()).isEqualTo(Shape.of(0, 3));
        List<NDArray> gradients =
                OracleCheck.gradients(new LayerNorm(row, EPSILON), false, none, random(row, 1), random(row, 2));
        assertThat(gradients.get(1).toArray()).containsExactly(0, 0, 0);
        assertThat(gradients.get(2).toArray()).containsExactly(0, 0, 0);
        assertThat(new LayerNorm(Shape.of(0), EPSILON)
                        .forward(NDArray.zeros(Shape.of(2, 0)))
                        .shape())
                .isEqualTo(Shape.of(2, 0));
    }

    @Test
    void shapesThatDoNotFit() {
        NDArray x = NDArray.zeros(Shape.of(2, 3));
        assertThatThrownBy(() -> new LayerNorm(Shape.of(2), EPSILON).forward(x))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("layerNorm: x [2, 3] does not end with the normalized shape [2]");
        assertThatThrownBy(() -> new LayerNorm(Shape.of(4, 2, 3), EPSILON).forward(x))
                .isInstanceOf(ShapeMismatchException.class);
        assertThatThrownBy(() -> new LayerNorm(Shape.of(3), EPSILON).forward(x, NDArray.zeros(Shape.of(2))))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("layerNorm: weight [2] must have the normalized shape [3]");
        assertThatThrownBy(() -> new LayerNorm(Shape.SCALAR, EPSILON))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("layerNorm: the normalized shape must have at least one dimension");
    }
}

package lanewise.engine.op;

import static lanewise.engine.op.OracleCheck.check;
import static lanewise.engine.op.OracleCheck.onEveryLayout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.Threads;
import lanewise.engine.simd.Lanes;
import org.junit.jupiter.api.Test;

/// Softmax and its logarithm over every dimension.
class SoftmaxTest {
    private static final List<Shape> SHAPES = List.of(
            Shape.SCALAR,
            Shape.of(1),
            Shape.of(Lanes.LANES),
            Shape.of(3, Lanes.LANES + 3),
            Shape.of(2, 5, 3),
            Shape.of(2 * Lanes.LANES + 1, 2),
            Shape.of(2, 3, Lanes.LANES),
            Shape.of(1, 2 * Lanes.LANES + 3),
            Shape.of(2, 3, 3 * Lanes.LANES - 1));

    private static double[] softmax(double[] x, Shape shape, int dimension, boolean logarithm) {
        int n = shape.rank() == 0 ? 1 : shape.dim(dimension);
        int inner = 1;
        for (int d = dimension + 1; d < shape.rank(); d++) {
            inner *= shape.dim(d);
        }
        double[] y = new double[x.length];
        for (int row = 0; row < x.length / n; row++) {
            int at = row / inner * n * inner + row % inner;
            double sum = 0;
            for (int j = 0; j < n; j++) {
                sum += Math.exp(x[at + j * inner]);
            }
            for (int j = 0; j < n; j++) {
                int i = at + j * inner;
                y[i] = logarithm ? x[i] - Math.log(sum) : Math.exp(x[i]) / sum;
            }
        }
        return y;
    }

    @Test
    void everyDimension() {
        for (Shape shape : SHAPES) {
            for (int d = 0; d < Math.max(1, shape.rank()); d++) {
                int dimension = d;
                onEveryLayout(shape, x -> {
                    check(() -> new Softmax(dimension), in -> softmax(in[0], shape, dimension, false), x);
                    check(() -> new LogSoftmax(dimension), in -> softmax(in[0], shape, dimension, true), x);
                    assertThat(new Softmax(dimension).forward(x).isContiguous()).isTrue();
                });
            }
        }
    }

    @Test
    void aConstantShiftChangesNothingAndLargeNumbersDoNotOverflow() {
        NDArray x = NDArray.of(Shape.of(4), 0, 1, 2, -4);
        NDArray shifted = NDArray.of(Shape.of(4), 1e4f, 1e4f + 1, 1e4f + 2, 1e4f - 4);
        assertThat(new Softmax(0).forward(shifted).toArray())
                .isEqualTo(new Softmax(0).forward(x).toArray());
        assertThat(new LogSoftmax(0).forward(shifted).toArray())
                .isEqualTo(new LogSoftmax(0).forward(x).toArray());
        float[] far = new LogSoftmax(0).forward(NDArray.of(Shape.of(2), 0, 300)).toArray();
        assertThat(far).containsExactly(-300, 0);
    }

    @Test
    void rowsSumToOne() {
        NDArray x = OracleCheck.random(Shape.of(7, 50_000), 2);
        NDArray sums = new Sum(new int[] {1}, false).forward(new Softmax(1).forward(x));
        for (float sum : sums.toArray()) {
            assertThat(sum).isCloseTo(1f, within(3e-7f));
        }
    }

    /// In columns as in rows.
    @Test
    void specialValuesInColumns() {
        int columns = 2 * Lanes.LANES - 1;
        float infinity = Float.POSITIVE_INFINITY;
        NDArray x = NDArray.zeros(Shape.of(3, columns));
        x.set(-infinity, 1, 2);
        x.set(Float.NaN, 1, columns - 1);
        x.set(infinity, 0, 0);
        float[] y = new Softmax(0).forward(x).toArray();
        assertThat(y[columns + 2]).isZero();
        assertThat(y[2]).isEqualTo(0.5f);
        assertThat(y[columns - 1]).isNaN();
        assertThat(y[0]).isNaN();
        assertThat(y[3]).isCloseTo(1f / 3, within(1e-7f));
    }

    /// Few long rows are divided themselves, many are not; either way the bits are those of one thread.
    @Test
    void threadsDoNotChangeTheBits() {
        int before = Threads.get();
        try {
            for (Shape shape : List.of(Shape.of(1, 150_001), Shape.of(300, 131), Shape.of(7, 300, 131))) {
                NDArray x = OracleCheck.random(shape, 4);
                for (boolean logarithm : new boolean[] {false, true}) {
                    Threads.set(1);
                    float[] alone = forward(x, logarithm);
                    float[] gradient = gradient(x, logarithm);
                    Threads.set(3);
                    assertThat(Arrays.equals(forward(x, logarithm), alone)).isTrue();
                    assertThat(Arrays.equals(gradient(x, logarithm), gradient)).isTrue();
                    double[] truth = softmax(OracleCheck.doubles(x)[0], shape, 1, logarithm);
                    OracleCheck.assertClose(shape + " of threads", NDArray.of(shape, alone), truth);
                }
            }
        } finally {
            Threads.set(before);
        }
    }

    private static Operation operation(boolean logarithm) {
        return logarithm ? new LogSoftmax(1) : new Softmax(1);
    }

    private static float[] forward(NDArray x, boolean logarithm) {
        return operation(logarithm).forward(x).toArray();
    }

    private static float[] gradient(NDArray x, boolean logarithm) {
        return OracleCheck.gradients(operation(logarithm), false, x).get(0).toArray();
    }

    @Test
    void specialValues() {
        float infinity = Float.POSITIVE_INFINITY;
        NDArray masked = NDArray.of(Shape.of(3), 1, -infinity, 1);
        assertThat(new Softmax(0).forward(masked).toArray()).containsExactly(0.5f, 0, 0.5f);
        assertThat(new LogSoftmax(0).forward(masked).toArray()[1]).isEqualTo(-infinity);
        for (float bad : new float[] {Float.NaN, infinity}) {
            NDArray x = NDArray.zeros(Shape.of(2 * Lanes.LANES + 1));
            x.set(bad, 3);
            assertThat(new Softmax(0).forward(x).get(3)).isNaN();
        }
        float[] nowhere =
                new Softmax(0).forward(NDArray.full(Shape.of(3), -infinity)).toArray();
        assertThat(Arrays.equals(nowhere, new float[] {Float.NaN, Float.NaN, Float.NaN}))
                .isTrue();
    }

    @Test
    void emptyArraysAndWrongDimensions() {
        assertThat(new Softmax(1).forward(NDArray.zeros(Shape.of(3, 0))).shape())
                .isEqualTo(Shape.of(3, 0));
        assertThat(new LogSoftmax(0).forward(NDArray.zeros(Shape.of(3, 0))).shape())
                .isEqualTo(Shape.of(3, 0));
        assertThatThrownBy(() -> new Softmax(2).forward(NDArray.zeros(Shape.of(3, 2))))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContaining("[3, 2] has no dimension 2");
    }
}

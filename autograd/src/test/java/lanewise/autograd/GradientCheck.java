package lanewise.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import lanewise.engine.Generator;
import lanewise.engine.Shape;

/// Compares an expression of tensors, and all its gradients, with the same expression written in double. A central
/// difference of that is good to nine digits, so what is seen is the error of the float32 computation alone.
final class GradientCheck {
    private static final double STEP = 1e-5;

    private final Tensor[] leaves;

    private GradientCheck(Tensor[] leaves) {
        this.leaves = leaves;
    }

    /// Leaves of these shapes, with random numbers from `low` to `high`.
    static GradientCheck on(float low, float high, Shape... shapes) {
        Generator random = new Generator(7);
        Tensor[] leaves = new Tensor[shapes.length];
        for (int i = 0; i < shapes.length; i++) {
            leaves[i] = Tensor.full(shapes[i], 0);
            random.fillUniform(leaves[i].array(), low, high);
            leaves[i].requiresGrad_(true);
        }
        return new GradientCheck(leaves);
    }

    /// `oracle` gets the elements of the leaves, row-major.
    void matches(Function<Tensor[], Tensor> expression, ToDoubleFunction<double[][]> oracle) {
        double[][] points = new double[leaves.length][];
        for (int i = 0; i < leaves.length; i++) {
            points[i] = doubles(leaves[i].toArray());
        }
        Tensor result = expression.apply(leaves);
        double expected = oracle.applyAsDouble(points);
        assertThat((double) result.item()).as("value").isCloseTo(expected, tolerance(expected));
        result.backward();
        for (int i = 0; i < leaves.length; i++) {
            float[] actual = BackwardTest.gradient(leaves[i]);
            for (int k = 0; k < points[i].length; k++) {
                double slope = slope(oracle, points, i, k);
                assertThat((double) actual[k])
                        .as("gradient of leaf %d, element %d", i, k)
                        .isCloseTo(slope, tolerance(slope));
            }
        }
    }

    private static double slope(ToDoubleFunction<double[][]> oracle, double[][] points, int i, int k) {
        double at = points[i][k];
        points[i][k] = at + STEP;
        double above = oracle.applyAsDouble(points);
        points[i][k] = at - STEP;
        double below = oracle.applyAsDouble(points);
        points[i][k] = at;
        return (above - below) / (2 * STEP);
    }

    private static org.assertj.core.data.Offset<Double> tolerance(double value) {
        return within(2e-5 * Math.max(1, Math.abs(value)));
    }

    private static double[] doubles(float[] floats) {
        double[] doubles = new double[floats.length];
        for (int i = 0; i < floats.length; i++) {
            doubles[i] = floats[i];
        }
        return doubles;
    }
}

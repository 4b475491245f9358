package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
import java.util.function.DoubleUnaryOperator;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;

/// Checks a layer that works on each element against its formula in double, and its gradient against the formula's
/// central difference.
final class Elementwise {
    private static final int COUNT = 45;
    private static final double STEP = 1e-5;

    private Elementwise() {}

    static void check(Layer layer, DoubleUnaryOperator formula) {
        Tensor x = Tensor.of(Shape.of(3, COUNT / 3), points()).requiresGrad_(true);
        Tensor y = layer.call(x);
        assertThat(y.shape()).isEqualTo(x.shape());
        y.backward(Tensor.of(y.shape(), cotangent()));
        float[] input = x.toArray();
        float[] output = y.toArray();
        float[] gradient = Objects.requireNonNull(x.grad()).toArray();
        for (int i = 0; i < COUNT; i++) {
            double expected = formula.applyAsDouble(input[i]);
            assertThat((double) output[i])
                    .as("%s at %s", layer, input[i])
                    .isCloseTo(expected, within(2e-6 * Math.max(1, Math.abs(expected))));
            double slope =
                    (formula.applyAsDouble(input[i] + STEP) - formula.applyAsDouble(input[i] - STEP)) / (2 * STEP);
            assertThat((double) gradient[i])
                    .as("gradient of %s at %s", layer, input[i])
                    .isCloseTo(slope * cotangent()[i], within(1e-5));
        }
    }

    /// From -8.2 to 8.3, on both sides of every kink and on none.
    private static float[] points() {
        float[] points = new float[COUNT];
        for (int i = 0; i < COUNT; i++) {
            points[i] = (i - COUNT / 2) * 0.37f + 0.013f;
        }
        return points;
    }

    private static float[] cotangent() {
        float[] cotangent = new float[COUNT];
        for (int i = 0; i < COUNT; i++) {
            cotangent[i] = 0.5f + 0.25f * (i % 7);
        }
        return cotangent;
    }
}

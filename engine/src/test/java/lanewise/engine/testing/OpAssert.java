package lanewise.engine.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import lanewise.engine.Layout;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.op.GradientSum;
import lanewise.engine.op.Operation;
import org.jspecify.annotations.Nullable;

/// Checks an elementwise operation, on inputs that broadcast, against the same function written in double: its
/// forward against the function, its backward against the function's central difference.
public final class OpAssert {
    private final Operation operation;
    private double tolerance = 2e-6;
    private List<GuardedArray> inputs = List.of();

    private OpAssert(Operation operation) {
        this.operation = operation;
    }

    /// Begins a check.
    public static OpAssert assertThatOp(Operation operation) {
        return new OpAssert(operation);
    }

    /// On these inputs.
    public OpAssert on(GuardedArray... arrays) {
        inputs = List.of(arrays);
        return this;
    }

    /// The error allowed, relative to the larger of 1 and the true value.
    public OpAssert within(double relativeError) {
        tolerance = relativeError;
        return this;
    }

    /// Checks forward, and backward both overwriting and adding, against `function` of the operands of one element.
    public OpAssert matches(ToDoubleFunction<double[]> function) {
        NDArray result = operation.forward(arrays());
        Shape shape = result.shape();
        double[][] operands = operands(shape);
        double[] expected = new double[shape.elements()];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = function.applyAsDouble(operands[i]);
        }
        assertClose("forward", result.toArray(), expected);
        float[] cotangent = new float[shape.elements()];
        for (int i = 0; i < cotangent.length; i++) {
            cotangent[i] = 0.5f + (i * 7 % 11) / 8f;
        }
        GuardedArray gradient = GuardedArray.of(shape, cotangent);
        for (int input = 0; input < inputs.size(); input++) {
            double[] slope = gradients(function, operands, cotangent, input, shape);
            checkBackward(result, gradient, input, slope, Float.NaN, false);
            checkBackward(result, gradient, input, slope, 3f, true);
        }
        gradient.assertUntouched();
        inputs.forEach(GuardedArray::assertUntouched);
        return this;
    }

    private void checkBackward(
            NDArray result, GuardedArray gradient, int input, double[] expected, float present, boolean holdsSum) {
        Shape shape = inputs.get(input).array().shape();
        float[] before = new float[shape.elements()];
        java.util.Arrays.fill(before, present);
        GuardedArray memory = GuardedArray.of(shape, before);
        List<@Nullable GradientSum> sums = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            sums.add(i == input ? new GradientSum(memory.array(), holdsSum) : null);
        }
        operation.backward(new SingleBackward(operation, List.of(arrays()), result, gradient.array(), sums));
        double[] shifted = expected.clone();
        for (int i = 0; i < shifted.length; i++) {
            shifted[i] += holdsSum ? present : 0;
        }
        assertClose("gradient of input " + input, memory.array().toArray(), shifted);
        memory.assertSurroundingsUntouched();
    }

    /// The central difference in double, summed over what the input was broadcast along.
    private double[] gradients(
            ToDoubleFunction<double[]> function, double[][] operands, float[] cotangent, int input, Shape shape) {
        NDArray x = inputs.get(input).array();
        double[] sums = new double[x.elements()];
        int[] positions = positions(x.shape(), shape);
        for (int i = 0; i < operands.length; i++) {
            double at = operands[i][input];
            double step = 1e-5 * Math.max(Math.abs(at), 1e-2);
            double[] above = operands[i].clone();
            double[] below = operands[i].clone();
            above[input] = at + step;
            below[input] = at - step;
            double slope =
                    (function.applyAsDouble(above) - function.applyAsDouble(below)) / (above[input] - below[input]);
            sums[positions[i]] += slope * cotangent[i];
        }
        return sums;
    }

    private void assertClose(String what, float[] actual, double[] expected) {
        for (int i = 0; i < expected.length; i++) {
            double error = Math.abs(actual[i] - expected[i]) / Math.max(1, Math.abs(expected[i]));
            assertThat(error)
                    .as("%s %s, element %d: %s for %s", operation.name(), what, i, actual[i], expected[i])
                    .isLessThanOrEqualTo(tolerance);
        }
    }

    private NDArray[] arrays() {
        return inputs.stream().map(GuardedArray::array).toArray(NDArray[]::new);
    }

    /// The operands of every element of the result.
    private double[][] operands(Shape shape) {
        double[][] operands = new double[shape.elements()][inputs.size()];
        for (int input = 0; input < inputs.size(); input++) {
            NDArray x = inputs.get(input).array();
            float[] elements = x.toArray();
            int[] positions = positions(x.shape(), shape);
            for (int i = 0; i < operands.length; i++) {
                operands[i][input] = elements[positions[i]];
            }
        }
        return operands;
    }

    /// For every element of `shape`, which row-major element of an array that broadcasts to it stands there.
    private static int[] positions(Shape x, Shape shape) {
        Layout layout = Layout.rowMajor(x).expand(shape);
        int[] positions = new int[shape.elements()];
        for (int i = 0; i < positions.length; i++) {
            int rest = i;
            for (int d = shape.rank() - 1; d >= 0; d--) {
                positions[i] += rest % shape.dim(d) * layout.stride(d);
                rest /= shape.dim(d);
            }
        }
        return positions;
    }
}

package lanewise.engine.op;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;
import lanewise.engine.Layout;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import org.jspecify.annotations.Nullable;

/// Compares an operation with the same function written in double: its result, and its gradients with central
/// differences of that function, once where a gradient is the first contribution and once where it is added to
/// another.
final class OracleCheck {
    /// Relative to the largest true value; float32 rounds at 6e-8.
    private static final double TOLERANCE = 3e-6;

    private static final double STEP = 1e-5;
    private static final float EARLIER = 3f;

    private OracleCheck() {}

    /// The function in double, from the inputs' elements to the result's, all row-major.
    @FunctionalInterface
    interface Oracle {
        double[] apply(double[]... inputs);
    }

    /// Checks result and gradients on these inputs, which must stay as they are.
    static void check(Supplier<? extends Operation> operation, Oracle oracle, NDArray... inputs) {
        checkForward(operation.get(), oracle, inputs);
        float[][] before = new float[inputs.length][];
        for (int i = 0; i < inputs.length; i++) {
            before[i] = inputs[i].data().clone();
        }
        if (GradientForms.isStatedBy(operation.get().getClass())) {
            GradientForms.check(operation.get(), inputs);
        }
        List<NDArray> fresh = gradients(operation.get(), false, inputs);
        List<NDArray> added = gradients(operation.get(), true, inputs);
        for (int i = 0; i < inputs.length; i++) {
            double[] slope =
                    slope(oracle, outputGradient(operation.get().forward(inputs).shape()), i, inputs);
            assertClose("gradient " + i, fresh.get(i), slope);
            double[] sum = new double[slope.length];
            for (int k = 0; k < sum.length; k++) {
                sum[k] = EARLIER + slope[k];
            }
            assertClose("gradient " + i + " added to another", added.get(i), sum);
            assertThat(inputs[i].data()).as("input %d stays", i).isEqualTo(before[i]);
        }
    }

    /// Checks the result alone.
    static void checkForward(Operation operation, Oracle oracle, NDArray... inputs) {
        assertClose(operation.name(), operation.forward(inputs), oracle.apply(doubles(inputs)));
    }

    /// The gradients of all inputs for [#outputGradient].
    static List<NDArray> gradients(Operation operation, boolean add, NDArray... inputs) {
        NDArray y = operation.forward(inputs);
        List<GradientSum> sums = new ArrayList<>();
        for (NDArray x : inputs) {
            sums.add(add ? new GradientSum(NDArray.full(x.shape(), EARLIER), true) : new GradientSum(x.shape()));
        }
        operation.backward(new Pass(operation, List.of(inputs), y, outputGradient(y.shape()), sums));
        List<NDArray> gradients = new ArrayList<>();
        for (GradientSum sum : sums) {
            assertThat(sum.holdsSum()).isTrue();
            gradients.add(sum.array());
        }
        return gradients;
    }

    /// The gradients of all inputs for the result's gradient `dy`.
    static List<NDArray> gradients(Operation operation, NDArray dy, NDArray... inputs) {
        NDArray y = operation.forward(inputs);
        List<GradientSum> sums = new ArrayList<>();
        for (NDArray x : inputs) {
            sums.add(new GradientSum(x.shape()));
        }
        operation.backward(new Pass(operation, List.of(inputs), y, dy, sums));
        return sums.stream().map(GradientSum::array).toList();
    }

    /// The elements of all arrays, one after another.
    static float[] joined(List<NDArray> arrays) {
        int length = arrays.stream().mapToInt(NDArray::elements).sum();
        float[] joined = new float[length];
        int at = 0;
        for (NDArray array : arrays) {
            System.arraycopy(array.toArray(), 0, joined, at, array.elements());
            at += array.elements();
        }
        return joined;
    }

    /// What the backward passes here start from.
    static NDArray outputGradient(Shape shape) {
        return random(shape, 99);
    }

    /// Numbers from -2 to 2.
    static NDArray random(Shape shape, long seed) {
        var random = new Random(seed);
        NDArray array = NDArray.empty(shape);
        for (int i = 0; i < array.elements(); i++) {
            array.data()[i] = random.nextFloat() * 4 - 2;
        }
        return array;
    }

    /// The same random elements in every kind of layout, with NaN wherever memory is not theirs.
    static void onEveryLayout(Shape shape, Consumer<NDArray> test) {
        NDArray plain = random(shape, 7);
        test.accept(plain);
        test.accept(placed(plain, inside(shape)));
        int rank = shape.rank();
        if (rank > 0) {
            int last = shape.dim(-1);
            Shape twice = shape.with(-1, 2 * last + 1);
            test.accept(placed(plain, Layout.rowMajor(twice).slice(-1, 1, 2 * last + 1, 2)));
            int[] order = new int[rank];
            int[] sizes = new int[rank];
            for (int d = 0; d < rank; d++) {
                order[d] = rank - 1 - d;
                sizes[d] = shape.dim(rank - 1 - d);
            }
            test.accept(placed(plain, Layout.rowMajor(Shape.of(sizes)).permute(order)));
        }
    }

    /// A run inside a larger array.
    private static Layout inside(Shape shape) {
        int n = shape.elements();
        Layout run = Layout.rowMajor(Shape.of(n + 90)).narrow(0, 37, n);
        return Objects.requireNonNull(run.reshape(shape.toArray()));
    }

    private static NDArray placed(NDArray elements, Layout layout) {
        NDArray memory = NDArray.full(Shape.of(2 * elements.elements() + 2000), Float.NaN);
        NDArray placed = memory.view(layout);
        int[] position = new int[layout.shape().rank()];
        float[] values = elements.toArray();
        for (int i = 0; i < values.length; i++) {
            int rest = i;
            for (int d = position.length - 1; d >= 0; d--) {
                position[d] = rest % layout.shape().dim(d);
                rest /= layout.shape().dim(d);
            }
            placed.set(values[i], position);
        }
        assertThat(placed.toArray()).isEqualTo(values);
        return placed;
    }

    static double[][] doubles(NDArray... arrays) {
        double[][] doubles = new double[arrays.length][];
        for (int i = 0; i < arrays.length; i++) {
            float[] elements = arrays[i].toArray();
            doubles[i] = new double[elements.length];
            Arrays.setAll(doubles[i], k -> elements[k]);
        }
        return doubles;
    }

    static void assertClose(String what, NDArray actual, double[] expected) {
        float[] elements = actual.toArray();
        assertThat(elements).as("%s, its elements", what).hasSize(expected.length);
        double scale = 1;
        for (double value : expected) {
            scale = Double.isFinite(value) ? Math.max(scale, Math.abs(value)) : scale;
        }
        double tolerance = TOLERANCE * scale;
        for (int i = 0; i < elements.length; i++) {
            boolean close = Double.isFinite(expected[i])
                    ? Math.abs(elements[i] - expected[i]) <= tolerance
                    : Double.compare(elements[i], expected[i]) == 0;
            if (!close) { // an assertion an element would take most of the tests' time
                throw new AssertionError("%s %s, element %d: %s, not %s within %s"
                        .formatted(what, actual.shape(), i, elements[i], expected[i], tolerance));
            }
        }
    }

    /// The derivative of `Σ dy·f` with respect to input `i`, by central differences in double.
    private static double[] slope(Oracle oracle, NDArray dy, int i, NDArray... inputs) {
        double[][] x = doubles(inputs);
        double[] slope = new double[x[i].length];
        float[] weights = dy.toArray();
        for (int k = 0; k < slope.length; k++) {
            double middle = x[i][k];
            x[i][k] = middle + STEP;
            double above = weighted(oracle.apply(x), weights);
            x[i][k] = middle - STEP;
            double below = weighted(oracle.apply(x), weights);
            x[i][k] = middle;
            slope[k] = (above - below) / (2 * STEP);
        }
        return slope;
    }

    private static double weighted(double[] y, float[] weights) {
        double sum = 0;
        for (int i = 0; i < y.length; i++) {
            sum += y[i] * weights[i];
        }
        return sum;
    }

    /// What autograd offers to a backward pass: only the values that were asked for.
    private record Pass(
            Operation operation, List<NDArray> inputs, NDArray output, NDArray outputGradient, List<GradientSum> sums)
            implements BackwardPass {
        @Override
        public NDArray input(int i) {
            assertThat(operation.savesInput(i)).as("input %d was asked for", i).isTrue();
            return inputs.get(i);
        }

        @Override
        public NDArray output() {
            assertThat(operation.savesOutput()).as("the output was asked for").isTrue();
            return output;
        }

        @Override
        public @Nullable GradientSum gradient(int i) {
            return i < sums.size() ? sums.get(i) : null; // an optional input may be missing
        }
    }
}

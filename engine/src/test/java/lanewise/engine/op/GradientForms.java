package lanewise.engine.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import org.jspecify.annotations.Nullable;

/// Compares both forms of an operation's gradient: what [Operation#backward] computes with what
/// [Operation#gradient] states by other operations.
final class GradientForms {
    private static final Set<Class<?>> FAMILIES =
            Set.of(Operation.class, UnaryOperation.class, BinaryOperation.class, RowReduction.class);
    private static final Set<String> STATEMENTS =
            Set.of("derivative", "isLinearInEach", "isPiecewiseLinear", "passesThrough");

    private GradientForms() {}

    /// Whether this class, or one between it and its family, states the second form.
    static boolean isStatedBy(Class<?> operation) {
        for (Class<?> c = operation; c != null && !FAMILIES.contains(c); c = c.getSuperclass()) {
            if (Stream.of(c.getDeclaredMethods()).anyMatch(GradientForms::isStatement)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isStatement(Method method) {
        Class<?>[] parameters = method.getParameterTypes();
        boolean isForm = parameters.length == 1 && parameters[0] == Recorder.class;
        return isForm || STATEMENTS.contains(method.getName());
    }

    /// Checks that both forms agree on these inputs, each input by itself and all at once.
    static void check(Operation operation, NDArray... inputs) {
        NDArray y = operation.forward(inputs);
        NDArray dy = OracleCheck.outputGradient(y.shape());
        List<NDArray> expected = OracleCheck.gradients(operation, dy, inputs);
        PlainRecorder all = new PlainRecorder(operation, inputs, y, dy, -1);
        operation.gradient(all);
        for (int i = 0; i < inputs.length; i++) {
            PlainRecorder one = new PlainRecorder(operation, inputs, y, dy, i);
            operation.gradient(one);
            assertClose(operation.name() + ", gradient " + i, one.sum(i), expected.get(i));
            assertClose(operation.name() + ", gradient " + i + " of all", all.sum(i), expected.get(i));
        }
    }

    private static void assertClose(String what, @Nullable NDArray stated, NDArray expected) {
        float[] actual = stated == null ? new float[expected.elements()] : stated.toArray();
        float[] wanted = expected.toArray();
        float scale = 1;
        for (float value : wanted) {
            scale = Float.isFinite(value) ? Math.max(scale, Math.abs(value)) : scale;
        }
        if (stated != null) {
            assertThat(stated.shape()).as("%s, shape", what).isEqualTo(expected.shape());
        }
        for (int i = 0; i < wanted.length; i++) {
            assertThat(actual[i]).as("%s, element %d", what, i).isCloseTo(wanted[i], within(1e-5f * scale));
        }
    }

    /// A variable that has no history.
    private record Plain(NDArray array) implements Variable {
        @Override
        public Variable apply(Operation operation, Variable... others) {
            NDArray[] inputs = new NDArray[others.length + 1];
            inputs[0] = array;
            Arrays.setAll(inputs, i -> i == 0 ? array : others[i - 1].array());
            return new Plain(operation.forward(inputs));
        }

        @Override
        public Variable constant(NDArray numbers) {
            return new Plain(numbers);
        }
    }

    /// A pass that computes, but records nothing. It wants one input's gradient, or with -1 all.
    private static final class PlainRecorder implements Recorder {
        private final Operation operation;
        private final NDArray[] inputs;
        private final NDArray output;
        private final NDArray outputGradient;
        private final int only;
        private final List<@Nullable Variable> sums = new ArrayList<>();

        PlainRecorder(Operation operation, NDArray[] inputs, NDArray output, NDArray outputGradient, int only) {
            this.operation = operation;
            this.inputs = inputs;
            this.output = output;
            this.outputGradient = outputGradient;
            this.only = only;
            for (NDArray _ : inputs) {
                sums.add(null);
            }
        }

        @Nullable
        NDArray sum(int i) {
            Variable sum = sums.get(i);
            return sum == null ? null : sum.array();
        }

        @Override
        public int inputs() {
            return inputs.length;
        }

        @Override
        public Variable input(int i) {
            assertThat(operation.savesInput(i)).as("input %d was asked for", i).isTrue();
            return new Plain(inputs[i]);
        }

        @Override
        public Variable output() {
            assertThat(operation.savesOutput()).as("the output was asked for").isTrue();
            return new Plain(output);
        }

        @Override
        public Variable outputGradient() {
            return new Plain(outputGradient);
        }

        @Override
        public boolean wants(int i) {
            return i < inputs.length && (only < 0 || only == i);
        }

        @Override
        public Shape shape(int i) {
            assertThat(wants(i)).as("somebody wants gradient %d", i).isTrue();
            return inputs[i].shape();
        }

        @Override
        public void contribute(int i, Variable gradient) {
            if (!wants(i)) {
                return;
            }
            NDArray array = gradient.array();
            if (!array.shape().equals(inputs[i].shape())) {
                GradientSum reduced = new GradientSum(inputs[i].shape());
                assertThat(inputs[i].shape().broadcastsTo(array.shape()))
                        .as("%s: a gradient %s of an input %s", operation.name(), array.shape(), inputs[i].shape())
                        .isTrue();
                Summation.contributeReduced(reduced, array);
                array = reduced.array();
            }
            Variable sum = sums.get(i);
            sums.set(
                    i,
                    sum == null ? new Plain(array) : Objects.requireNonNull(sum).add(new Plain(array)));
        }
    }
}

package lanewise.engine.op;

import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import org.jspecify.annotations.Nullable;

/// The gradient of one input of an operation that is linear in each of its inputs, as an operation of its own: with
/// `y = f(x₁, …, xₙ)`, `a = Aᵢ(x₁, …, dy, …, xₙ)`, where `dy` stands in the place of `xᵢ` and `a` is the gradient
/// of `xᵢ`.
///
/// It computes what the operation's backward does. Its own gradients need no other kernels, since
/// `⟨a, g⟩ = ⟨dy, f(x₁, …, g, …, xₙ)⟩` for every `g` in place of `xᵢ`:
///
///     ddy = f(x₁, …, da, …, xₙ),  dxⱼ = Aⱼ of f at (x₁, …, da, …, xₙ), for the output's gradient dy
///
/// So a convolution's gradient has the convolution's own products as gradients, and so on to every order.
final class Adjoint extends Operation {
    private final Operation operation;
    private final int input;
    private final int inputs;
    private final Shape shape;

    /// The gradient of `input`, of `shape`, one of `operation`'s `inputs`.
    private Adjoint(Operation operation, int input, int inputs, Shape shape) {
        this.operation = operation;
        this.input = input;
        this.inputs = inputs;
        this.shape = shape;
    }

    /// The gradient of the only input, of shape `input`, of a linear `operation` whose result's gradient is `dy`.
    static Variable of(Operation operation, Shape input, Variable dy) {
        return dy.apply(new Adjoint(operation, 0, 1, input));
    }

    /// Contributes the gradients of the first `inputs` inputs of `operation`, which is linear in each of them.
    static void contribute(Operation operation, int inputs, Recorder recorder) {
        for (int i = 0; i < inputs; i++) {
            if (recorder.wants(i)) {
                Variable[] operands = new Variable[inputs];
                for (int j = 0; j < inputs; j++) {
                    operands[j] = j == i ? recorder.outputGradient() : recorder.input(j);
                }
                recorder.contribute(i, apply(new Adjoint(operation, i, inputs, recorder.shape(i)), operands));
            }
        }
    }

    @Override
    public String name() {
        return "gradient of " + operation.name();
    }

    @Override
    public NDArray forward(NDArray... operands) {
        GradientSum sum = new GradientSum(shape);
        operation.backward(new Pass(operands, input, operands[input].contiguous(), sum));
        sum.share(); // it is a value from now on
        return sum.array();
    }

    @Override
    public void backward(BackwardPass pass) {
        NDArray da = pass.outputGradient();
        NDArray[] operands = new NDArray[inputs];
        for (int j = 0; j < inputs; j++) {
            operands[j] = j == input ? da : pass.input(j);
        }
        GradientSum ddy = pass.gradient(input);
        if (ddy != null) {
            NDArray image = operation.forward(operands);
            if (!ddy.lend(image)) {
                Summation.contributeRepeated(ddy, image);
            }
        }
        for (int j = 0; j < inputs; j++) {
            GradientSum dx = j == input ? null : pass.gradient(j);
            if (dx != null) {
                operation.backward(new Pass(operands, j, pass.input(input).contiguous(), dx));
            }
        }
    }

    @Override
    public void gradient(Recorder recorder) {
        Variable da = recorder.outputGradient();
        Variable[] operands = new Variable[inputs];
        for (int j = 0; j < inputs; j++) {
            operands[j] = j == input ? da : recorder.input(j);
        }
        if (recorder.wants(input)) {
            recorder.contribute(input, apply(operation, operands));
        }
        for (int j = 0; j < inputs; j++) {
            if (j != input && recorder.wants(j)) {
                Variable[] others = operands.clone();
                others[j] = recorder.input(input);
                recorder.contribute(j, apply(new Adjoint(operation, j, inputs, recorder.shape(j)), others));
            }
        }
    }

    /// The result needs no operand where there is no other than `dy`.
    @Override
    public boolean savesInput(int i) {
        return inputs > 1;
    }

    private static Variable apply(Operation operation, Variable... operands) {
        Variable[] others = new Variable[operands.length - 1];
        System.arraycopy(operands, 1, others, 0, others.length);
        return operands[0].apply(operation, others);
    }

    /// A pass that wants the gradient of one input, of which backward may read the shape, since that gradient does
    /// not depend on its elements.
    private static final class Pass implements BackwardPass {
        private final NDArray[] operands;
        private final int wanted;
        private final NDArray outputGradient;
        private final GradientSum sum;

        Pass(NDArray[] operands, int wanted, NDArray outputGradient, GradientSum sum) {
            this.operands = operands;
            this.wanted = wanted;
            this.outputGradient = outputGradient;
            this.sum = sum;
        }

        @Override
        public NDArray input(int i) {
            return i == wanted ? NDArray.empty(sum.shape()) : operands[i];
        }

        @Override
        public NDArray output() {
            throw new AssertionError("the gradient of what is linear does not depend on the result");
        }

        @Override
        public NDArray outputGradient() {
            return outputGradient;
        }

        @Override
        public @Nullable GradientSum gradient(int i) {
            return i == wanted ? sum : null;
        }
    }
}

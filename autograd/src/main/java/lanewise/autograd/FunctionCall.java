package lanewise.autograd;

import java.util.Arrays;
import lanewise.engine.Intermediates;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.op.BackwardPass;
import lanewise.engine.op.GradientSum;
import lanewise.engine.op.Operation;
import org.jspecify.annotations.Nullable;

/// One call of a user's [Function], as an operation that the graph can hold.
final class FunctionCall extends Operation {
    private final Function function;
    private final Shape[] shapes;
    private final Function.Context context;

    private FunctionCall(Function function, Tensor... inputs) {
        this.function = function;
        this.shapes = new Shape[inputs.length];
        boolean[] needsInputGrad = new boolean[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            shapes[i] = inputs[i].shape();
            needsInputGrad[i] = inputs[i].requiresGrad() && GradMode.isEnabled();
        }
        this.context = new Function.Context(function.name(), needsInputGrad);
    }

    /// Computes `function` and records the call if an input requires gradients.
    static Tensor of(Function function, Tensor... inputs) {
        FunctionCall call = new FunctionCall(function, inputs);
        for (Tensor input : inputs) {
            input.array().storage().share(); // a function of the user's may keep what it meets
        }
        NDArray result;
        try (GradMode _ = GradMode.noGrad();
                Intermediates _ = Intermediates.keepAll()) {
            result = function.forward(call.context, inputs).array();
        }
        Tensor output = Tensor.result(result, inputs);
        if (call.context.needsAnyInputGrad()) {
            FunctionNode node = new FunctionNode(call, inputs, result);
            if (inputs.length == 0 || output.viewOf() == null) {
                call.context.connect(node, result);
            }
            output.rebase(node);
        }
        return output;
    }

    @Override
    public String name() {
        return function.name();
    }

    @Override
    public NDArray forward(NDArray... inputs) {
        throw new UnsupportedOperationException(name() + " is computed when it is called");
    }

    @Override
    public void backward(BackwardPass pass) {
        pass.outputGradient().storage().share(); // the user may keep it
        @Nullable Tensor[] gradients = gradients(new Tensor(pass.outputGradient()));
        for (int i = 0; i < shapes.length; i++) {
            Tensor gradient = gradients[i];
            GradientSum sum = pass.gradient(i);
            if (gradient != null && sum != null) {
                BackwardWalk.contribute(sum, gradient.array().contiguous());
            }
        }
    }

    /// What backward gives, once it is known to fit the inputs.
    private @Nullable Tensor[] gradients(Tensor outputGradient) {
        @Nullable Tensor[] gradients = function.backward(context, outputGradient);
        if (gradients.length != shapes.length) {
            throw new IllegalStateException(
                    name() + ": backward gave " + gradients.length + " gradients for " + shapes.length + " inputs");
        }
        for (int i = 0; i < shapes.length; i++) {
            Tensor gradient = gradients[i];
            if (gradient != null && !gradient.shape().equals(shapes[i])) {
                throw new ShapeMismatchException(name() + ": backward gave a gradient " + gradient.shape()
                        + " for input " + i + ", which has shape " + shapes[i]);
            }
        }
        return gradients;
    }

    @Override
    public boolean savesInput(int i) {
        return false;
    }

    /// A recorded call: what it saved is its context.
    private static final class FunctionNode extends OperationNode {
        private final FunctionCall call;
        private final Function.Context context;

        FunctionNode(FunctionCall call, Tensor[] inputs, NDArray output) {
            super(call, inputs, arrays(inputs), output);
            this.call = call;
            this.context = call.context;
        }

        @Override
        void check(BackwardWalk visitor) {
            super.check(visitor);
            context.check();
            call.function.check(visitor);
        }

        @Override
        void differentiate(Tensor gradient, RecordedWalk visitor) {
            @Nullable Tensor[] gradients = call.gradients(gradient);
            for (int i = 0; i < gradients.length; i++) {
                Node input = inputNode(i);
                Tensor contribution = gradients[i];
                if (contribution != null && input != null && visitor.wants(input)) {
                    visitor.contribute(input, contribution);
                }
            }
        }

        @Override
        void release() {
            if (context.release()) {
                markReleased();
            }
        }

        private static NDArray[] arrays(Tensor[] tensors) {
            return Arrays.stream(tensors).map(Tensor::array).toArray(NDArray[]::new);
        }
    }
}

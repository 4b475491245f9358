package lanewise.autograd;

import lanewise.engine.NDArray;
import lanewise.engine.op.BackwardPass;
import lanewise.engine.op.GradientSum;
import lanewise.engine.op.Operation;
import org.jspecify.annotations.Nullable;

/// A recorded operation: what its backward needs of the forward pass, and the nodes of the inputs that want a
/// gradient.
class OperationNode extends Node implements BackwardPass {
    private static final @Nullable Node[] NO_NODES = {};

    private final Operation operation;
    private final @Nullable SavedValue[] saved; // the inputs, then the output
    private @Nullable Node[] inputs;
    private boolean released;
    private boolean retainsGrad;
    private @Nullable Tensor grad;
    private @Nullable NDArray outputGradient;

    /// Records `operation`, which made `output` of `values`, the arrays of `tensors`.
    OperationNode(Operation operation, Tensor[] tensors, NDArray[] values, NDArray output) {
        super(output.shape());
        this.operation = operation;
        this.inputs = new @Nullable Node[tensors.length];
        this.saved = new @Nullable SavedValue[tensors.length + 1];
        for (int i = 0; i < tensors.length; i++) {
            inputs[i] = tensors[i].node();
            if (operation.savesInput(i)) {
                saved[i] = new SavedValue(values[i]);
            }
        }
        if (operation.savesOutput()) {
            saved[tensors.length] = new SavedValue(output);
        }
    }

    final String operationName() {
        return operation.name();
    }

    final void retainGrad() {
        retainsGrad = true;
    }

    final boolean retainsGrad() {
        return retainsGrad;
    }

    @Override
    final @Nullable Tensor grad() {
        return grad;
    }

    @Override
    final void setGrad(@Nullable Tensor grad) {
        this.grad = grad;
    }

    @Override
    final void visitInputs(BackwardWalk visitor) {
        for (Node input : inputs) {
            if (input != null) {
                visitor.visit(input);
            }
        }
    }

    @Override
    void check() {
        if (released) {
            throw new IllegalStateException("backward of " + operation.name()
                    + ": a backward pass has gone through it already, and its saved values are freed; call"
                    + " backward(true), which retains the graph, if you want to go through it again");
        }
        for (SavedValue value : saved) {
            if (value != null) {
                value.get(operation.name());
            }
        }
    }

    @Override
    final void receive(NDArray gradient) {
        if (retainsGrad) {
            retain(gradient);
        }
        outputGradient = gradient.contiguous();
        try {
            operation.backward(this);
            if (AnomalyMode.isEnabled()) {
                checkGradients(outputGradient);
            }
        } finally {
            outputGradient = null;
        }
    }

    private void checkGradients(NDArray arrived) {
        for (int i = 0; i < inputs.length; i++) {
            Node input = inputs[i];
            if (input != null) {
                AnomalyMode.checkGradient(operation.name(), i, arrived, input.sum());
            }
        }
    }

    @Override
    void release() {
        boolean any = false;
        for (int i = 0; i < saved.length; i++) {
            any |= saved[i] != null;
            saved[i] = null;
        }
        if (any) {
            markReleased();
        }
    }

    /// From now on a backward pass through this node fails; so it need not hold on to what lies behind it.
    final void markReleased() {
        released = true;
        inputs = NO_NODES;
    }

    @Override
    public final NDArray input(int i) {
        return value(i, "input " + i);
    }

    @Override
    public final NDArray output() {
        return value(saved.length - 1, "the output");
    }

    @Override
    public final NDArray outputGradient() {
        if (outputGradient == null) {
            throw new IllegalStateException(operation.name() + ": there is no gradient outside a backward pass");
        }
        return outputGradient;
    }

    @Override
    public final @Nullable GradientSum gradient(int i) {
        Node input = i < inputs.length ? inputs[i] : null; // an optional input may be missing
        return input == null ? null : input.sum();
    }

    private NDArray value(int i, String what) {
        SavedValue value = saved[i];
        if (value == null) {
            throw new IllegalStateException(operation.name() + " did not say that its backward reads " + what);
        }
        return value.get(operation.name());
    }

    private void retain(NDArray gradient) {
        Tensor before = grad;
        Tensor arrived = new Tensor(gradient.copy());
        grad = before == null ? arrived : before.add(arrived);
    }
}

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
    final boolean leadsToWanted(BackwardWalk visitor) {
        for (Node input : inputs) {
            if (input != null && visitor.wants(input)) {
                return true;
            }
        }
        return false;
    }

    @Override
    final void checkKept() {
        if (released) {
            throw new IllegalStateException("backward of " + operation.name()
                    + ": a backward pass has gone through it already, and its saved values are freed; call"
                    + " backward(true), which retains the graph, if you want to go through it again");
        }
    }

    @Override
    void check(BackwardWalk visitor) {
        checkKept();
        for (int i = 0; i < saved.length; i++) {
            SavedValue value = saved[i];
            if (value != null && (visitor.createsGraph() || !operation.savesForGradientAlone(i))) {
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

    /// As [#receive(NDArray)], in a pass that is recorded.
    final void receive(Tensor gradient, RecordedWalk visitor) {
        if (retainsGrad) {
            grad = grad == null ? gradient : grad.add(gradient);
        }
        differentiate(gradient, visitor);
    }

    /// Contributes to the gradients of the inputs by operations that are recorded.
    void differentiate(Tensor gradient, RecordedWalk visitor) {
        operation.gradient(new RecordedPass(this, gradient, visitor));
    }

    private void checkGradients(NDArray arrived) {
        for (int i = 0; i < inputs.length; i++) {
            Node input = inputs[i];
            if (input != null) {
                GradientSum sum = walk().sumOf(input);
                if (sum != null) {
                    AnomalyMode.checkGradient(this, operation.name(), i, arrived, sum);
                }
            }
        }
    }

    @Override
    void release() {
        boolean any = false;
        for (int i = 0; i < saved.length; i++) {
            SavedValue value = saved[i];
            if (value != null) {
                any = true;
                value.letGo();
                saved[i] = null;
            }
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
        return value(i);
    }

    @Override
    public final NDArray output() {
        return value(saved.length - 1);
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
        Node input = inputNode(i);
        return input == null ? null : walk().sumOf(input);
    }

    /// The node of an input that requires a gradient; an optional input may be missing.
    final @Nullable Node inputNode(int i) {
        return i < inputs.length ? inputs[i] : null;
    }

    final int inputCount() {
        return inputs.length;
    }

    /// An input with its place in the graph.
    final Tensor savedInput(int i) {
        return Tensor.at(inputNode(i), input(i));
    }

    /// The output with its place in the graph.
    final Tensor savedOutput() {
        return Tensor.at(this, output());
    }

    /// What was saved in a place. Its name is only made where it is missing: this is read in every backward step.
    private NDArray value(int i) {
        SavedValue value = saved[i];
        if (value == null) {
            String what = i == saved.length - 1 ? "the output" : "input " + i;
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

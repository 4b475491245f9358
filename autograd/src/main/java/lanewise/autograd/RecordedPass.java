package lanewise.autograd;

import lanewise.engine.Shape;
import lanewise.engine.op.Recorder;
import lanewise.engine.op.Variable;
import org.jspecify.annotations.Nullable;

/// What one operation sees of a backward pass that is recorded.
record RecordedPass(OperationNode node, Tensor gradient, RecordedWalk walk) implements Recorder {
    @Override
    public int inputs() {
        return node.inputCount();
    }

    @Override
    public Variable input(int i) {
        return new TensorVariable(node.savedInput(i));
    }

    @Override
    public Variable output() {
        return new TensorVariable(node.savedOutput());
    }

    @Override
    public Variable outputGradient() {
        return new TensorVariable(gradient);
    }

    @Override
    public boolean wants(int i) {
        return wanted(i) != null;
    }

    @Override
    public Shape shape(int i) {
        Node input = wanted(i);
        if (input == null) {
            throw new IllegalStateException(node.operationName() + ": nobody wants the gradient of input " + i);
        }
        return input.shape();
    }

    @Override
    public void contribute(int i, Variable gradient) {
        Node input = wanted(i);
        if (input != null) {
            walk.contribute(
                    input,
                    TensorVariable.tensor(gradient).sumToSize(input.shape().toArray()));
        }
    }

    private @Nullable Node wanted(int i) {
        Node input = node.inputNode(i);
        return input != null && walk.wants(input) ? input : null;
    }
}

package lanewise.autograd;

import lanewise.engine.NDArray;
import lanewise.engine.op.Operation;
import lanewise.engine.op.Variable;

/// A tensor as an operation's gradient sees it.
record TensorVariable(Tensor tensor) implements Variable {
    /// The tensor behind a variable; all that there are were made here.
    static Tensor tensor(Variable variable) {
        return ((TensorVariable) variable).tensor;
    }

    @Override
    public NDArray array() {
        return tensor.array();
    }

    @Override
    public Variable apply(Operation operation, Variable... others) {
        Tensor[] inputs = new Tensor[others.length + 1];
        inputs[0] = tensor;
        for (int i = 0; i < others.length; i++) {
            inputs[i + 1] = tensor(others[i]);
        }
        return new TensorVariable(Tensor.apply(operation, inputs));
    }

    @Override
    public Variable constant(NDArray array) {
        return new TensorVariable(new Tensor(array));
    }
}

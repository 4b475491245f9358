package lanewise.bench.peers;

import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.op.Add;
import lanewise.engine.op.Exp;
import lanewise.engine.op.Gelu;
import lanewise.engine.op.GeluTanh;
import lanewise.engine.op.Log;
import lanewise.engine.op.Mul;
import lanewise.engine.op.Operation;
import lanewise.engine.op.Relu;
import lanewise.engine.op.Sigmoid;
import lanewise.engine.op.Sum;
import lanewise.engine.op.Tanh;
import org.jspecify.annotations.Nullable;

/// A function of elements: into a workspace's memory, or into new arrays of the garbage collector's.
final class ElementwiseWork implements Work {
    private final OperationWork inWorkspace;
    private final boolean fresh;
    private final Operation operation;
    private final NDArray[] inputs;
    private @Nullable NDArray result;

    ElementwiseWork(Problem.Elementwise problem) {
        Shape shape = Shape.of(problem.length());
        NDArray a = NDArray.of(shape, Inputs.argument(problem));
        inputs = problem.function().isBinary()
                ? new NDArray[] {a, NDArray.of(shape, Inputs.normal(2, problem.length()))}
                : new NDArray[] {a};
        fresh = problem.fresh();
        operation = operation(problem.function());
        inWorkspace = new OperationWork() {
            @Override
            void compute() {
                apply();
            }

            @Override
            public void result(Digest digest) {
                digest.add("result", computed(result).toArray());
            }
        };
    }

    @Override
    public void run() {
        if (fresh) {
            apply();
        } else {
            inWorkspace.run();
        }
    }

    @Override
    public void result(Digest digest) {
        inWorkspace.result(digest);
    }

    @Override
    public void close() {
        inWorkspace.close();
    }

    private void apply() {
        result = operation.forward(inputs);
    }

    private static Operation operation(Problem.Function function) {
        return switch (function) {
            case ADD -> Add.ADD;
            case MUL -> Mul.MUL;
            case RELU -> Relu.RELU;
            case EXP -> Exp.EXP;
            case LOG -> Log.LOG;
            case SIGMOID -> Sigmoid.SIGMOID;
            case TANH -> Tanh.TANH;
            case GELU -> Gelu.GELU;
            case GELU_TANH -> GeluTanh.GELU_TANH;
            case SUM -> new Sum(new int[0], false);
        };
    }
}

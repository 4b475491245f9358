package lanewise.bench.peers;

import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.op.LogSoftmax;
import lanewise.engine.op.Operation;
import lanewise.engine.op.Softmax;
import org.jspecify.annotations.Nullable;

/// Softmax or log-softmax of the rows.
final class SoftmaxWork extends OperationWork {
    private final Operation operation;
    private final NDArray x;
    private @Nullable NDArray y;

    SoftmaxWork(Problem.Rows rows) {
        operation = rows.function() == Problem.RowFunction.SOFTMAX ? new Softmax(1) : new LogSoftmax(1);
        x = NDArray.of(Shape.of(rows.rows(), rows.columns()), Inputs.normal(1, rows.rows() * rows.columns()));
    }

    @Override
    void compute() {
        y = operation.forward(x);
    }

    @Override
    public void result(Digest digest) {
        digest.add("result", computed(y).toArray());
    }
}

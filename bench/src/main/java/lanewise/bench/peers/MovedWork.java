package lanewise.bench.peers;

import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.op.Copy;
import lanewise.engine.op.Operation;
import lanewise.engine.op.Sum;
import org.jspecify.annotations.Nullable;

/// The sums of a matrix's columns, or a copy of a view of it.
final class MovedWork extends OperationWork {
    private final Operation operation;
    private final NDArray operand;
    private @Nullable NDArray y;

    MovedWork(Problem.Moved moved) {
        Shape shape = Shape.of(moved.rows(), moved.columns());
        NDArray x = NDArray.of(shape, Inputs.positive(1, shape.elements()));
        operation = moved.movement() == Problem.Movement.COLUMN_SUM ? new Sum(new int[] {0}, false) : Copy.COPY;
        operand = switch (moved.movement()) {
            case COLUMN_SUM -> x;
            case TRANSPOSED -> x.view(x.layout().permute(1, 0));
            case STRIDED -> x.view(x.layout().slice(1, 0, moved.columns(), 2));
        };
    }

    @Override
    void compute() {
        y = operation.forward(operand);
    }

    @Override
    public void result(Digest digest) {
        digest.add("result", computed(y).toArray());
    }
}

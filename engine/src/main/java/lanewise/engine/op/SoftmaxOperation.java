package lanewise.engine.op;

import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.kernel.RowSoftmax;
import lanewise.engine.kernel.RowSoftmaxGradient;

/// Softmax and its logarithm over one dimension, on rows: another dimension than the last changes places with it
/// first.
abstract class SoftmaxOperation extends Operation {
    private final int dimension;
    private final boolean logarithm;

    SoftmaxOperation(int dimension, boolean logarithm) {
        this.dimension = dimension;
        this.logarithm = logarithm;
    }

    @Override
    public final NDArray forward(NDArray... inputs) {
        NDArray x = only(inputs);
        NDArray rows = withRows(x).contiguous();
        NDArray y = NDArray.empty(rows.shape());
        if (y.elements() > 0) {
            int n = rowLength(y.shape());
            RowSoftmax.run(rows.data(), rows.offset(), y.elements() / n, n, logarithm, y.data(), y.offset());
        }
        return withRows(y).contiguous();
    }

    @Override
    public final void backward(BackwardPass pass) {
        GradientSum sum = pass.gradient(0);
        if (sum == null) {
            return;
        }
        NDArray y = withRows(pass.output()).contiguous();
        NDArray dy = withRows(pass.outputGradient()).contiguous();
        NDArray dx = NDArray.empty(y.shape());
        if (dx.elements() > 0) {
            int n = rowLength(y.shape());
            RowSoftmaxGradient.run(
                    y.data(),
                    y.offset(),
                    y.elements() / n,
                    n,
                    logarithm,
                    dy.data(),
                    dy.offset(),
                    dx.data(),
                    dx.offset());
        }
        NDArray gradient = withRows(dx);
        if (!sum.lend(gradient)) {
            Summation.contributeRepeated(sum, gradient);
        }
    }

    @Override
    public final boolean savesInput(int i) {
        return false;
    }

    @Override
    public final boolean savesOutput() {
        return true;
    }

    /// With the operation's dimension and the last one exchanged. Twice is as it was.
    private NDArray withRows(NDArray x) {
        if (x.shape().rank() == 0 && (dimension == 0 || dimension == -1)) {
            return x; // as in PyTorch, a single number counts as having one dimension
        }
        int axis = x.shape().axis(dimension);
        return axis == x.shape().rank() - 1 ? x : x.view(x.layout().transpose(axis, -1));
    }

    private static int rowLength(Shape shape) {
        return shape.rank() == 0 ? 1 : shape.dim(-1);
    }
}

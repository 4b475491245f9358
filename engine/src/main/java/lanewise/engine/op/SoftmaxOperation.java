package lanewise.engine.op;

import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.kernel.ColumnSoftmax;
import lanewise.engine.kernel.ColumnSoftmaxGradient;
import lanewise.engine.kernel.RowSoftmax;
import lanewise.engine.kernel.RowSoftmaxGradient;

/// Softmax and its logarithm over one dimension: the last, as rows; another as columns, or, where there are too few
/// side by side for a vector, as rows after it has changed places with the last.
abstract class SoftmaxOperation extends Operation {
    final int dimension;
    private final boolean logarithm;

    SoftmaxOperation(int dimension, boolean logarithm) {
        this.dimension = dimension;
        this.logarithm = logarithm;
    }

    @Override
    public final NDArray forward(NDArray... inputs) {
        NDArray x = only(inputs);
        int inner = columns(x.shape());
        if (ColumnSoftmax.suits(inner)) {
            return overColumns(x.contiguous(), inner);
        }
        NDArray rows = withRows(x).contiguous();
        NDArray y = NDArray.empty(rows.shape());
        if (y.elements() > 0) {
            int n = rowLength(y.shape());
            RowSoftmax.run(rows.data(), rows.offset(), y.elements() / n, n, logarithm, y.data(), y.offset());
        }
        return withRows(y).contiguous();
    }

    private NDArray overColumns(NDArray x, int inner) {
        NDArray y = NDArray.empty(x.shape());
        if (y.elements() > 0) {
            int n = x.shape().dim(dimension);
            int outer = y.elements() / (n * inner);
            ColumnSoftmax.run(x.data(), x.offset(), outer, n, inner, logarithm, y.data(), y.offset());
        }
        return y;
    }

    @Override
    public final void backward(BackwardPass pass) {
        GradientSum sum = pass.gradient(0);
        if (sum == null) {
            return;
        }
        int inner = columns(pass.output().shape());
        if (ColumnSoftmax.suits(inner)) {
            contributeColumns(pass, inner, sum);
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

    private void contributeColumns(BackwardPass pass, int inner, GradientSum sum) {
        NDArray y = pass.output().contiguous();
        NDArray dy = pass.outputGradient();
        NDArray dx = NDArray.empty(y.shape());
        if (dx.elements() > 0) {
            int n = y.shape().dim(dimension);
            ColumnSoftmaxGradient.run(
                    y.data(),
                    y.offset(),
                    y.elements() / (n * inner),
                    n,
                    inner,
                    logarithm,
                    dy.data(),
                    dy.offset(),
                    dx.data(),
                    dx.offset());
        }
        if (!sum.lend(dx)) {
            Summation.contributeRepeated(sum, dx);
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

    /// The product of the sizes behind the dimension: 1 for the last.
    private int columns(Shape shape) {
        int columns = 1;
        int axis = shape.rank() == 0 ? 0 : shape.axis(dimension);
        for (int d = axis + 1; d < shape.rank(); d++) {
            columns *= shape.dim(d);
        }
        return columns;
    }

    private static int rowLength(Shape shape) {
        return shape.rank() == 0 ? 1 : shape.dim(-1);
    }
}

package lanewise.engine.op;

import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;

/// An operation that goes along one dimension, and whose result has the input's shape: each element depends on
/// those up to it. A subclass is two loops over a row.
abstract class RowScan extends Operation {
    /// Elements of the smallest part, some 10 µs of work.
    private static final int PART = 1 << 13;

    private final int dimension;

    /// Along `dimension`; a negative one counts from the end.
    RowScan(int dimension) {
        this.dimension = dimension;
    }

    /// Writes what belongs to the row `x[at .. at + n)` to `y[yo .. yo + n)`.
    abstract void scan(float[] x, int at, int n, float[] y, int yo);

    /// Writes the gradient of the row `x[at .. at + n)`, of which `y[yo .. yo + n)` was made, to `dx[dxo .. dxo +
    /// n)`.
    abstract void gradient(float[] x, int at, int n, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo);

    final ReducedRows rows(Shape shape) {
        return new ReducedRows(name(), shape, new int[] {dimension}, true);
    }

    @Override
    public NDArray forward(NDArray... inputs) {
        NDArray x = only(inputs);
        ReducedRows rows = rows(x.shape());
        NDArray y = rows.like(x.shape());
        run(rows, new Forward(this, rows.of(x), rows.n, y));
        return rows.back(y).contiguous();
    }

    @Override
    public void backward(BackwardPass pass) {
        GradientSum sum = pass.gradient(0);
        if (sum == null) {
            return;
        }
        NDArray dy = pass.outputGradient();
        ReducedRows rows = rows(dy.shape());
        NDArray dyRows = rows.of(dy);
        NDArray x = savesInput(0) ? rows.of(pass.input(0)) : dyRows;
        NDArray y = savesOutput() ? rows.of(pass.output()) : dyRows;
        NDArray dx = rows.like(dy.shape());
        run(rows, new Backward(this, x, y, dyRows, rows.n, dx));
        NDArray gradient = rows.back(dx);
        if (!sum.lend(gradient)) {
            Summation.contributeRepeated(sum, gradient);
        }
    }

    private static void run(ReducedRows rows, RangeTask task) {
        if (rows.n > 0) {
            Workers.run(rows.rows, Math.max(1, PART / rows.n), task);
        }
    }

    private static final class Forward implements RangeTask {
        private final RowScan operation;
        private final NDArray x;
        private final int n;
        private final NDArray y;

        Forward(RowScan operation, NDArray x, int n, NDArray y) {
            this.operation = operation;
            this.x = x;
            this.n = n;
            this.y = y;
        }

        @Override
        public void run(int from, int to) {
            for (int row = from; row < to; row++) {
                operation.scan(x.data(), x.offset() + row * n, n, y.data(), y.offset() + row * n);
            }
        }
    }

    private static final class Backward implements RangeTask {
        private final RowScan operation;
        private final NDArray x;
        private final NDArray y;
        private final NDArray dy;
        private final int n;
        private final NDArray dx;

        Backward(RowScan operation, NDArray x, NDArray y, NDArray dy, int n, NDArray dx) {
            this.operation = operation;
            this.x = x;
            this.y = y;
            this.dy = dy;
            this.n = n;
            this.dx = dx;
        }

        @Override
        public void run(int from, int to) {
            for (int row = from; row < to; row++) {
                operation.gradient(
                        x.data(),
                        x.offset() + row * n,
                        n,
                        y.data(),
                        y.offset() + row * n,
                        dy.data(),
                        dy.offset() + row * n,
                        dx.data(),
                        dx.offset() + row * n);
            }
        }
    }
}

package lanewise.engine.op;

import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;

/// A reduction over dimensions that makes one number of each row of elements, whose gradient depends on that row
/// alone. A subclass is two loops over a row.
abstract class RowReduction extends Operation {
    /// Elements of the smallest part, some 10 µs of work.
    private static final int PART = 1 << 13;

    private final int[] dimensions;
    private final boolean keepDim;

    /// Over `dimensions`, or over all if there are none; with `keepDim` they stay in the result with size 1.
    RowReduction(int[] dimensions, boolean keepDim) {
        this.dimensions = dimensions.clone();
        this.keepDim = keepDim;
    }

    /// The number for the row `x[at .. at + n)`.
    abstract float value(float[] x, int at, int n);

    /// `for j in [0, n): dx[dxo + j] = dy·∂y/∂x[j]` for the row `x[at .. at + n)`, whose value is `y`.
    abstract void gradient(float[] x, int at, int n, float y, float dy, float[] dx, int dxo);

    /// Refuses rows that have no value; for subclasses.
    void check(ReducedRows rows, NDArray x) {}

    @Override
    public final NDArray forward(NDArray... inputs) {
        NDArray x = only(inputs);
        ReducedRows rows = new ReducedRows(name(), x.shape(), dimensions, keepDim);
        check(rows, x);
        NDArray y = NDArray.empty(rows.result);
        Workers.run(rows.rows, grain(rows.n), new Forward(this, rows.of(x), rows.n, y));
        return y;
    }

    @Override
    public final void backward(BackwardPass pass) {
        GradientSum sum = pass.gradient(0);
        if (sum == null) {
            return;
        }
        NDArray x = pass.input(0);
        ReducedRows rows = new ReducedRows(name(), x.shape(), dimensions, keepDim);
        NDArray dx = rows.like(x.shape());
        NDArray y = pass.output().contiguous();
        Workers.run(rows.rows, grain(rows.n), new Backward(this, rows.of(x), rows.n, y, pass.outputGradient(), dx));
        NDArray gradient = rows.back(dx);
        if (!sum.lend(gradient)) {
            Summation.contributeRepeated(sum, gradient);
        }
    }

    /// `∂y/∂x` by other operations, of the shape of `x`; `y` has size 1 in place of the `reduced` dimensions. It
    /// states the second form of the gradient, [Operation#gradient].
    ///
    /// @throws UnsupportedOperationException if this operation does not state it
    Variable derivative(Variable x, Variable y, int... reduced) {
        throw notDifferentiableTwice();
    }

    @Override
    public final void gradient(Recorder recorder) {
        if (recorder.wants(0)) {
            Variable x = recorder.input(0);
            Shape kept = new ReducedRows(name(), x.shape(), dimensions, true).kept;
            Variable dy = recorder.outputGradient().reshape(kept);
            Variable y = recorder.output().reshape(kept);
            recorder.contribute(0, dy.mul(derivative(x, y, dimensions)));
        }
    }

    @Override
    public final boolean savesOutput() {
        return true;
    }

    private static int grain(int n) {
        return Math.max(1, PART / Math.max(n, 1));
    }

    private static final class Forward implements RangeTask {
        private final RowReduction reduction;
        private final NDArray x;
        private final int n;
        private final NDArray y;

        Forward(RowReduction reduction, NDArray x, int n, NDArray y) {
            this.reduction = reduction;
            this.x = x;
            this.n = n;
            this.y = y;
        }

        @Override
        public void run(int from, int to) {
            for (int row = from; row < to; row++) {
                y.data()[y.offset() + row] = reduction.value(x.data(), x.offset() + row * n, n);
            }
        }
    }

    private static final class Backward implements RangeTask {
        private final RowReduction reduction;
        private final NDArray x;
        private final int n;
        private final NDArray y;
        private final NDArray dy;
        private final NDArray dx;

        Backward(RowReduction reduction, NDArray x, int n, NDArray y, NDArray dy, NDArray dx) {
            this.reduction = reduction;
            this.x = x;
            this.n = n;
            this.y = y;
            this.dy = dy;
            this.dx = dx;
        }

        @Override
        public void run(int from, int to) {
            for (int row = from; row < to; row++) {
                reduction.gradient(
                        x.data(),
                        x.offset() + row * n,
                        n,
                        y.data()[y.offset() + row],
                        dy.data()[dy.offset() + row],
                        dx.data(),
                        dx.offset() + row * n);
            }
        }
    }
}

package lanewise.engine.op;

import lanewise.engine.NDArray;
import lanewise.engine.kernel.BroadcastSums;
import lanewise.engine.parallel.Division;
import lanewise.engine.parallel.RangeTask;

/// The gradient of a broadcast: a full-sized gradient, summed over what the smaller array was repeated along.
final class BroadcastSum {
    private BroadcastSum() {}

    /// Contributes `full`, a row-major array, to `sum`, whose shape broadcasts to that of `full`.
    static void contribute(NDArray full, GradientSum sum) {
        if (full.elements() == 0) {
            sum.contributeToZeroed();
            return;
        }
        int n = sum.shape().elements();
        if (n > 1 && sumsLeadingDimensions(full, sum)) {
            boolean add = sum.contribute() == Write.ADD;
            int m = full.elements() / n;
            int part = Math.max(64, Division.CHEAP / m / 64 * 64);
            Division.run(n, part, new Columns(full, m, sum.array(), add));
        } else {
            NDArray target = sum.contributeToZeroed();
            new Rows(full, target).run(0, full.elements());
        }
    }

    /// Whether the dimensions that `sum` has are the last ones of `full`.
    private static boolean sumsLeadingDimensions(NDArray full, GradientSum sum) {
        int remaining = sum.shape().elements();
        for (int back = 1; back <= full.shape().rank() && remaining > 1; back++) {
            int size = full.shape().dim(-back);
            if (back > sum.shape().rank() || sum.shape().dim(-back) != size) {
                return false;
            }
            remaining /= size;
        }
        return true;
    }

    /// Sums of columns; the range is one of columns.
    private static final class Columns implements RangeTask {
        private final NDArray x;
        private final int m;
        private final NDArray y;
        private final boolean add;

        Columns(NDArray x, int m, NDArray y, boolean add) {
            this.x = x;
            this.m = m;
            this.y = y;
            this.add = add;
        }

        @Override
        public void run(int from, int to) {
            BroadcastSums.columns(x.data(), x.offset(), m, y.elements(), y.data(), y.offset(), add, from, to);
        }
    }

    /// Any other pattern, row by row; in one thread, since rows meet in one sum.
    private static final class Rows extends BroadcastRows {
        private final float[] x;
        private final float[] y;

        Rows(NDArray x, NDArray y) {
            super(x.shape(), x.layout(), y.layout(), y.layout());
            this.x = x.data();
            this.y = y.data();
        }

        @Override
        void row(int worker, int xAt, int yAt, int unused, int length) {
            if (secondStride() == 0) {
                y[yAt] += BroadcastSums.sum(x, xAt, length);
            } else {
                BroadcastSums.add(x, xAt, y, yAt, length);
            }
        }
    }
}

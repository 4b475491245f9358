package lanewise.engine.op;

import lanewise.engine.NDArray;
import lanewise.engine.parallel.Division;
import lanewise.engine.parallel.RangeTask;
import org.jspecify.annotations.Nullable;

/// An operation that computes each element of its result from the one element of its only input at the same place: `y = f(x)`,
/// of the input's shape.
///
/// A subclass is two loops over runs of floats. Its backward reads one run beside the gradients: the input, or the result if
/// the derivative is cheaper from that ([#savesOutput()]); or neither, then `saved` is the output's gradient.
public abstract class UnaryOperation extends Operation {
    /// For subclasses.
    protected UnaryOperation() {}

    /// `for i in [0, length): y[yo + i] = f(x[xo + i])`
    protected abstract void forward(float[] x, int xo, float[] y, int yo, int length);

    /// `for i in [0, length): dx[dxo + i] (+)= dy[dyo + i]·f'`, where `f'` is computed from `saved[so + i]`; adds if `add`,
    /// otherwise overwrites.
    protected abstract void backward(
            float[] saved, int so, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add);

    /// The smallest part worth another thread; see [Division].
    protected int part() {
        return Division.CHEAP;
    }

    @Override
    public final NDArray forward(NDArray... inputs) {
        NDArray x = only(inputs).contiguous();
        NDArray y = NDArray.empty(x.shape());
        compute(x, y);
        return y;
    }

    /// `y = f(x)` between row-major arrays of one shape. They may be the same.
    final void compute(NDArray x, NDArray y) {
        Division.run(x.elements(), part(), new Loop(this, x, y, null, false));
    }

    @Override
    public void backward(BackwardPass pass) {
        GradientSum sum = pass.gradient(0);
        if (sum == null) {
            return;
        }
        NDArray dy = pass.outputGradient();
        NDArray saved = savesOutput() ? pass.output().contiguous() : savesInput(0) ? pass.input(0).contiguous() : dy;
        boolean add = sum.contribute() == Write.ADD;
        Division.run(dy.elements(), part(), new Loop(this, saved, sum.array(), dy, add));
    }

    @Override
    public boolean savesInput(int i) {
        return !savesOutput();
    }

    /// One of the two loops on a range of elements: backward if there is an output gradient.
    private static final class Loop implements RangeTask {
        private final UnaryOperation operation;
        private final float[] read;
        private final int readOffset;
        private final float[] written;
        private final int writtenOffset;
        private final float @Nullable [] dy;
        private final int dyOffset;
        private final boolean add;

        Loop(UnaryOperation operation, NDArray read, NDArray written, @Nullable NDArray dy, boolean add) {
            this.operation = operation;
            this.read = read.data();
            this.readOffset = read.offset();
            this.written = written.data();
            this.writtenOffset = written.offset();
            this.dy = dy == null ? null : dy.data();
            this.dyOffset = dy == null ? 0 : dy.offset();
            this.add = add;
        }

        @Override
        public void run(int from, int to) {
            int length = to - from;
            if (dy == null) {
                operation.forward(read, readOffset + from, written, writtenOffset + from, length);
            } else {
                operation.backward(
                        read, readOffset + from, dy, dyOffset + from, written, writtenOffset + from, length, add);
            }
        }
    }
}

package lanewise.engine.op;

import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.parallel.Division;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.simd.Lanes;
import org.jspecify.annotations.Nullable;

/// An operation that computes each element of its result from the one element of its only input at the same place:
/// `y = f(x)`, of the input's shape.
///
/// A subclass is two loops over runs of floats. Its backward reads one run beside the gradients: the input, or the
/// result if the derivative is cheaper from that ([#savesOutput()]); or neither, then `saved` is the output's
/// gradient.
public abstract class UnaryOperation extends Operation {
    private static final Shape ONE_VECTOR = Shape.of(Lanes.LANES);

    /// For subclasses.
    protected UnaryOperation() {}

    /// `for i in [0, length): y[yo + i] = f(x[xo + i])`; `length` is a multiple of the vector length. `y` may be
    /// `x` at the same offset.
    protected abstract void forward(float[] x, int xo, float[] y, int yo, int length);

    /// `for i in [0, length): dx[dxo + i] (+)= dy[dyo + i]·f'`, where `f'` is computed from `saved[so + i]`; adds
    /// if `add`, otherwise overwrites.
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
        NDArray saved = savesOutput()
                ? pass.output().contiguous()
                : savesInput(0) ? pass.input(0).contiguous() : dy;
        boolean add = sum.contribute() == Write.ADD;
        Division.run(dy.elements(), part(), new Loop(this, saved, sum.array(), dy, add));
    }

    @Override
    public boolean savesInput(int i) {
        return !savesOutput();
    }

    /// One of the two loops on a range of elements: backward if there is an output gradient.
    ///
    /// The operation's loop sees whole vectors only: that halves what the compiler has to inline, which it does
    /// within limits. The last, partial vector is computed into `lastVector` and copied from there, since what lies
    /// behind the last element may be read but not written.
    private static final class Loop implements RangeTask {
        private final UnaryOperation operation;
        private final float[] read;
        private final int readOffset;
        private final float[] written;
        private final int writtenOffset;
        private final float @Nullable [] dy;
        private final int dyOffset;
        private final boolean add;
        private final float[] lastVector;

        Loop(UnaryOperation operation, NDArray read, NDArray written, @Nullable NDArray dy, boolean add) {
            this.operation = operation;
            this.read = read.data();
            this.readOffset = read.offset();
            this.written = written.data();
            this.writtenOffset = written.offset();
            this.dy = dy == null ? null : dy.data();
            this.dyOffset = dy == null ? 0 : dy.offset();
            this.add = add;
            boolean whole = written.elements() % Lanes.LANES == 0;
            this.lastVector = whole ? this.written : NDArray.empty(ONE_VECTOR).data();
        }

        @Override
        public void run(int from, int to) {
            int whole = Lanes.wholeVectors(to - from);
            int rest = to - from - whole;
            if (whole > 0) {
                run(from, written, writtenOffset + from, whole);
            }
            if (rest > 0) {
                int at = writtenOffset + from + whole;
                System.arraycopy(written, at, lastVector, 0, rest);
                run(from + whole, lastVector, 0, Lanes.LANES);
                System.arraycopy(lastVector, 0, written, at, rest);
            }
        }

        private void run(int at, float[] y, int yo, int length) {
            if (dy == null) {
                operation.forward(read, readOffset + at, y, yo, length);
            } else {
                operation.backward(read, readOffset + at, dy, dyOffset + at, y, yo, length, add);
            }
        }
    }
}

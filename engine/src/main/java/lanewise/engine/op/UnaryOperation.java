package lanewise.engine.op;

import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.parallel.Division;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.simd.Lanes;

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

    /// `for i in [0, length): y[yo + i] = f(x[xo + i])`; `length` is a multiple of the vector length.
    protected abstract void forward(float[] x, int xo, float[] y, int yo, int length);

    /// `for i in [0, length): dx[dxo + i] (+)= dy[dyo + i]·f'`, where `f'` is computed from `saved[so + i]`; adds
    /// if `add`, otherwise overwrites; `length` is a multiple of the vector length.
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

    /// `y = f(x)` between row-major arrays of one shape. They may be the same where the operation is a single loop.
    final void compute(NDArray x, NDArray y) {
        Division.run(x.elements(), part(), new Forward(this, x, y));
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
        differentiate(saved, dy, sum.array(), add);
    }

    /// `dx (+)= dy·f'` between row-major arrays of one shape.
    void differentiate(NDArray saved, NDArray dy, NDArray dx, boolean add) {
        Division.run(dy.elements(), part(), new Backward(this, saved, dy, dx, add));
    }

    /// The derivative `f'` by other operations, of what backward reads: of the input, or, where the operation
    /// [saves it][#savesOutput()], of the result. It states the second form of the gradient, [Operation#gradient].
    ///
    /// @throws UnsupportedOperationException if this operation does not state it
    protected Variable derivative(Variable saved) {
        throw notDifferentiableTwice();
    }

    /// Whether `f'` is constant between the points where it jumps. Then there is no more to say about it.
    protected boolean isPiecewiseLinear() {
        return false;
    }

    @Override
    public void gradient(Recorder recorder) {
        Variable dy = recorder.outputGradient();
        boolean readsInput = !savesOutput() && savesInput(0);
        Variable saved = savesOutput() ? recorder.output() : readsInput ? recorder.input(0) : dy;
        if (recorder.wants(0)) {
            recorder.contribute(
                    0,
                    isPiecewiseLinear()
                            ? saved.apply(new FixedSlope(name(), 1, this::slopeTimes), dy)
                            : dy.mul(derivative(saved)));
        }
    }

    private NDArray slopeTimes(NDArray dy, NDArray... saved) {
        NDArray dx = NDArray.empty(dy.shape());
        differentiate(saved[0].contiguous(), dy, dx, false);
        return dx;
    }

    @Override
    public boolean savesInput(int i) {
        return !savesOutput();
    }

    /// Either loop on a range of elements.
    ///
    /// The operation's loop sees whole vectors only, is called from one place, and forward and backward are two
    /// classes: all that lies in one compilation, and the compiler inlines within limits. The last, partial vector
    /// is computed into `lastVector` and copied from there, since what lies behind the last element may be read but
    /// not written.
    private abstract static class Loop implements RangeTask {
        final UnaryOperation operation;
        final float[] read;
        final int readOffset;
        private final float[] written;
        private final int writtenOffset;
        private final float[] lastVector;

        Loop(UnaryOperation operation, NDArray read, NDArray written) {
            this.operation = operation;
            this.read = read.data();
            this.readOffset = read.offset();
            this.written = written.data();
            this.writtenOffset = written.offset();
            boolean whole = written.elements() % Lanes.LANES == 0;
            this.lastVector = whole ? this.written : NDArray.empty(ONE_VECTOR).data();
        }

        /// Whole vectors from element `at` on, written from `y[yo]` on.
        abstract void vectors(int at, float[] y, int yo, int length);

        @Override
        public final void run(int from, int to) {
            for (int at = from; at < to; ) {
                int whole = Lanes.wholeVectors(to - at);
                int count = whole > 0 ? whole : to - at;
                int place = writtenOffset + at;
                if (whole == 0) {
                    System.arraycopy(written, place, lastVector, 0, count);
                }
                vectors(at, whole > 0 ? written : lastVector, whole > 0 ? place : 0, whole > 0 ? whole : Lanes.LANES);
                if (whole == 0) {
                    System.arraycopy(lastVector, 0, written, place, count);
                }
                at += count;
            }
        }
    }

    private static final class Forward extends Loop {
        Forward(UnaryOperation operation, NDArray x, NDArray y) {
            super(operation, x, y);
        }

        @Override
        void vectors(int at, float[] y, int yo, int length) {
            operation.forward(read, readOffset + at, y, yo, length);
        }
    }

    private static final class Backward extends Loop {
        private final float[] dy;
        private final int dyOffset;
        private final boolean add;

        Backward(UnaryOperation operation, NDArray saved, NDArray dy, NDArray dx, boolean add) {
            super(operation, saved, dx);
            this.dy = dy.data();
            this.dyOffset = dy.offset();
            this.add = add;
        }

        @Override
        void vectors(int at, float[] dx, int dxo, int length) {
            operation.backward(read, readOffset + at, dy, dyOffset + at, dx, dxo, length, add);
        }
    }
}

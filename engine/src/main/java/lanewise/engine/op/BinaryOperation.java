package lanewise.engine.op;

import lanewise.engine.Layout;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.parallel.Division;

/// An operation that computes each element of its result from one element of each of its two inputs, which are
/// broadcast against each other: `y = f(a, b)`.
///
/// A subclass is loops over runs of floats. An input that is repeated along the rows of the result comes to it as a
/// run of equal floats; the gradient of an input that was broadcast is summed over what it was repeated along.
public abstract class BinaryOperation extends Operation {
    /// For subclasses.
    protected BinaryOperation() {}

    /// `for i in [0, length): y[yo + i] = f(a[ao + i], b[bo + i])`; `length` is a multiple of the vector length.
    /// `y` may be `a` at the same offset where the operation is a single loop.
    protected abstract void forward(float[] a, int ao, float[] b, int bo, float[] y, int yo, int length);

    /// `for i in [0, length): dx[dxo + i] (+)= dy[dyo + i]·∂f/∂a`, adds if `add`, otherwise overwrites.
    /// `length` is a multiple of the vector length.
    protected abstract void backwardFirst(
            float[] a, int ao, float[] b, int bo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add);

    /// The same with `∂f/∂b`.
    protected abstract void backwardSecond(
            float[] a, int ao, float[] b, int bo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add);

    /// The smallest part worth another thread; see [Division].
    protected int part() {
        return Division.CHEAP;
    }

    /// Whether the gradient of this input is that of the output.
    protected boolean passesThrough(int input) {
        return false;
    }

    @Override
    public final NDArray forward(NDArray... inputs) {
        if (inputs.length != 2) {
            throw new IllegalArgumentException(message("two inputs expected, not " + inputs.length));
        }
        NDArray y = NDArray.empty(broadcast(inputs[0], inputs[1]));
        compute(inputs[0], inputs[1], y);
        return y;
    }

    /// `y = f(a, b)` into an existing row-major array of the shape that the two broadcast to. It may be `a`.
    final void compute(NDArray a, NDArray b, NDArray y) {
        if (y.elements() > 0) {
            var loop =
                    new BinaryRows(this, BinaryRows.FORWARD, rowwise(a, y.shape()), rowwise(b, y.shape()), y, y, false);
            Division.run(y.elements(), part(), loop);
        }
    }

    @Override
    public void backward(BackwardPass pass) {
        contribute(pass, 0, BinaryRows.FIRST);
        contribute(pass, 1, BinaryRows.SECOND);
    }

    /// The derivative by input 0 or 1, by other operations; it states the second form of the gradient,
    /// [Operation#gradient].
    ///
    /// @throws UnsupportedOperationException if this operation does not state it
    protected Variable derivative(int input, Variable a, Variable b) {
        throw notDifferentiableTwice();
    }

    /// Whether both derivatives are constant between the points where they jump. Then there is no more to say about
    /// them.
    protected boolean isPiecewiseLinear() {
        return false;
    }

    @Override
    public void gradient(Recorder recorder) {
        if (isLinearInEach()) {
            super.gradient(recorder);
            return;
        }
        Variable dy = recorder.outputGradient();
        Variable a = savesInput(0) ? recorder.input(0) : dy;
        Variable b = savesInput(1) ? recorder.input(1) : dy;
        for (int input = 0; input < 2; input++) {
            if (recorder.wants(input)) {
                recorder.contribute(input, gradient(input, a, b, dy));
            }
        }
    }

    private Variable gradient(int input, Variable a, Variable b, Variable dy) {
        if (passesThrough(input)) {
            return dy;
        }
        int which = input == 0 ? BinaryRows.FIRST : BinaryRows.SECOND;
        return isPiecewiseLinear()
                ? a.apply(new FixedSlope(name(), 2, (g, saved) -> slopeTimes(which, g, saved)), b, dy)
                : dy.mul(derivative(input, a, b));
    }

    private NDArray slopeTimes(int which, NDArray dy, NDArray... saved) {
        NDArray dx = NDArray.empty(dy.shape());
        NDArray a = rowwise(saved[0], dy.shape());
        NDArray b = rowwise(saved[1], dy.shape());
        differentiate(which, a, b, dy, dx, false);
        return dx;
    }

    private void contribute(BackwardPass pass, int input, int which) {
        GradientSum sum = pass.gradient(input);
        NDArray dy = pass.outputGradient();
        if (sum == null || passesThrough(input) && sum.lend(dy)) {
            return;
        }
        NDArray a = savesInput(0) ? rowwise(pass.input(0), dy.shape()) : dy;
        NDArray b = savesInput(1) ? rowwise(pass.input(1), dy.shape()) : dy;
        if (passesThrough(input) && !sum.shape().equals(dy.shape())) {
            Summation.contributeReduced(sum, dy);
        } else if (sum.shape().equals(dy.shape())) {
            boolean add = sum.contribute() == Write.ADD;
            differentiate(which, a, b, dy, sum.array(), add);
        } else {
            NDArray full = NDArray.empty(dy.shape());
            differentiate(which, a, b, dy, full, false);
            Summation.contributeReduced(sum, full);
        }
    }

    /// `dx (+)= dy·∂f/∂a`, or `∂f/∂b` if `which` is [BinaryRows#SECOND]; `dy` and `dx` are row-major and of one
    /// shape.
    void differentiate(int which, NDArray a, NDArray b, NDArray dy, NDArray dx, boolean add) {
        if (dy.elements() > 0) {
            Division.run(dy.elements(), part(), new BinaryRows(this, which, a, b, dy, dx, add));
        }
    }

    /// The array itself if its rows, broadcast to `shape`, are runs or repetitions of floats, otherwise a row-major
    /// copy.
    private static NDArray rowwise(NDArray x, Shape shape) {
        if (x.isContiguous()) {
            return x;
        }
        Layout layout = x.layout().expand(shape);
        for (int d = shape.rank() - 1; d >= 0; d--) {
            if (shape.dim(d) > 1) {
                return layout.stride(d) == 0 || layout.stride(d) == 1 ? x : x.contiguous();
            }
        }
        return x;
    }
}

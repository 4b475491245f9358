package lanewise.engine.op;

import lanewise.engine.BoolArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.kernel.Blend;

/// Elements of one array where a condition holds, of another where not: `y[i] = condition[i] ? a[i] : b[i]`.
/// Condition, `a` and `b` broadcast.
///
///     da[i] = condition[i] ? dy[i] : 0,  db[i] = condition[i] ? 0 : dy[i],  summed over what was repeated
public final class Where extends Operation {
    private final BoolArray condition;

    /// By `condition`, which must not change until the backward pass.
    public Where(BoolArray condition) {
        this.condition = condition;
    }

    @Override
    public String name() {
        return "where";
    }

    @Override
    public NDArray forward(NDArray... inputs) {
        if (inputs.length != 2) {
            throw new IllegalArgumentException(message("two arrays expected, not " + inputs.length));
        }
        Shape shape = Shape.broadcast(name(), condition.shape(), broadcast(inputs[0], inputs[1]));
        BoolArray m = mask(shape);
        NDArray a = expanded(inputs[0], shape);
        NDArray b = expanded(inputs[1], shape);
        NDArray y = NDArray.empty(shape);
        Blend.arrays(
                m.data(), m.offset(), a.data(), a.offset(), b.data(), b.offset(), y.data(), y.offset(), y.elements());
        return y;
    }

    @Override
    public void backward(BackwardPass pass) {
        NDArray dy = pass.outputGradient();
        BoolArray m = mask(dy.shape());
        GradientSum da = pass.gradient(0);
        if (da != null) {
            NDArray part = NDArray.empty(dy.shape());
            Blend.fillRest(
                    m.data(), m.offset(), 0f, dy.data(), dy.offset(), part.data(), part.offset(), part.elements());
            contribute(da, part);
        }
        GradientSum db = pass.gradient(1);
        if (db != null) {
            NDArray part = NDArray.empty(dy.shape());
            Blend.fill(m.data(), m.offset(), 0f, dy.data(), dy.offset(), part.data(), part.offset(), part.elements());
            contribute(db, part);
        }
    }

    @Override
    public boolean savesInput(int i) {
        return false;
    }

    private BoolArray mask(Shape shape) {
        return condition.view(condition.layout().expand(shape)).contiguous();
    }

    private static NDArray expanded(NDArray x, Shape shape) {
        return x.view(x.layout().expand(shape)).contiguous();
    }

    private static void contribute(GradientSum sum, NDArray part) {
        if (!sum.lend(part)) {
            Summation.contributeReduced(sum, part);
        }
    }

    @Override
    public void gradient(Recorder recorder) {
        Variable dy = recorder.outputGradient();
        Variable zero = dy.constant(NDArray.zeros(Shape.SCALAR));
        if (recorder.wants(0)) {
            recorder.contribute(0, dy.apply(this, zero));
        }
        if (recorder.wants(1)) {
            recorder.contribute(1, zero.apply(this, dy));
        }
    }
}

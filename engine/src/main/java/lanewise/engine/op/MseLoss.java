package lanewise.engine.op;

import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.kernel.Difference;
import lanewise.engine.kernel.Product;
import lanewise.engine.kernel.SquaredError;

/// Squared error of `input` against `target`, two arrays of one shape: `(x − t)²` an element, their mean, or their
/// sum.
///
///     dx = 2·(x − t)·dy,  dt = −dx;  for the mean over n elements, divided by n
public final class MseLoss extends Operation {
    private final Reduction reduction;

    /// With `NONE` the result has the inputs' shape, otherwise `[]`.
    public MseLoss(Reduction reduction) {
        this.reduction = reduction;
    }

    @Override
    public String name() {
        return "mseLoss";
    }

    /// @throws ShapeMismatchException if input and target differ in shape: unlike PyTorch, which broadcasts them
    /// with a warning
    @Override
    public NDArray forward(NDArray... inputs) {
        if (inputs.length != 2) {
            throw new IllegalArgumentException(message("input and target expected, not " + inputs.length + " arrays"));
        }
        if (!inputs[0].shape().equals(inputs[1].shape())) {
            throw new ShapeMismatchException(message(
                    "input " + inputs[0].shape() + " and target " + inputs[1].shape() + " must have the same shape"));
        }
        NDArray x = inputs[0].contiguous();
        NDArray t = inputs[1].contiguous();
        return reduction == Reduction.NONE ? squares(x, t) : total(x, t);
    }

    private NDArray total(NDArray x, NDArray t) {
        int n = x.elements();
        float[] working = NDArray.empty(Shape.of(SquaredError.working(n))).data();
        float sum = SquaredError.sum(x.data(), x.offset(), t.data(), t.offset(), n, working);
        NDArray loss = NDArray.empty(Shape.SCALAR);
        loss.data()[0] = reduction == Reduction.MEAN ? sum / n : sum;
        return loss;
    }

    private static NDArray squares(NDArray x, NDArray t) {
        NDArray y = NDArray.empty(x.shape());
        Difference.run(x.data(), x.offset(), t.data(), t.offset(), 1f, false, y.data(), y.offset(), x.elements());
        Product.run(y.data(), y.offset(), y.data(), y.offset(), false, y.data(), y.offset(), y.elements());
        return y;
    }

    @Override
    public void backward(BackwardPass pass) {
        backward(pass, 0);
        backward(pass, 1);
    }

    private void backward(BackwardPass pass, int i) {
        GradientSum gradient = pass.gradient(i);
        if (gradient == null) {
            return;
        }
        NDArray x = pass.input(i).contiguous();
        NDArray other = pass.input(1 - i).contiguous();
        boolean add = gradient.contribute() == Write.ADD;
        if (reduction == Reduction.NONE) {
            contributeElements(x, other, pass.outputGradient(), add, gradient.array());
            return;
        }
        float dy = pass.outputGradient().item();
        float scale = reduction == Reduction.MEAN ? 2f / x.elements() * dy : 2f * dy;
        contribute(x, other, scale, add, gradient.array());
    }

    /// `dx = scale·(x − t)`, or added.
    private static void contribute(NDArray x, NDArray t, float scale, boolean add, NDArray dx) {
        Difference.run(x.data(), x.offset(), t.data(), t.offset(), scale, add, dx.data(), dx.offset(), x.elements());
    }

    /// `dx[i] = 2·(x[i] − t[i])·dy[i]`, or added.
    private static void contributeElements(NDArray x, NDArray t, NDArray dy, boolean add, NDArray dx) {
        if (!add) {
            contribute(x, t, 2f, false, dx);
            Product.run(dx.data(), dx.offset(), dy.data(), dy.offset(), false, dx.data(), dx.offset(), dx.elements());
            return;
        }
        NDArray twice = NDArray.empty(x.shape());
        contribute(x, t, 2f, false, twice);
        Product.run(twice.data(), twice.offset(), dy.data(), dy.offset(), true, dx.data(), dx.offset(), dx.elements());
    }

    @Override
    public void gradient(Recorder recorder) {
        Variable d = recorder.input(0).sub(recorder.input(1));
        float scale = reduction == Reduction.MEAN ? 2f / d.shape().elements() : 2f;
        Variable dx = d.mul(scale).mul(recorder.outputGradient());
        recorder.contribute(0, dx);
        if (recorder.wants(1)) {
            recorder.contribute(1, dx.neg());
        }
    }
}

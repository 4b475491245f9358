package lanewise.engine.op;

import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.kernel.LogisticLoss;
import lanewise.engine.kernel.Product;
import lanewise.engine.kernel.Reduce;

/// Binary cross entropy of `σ(x)` against `target`, probabilities of the shape of the logits `x`:
/// `−t·log σ(x) − (1 − t)·log(1 − σ(x))` an element, their mean, or their sum.
///
///     y = max(x, 0) − x·t + log(1 + exp(−|x|))
///     dx = (σ(x) − t)·dy,  dt = −x·dy;  for the mean over n elements, divided by n
///
/// This form neither overflows nor loses the small losses of logits that are sure and right.
public final class BceWithLogits extends Operation {
    private final Reduction reduction;

    /// With `NONE` the result has the inputs' shape, otherwise `[]`.
    public BceWithLogits(Reduction reduction) {
        this.reduction = reduction;
    }

    @Override
    public String name() {
        return "binaryCrossEntropyWithLogits";
    }

    /// @throws ShapeMismatchException if logits and target differ in shape
    @Override
    public NDArray forward(NDArray... inputs) {
        if (inputs.length != 2) {
            throw new IllegalArgumentException(message("logits and target expected, not " + inputs.length + " arrays"));
        }
        if (!inputs[0].shape().equals(inputs[1].shape())) {
            throw new ShapeMismatchException(message(
                    "logits " + inputs[0].shape() + " and target " + inputs[1].shape() + " must have the same shape"));
        }
        NDArray losses = compute(inputs[0], inputs[1], false);
        if (reduction == Reduction.NONE) {
            return losses;
        }
        NDArray loss = NDArray.empty(Shape.SCALAR);
        float sum = Reduce.sum(losses.data(), losses.offset(), losses.elements());
        loss.data()[0] = reduction == Reduction.MEAN ? sum / losses.elements() : sum;
        return loss;
    }

    @Override
    public void backward(BackwardPass pass) {
        GradientSum dx = pass.gradient(0);
        if (dx != null) {
            contribute(pass, dx, compute(pass.input(0), pass.input(1), true));
        }
        GradientSum dt = pass.gradient(1);
        if (dt != null) {
            contribute(pass, dt, Neg.NEG.forward(pass.input(0)).contiguous());
        }
    }

    private static NDArray compute(NDArray logits, NDArray target, boolean derivative) {
        NDArray x = logits.contiguous();
        NDArray t = target.contiguous();
        NDArray y = NDArray.empty(x.shape());
        LogisticLoss.run(x.data(), x.offset(), t.data(), t.offset(), derivative, y.data(), y.offset(), x.elements());
        return y;
    }

    /// Contributes `slope[i]·dy[i]`.
    private void contribute(BackwardPass pass, GradientSum sum, NDArray slope) {
        NDArray dy = pass.outputGradient();
        int n = slope.elements();
        if (reduction != Reduction.NONE) {
            dy = NDArray.full(slope.shape(), reduction == Reduction.MEAN ? dy.item() / n : dy.item());
        }
        boolean add = sum.contribute() == Write.ADD;
        NDArray dx = sum.array();
        Product.run(slope.data(), slope.offset(), dy.data(), dy.offset(), add, dx.data(), dx.offset(), n);
    }

    @Override
    public void gradient(Recorder recorder) {
        Variable x = recorder.input(0);
        float scale = reduction == Reduction.MEAN ? 1f / x.shape().elements() : 1f;
        Variable dy = recorder.outputGradient().mul(scale);
        if (recorder.wants(0)) {
            recorder.contribute(
                    0, x.apply(Sigmoid.SIGMOID).sub(recorder.input(1)).mul(dy));
        }
        if (recorder.wants(1)) {
            recorder.contribute(1, x.neg().mul(dy));
        }
    }
}

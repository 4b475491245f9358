package lanewise.engine.op;

import lanewise.engine.BoolArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.kernel.Blend;

/// A constant where a mask holds: `y[i] = mask[i] ? value : x[i]`. The mask broadcasts to the shape of `x`, which
/// stays.
///
///     dx[i] = mask[i] ? 0 : dy[i]
public final class MaskedFill extends Operation {
    private final BoolArray mask;
    private final float value;

    /// `value` where `mask` holds, which must not change until the backward pass.
    public MaskedFill(BoolArray mask, float value) {
        this.mask = mask;
        this.value = value;
    }

    @Override
    public String name() {
        return "maskedFill";
    }

    /// @throws ShapeMismatchException if the mask does not broadcast to the shape of `x`
    @Override
    public NDArray forward(NDArray... inputs) {
        NDArray x = only(inputs);
        if (!mask.shape().broadcastsTo(x.shape())) {
            throw new ShapeMismatchException(
                    message("a mask " + mask.shape() + " does not broadcast to the array " + x.shape()));
        }
        return filled(x.contiguous(), value);
    }

    @Override
    public void backward(BackwardPass pass) {
        GradientSum dx = pass.gradient(0);
        if (dx == null) {
            return;
        }
        NDArray gradient = filled(pass.outputGradient(), 0f);
        if (!dx.lend(gradient)) {
            Summation.contributeRepeated(dx, gradient);
        }
    }

    @Override
    public boolean savesInput(int i) {
        return false;
    }

    private NDArray filled(NDArray x, float filling) {
        Shape shape = x.shape();
        BoolArray m = mask.view(mask.layout().expand(shape)).contiguous();
        NDArray y = NDArray.empty(shape);
        Blend.fill(m.data(), m.offset(), filling, x.data(), x.offset(), y.data(), y.offset(), y.elements());
        return y;
    }

    @Override
    public void gradient(Recorder recorder) {
        recorder.contribute(0, recorder.outputGradient().fill(mask, 0));
    }
}

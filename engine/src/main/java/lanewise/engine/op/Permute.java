package lanewise.engine.op;

import lanewise.engine.Layout;
import lanewise.engine.NDArray;
import lanewise.engine.kernel.StridedCopy;

/// The dimensions in another order: dimension `i` of the result is dimension `order[i]` of the input. A view; with
/// two dimensions exchanged it is a transpose.
public final class Permute extends ViewOperation {
    private final int[] order;

    /// With every dimension named once; negative ones count from the end.
    public Permute(int... order) {
        this.order = order.clone();
    }

    @Override
    public String name() {
        return "permute";
    }

    @Override
    protected Layout view(Layout input) {
        return input.permute(order);
    }

    /// `dx = permute⁻¹(dy)`
    @Override
    public void backward(BackwardPass pass) {
        GradientSum dx = pass.gradient(0);
        if (dx == null) {
            return;
        }
        if (dx.contribute() == Write.OVERWRITE) {
            NDArray target = dx.array().view(view(dx.array().layout()));
            StridedCopy.scatter(
                    pass.outputGradient().data(),
                    pass.outputGradient().offset(),
                    target.data(),
                    target.offset(),
                    target.shape().toArray(),
                    target.layout().strides());
        } else {
            InPlace.add(dx.array().view(view(dx.array().layout())), pass.outputGradient(), 1f);
        }
    }
}

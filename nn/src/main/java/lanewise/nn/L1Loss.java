package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.engine.op.Reduction;
import lanewise.nn.functional.Functional;

/// Absolute error: `|input − target|`, averaged or summed over all elements, or each by itself.
public final class L1Loss extends Module {
    private final Reduction reduction;

    /// The mean over all elements.
    public L1Loss() {
        this(Reduction.MEAN);
    }

    /// With the given reduction.
    public L1Loss(Reduction reduction) {
        this.reduction = reduction;
    }

    /// The loss.
    ///
    /// @param input any shape
    /// @param target the same shape, or one that broadcasts with it
    /// @return `[]`, or the inputs' shape without a reduction
    /// @throws lanewise.engine.ShapeMismatchException if the shapes do not broadcast
    public Tensor call(Tensor input, Tensor target) {
        return hooked(this, L1Loss::forward, input, target);
    }

    private Tensor forward(Tensor input, Tensor target) {
        return Functional.l1Loss(input, target, reduction);
    }
}

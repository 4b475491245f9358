package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.engine.op.Reduction;
import lanewise.nn.functional.Functional;

/// Squared error: `(input − target)²`, averaged or summed over all elements, or each by itself.
public final class MSELoss extends Module {
    private final Reduction reduction;

    /// The mean over all elements.
    public MSELoss() {
        this(Reduction.MEAN);
    }

    /// With the given reduction.
    public MSELoss(Reduction reduction) {
        this.reduction = reduction;
    }

    /// The loss.
    ///
    /// @param input any shape
    /// @param target the same shape, or one that broadcasts with it
    /// @return `[]`, or the inputs' shape without a reduction
    /// @throws lanewise.engine.ShapeMismatchException if the shapes do not broadcast
    public Tensor call(Tensor input, Tensor target) {
        return hooked(this, MSELoss::forward, input, target);
    }

    private Tensor forward(Tensor input, Tensor target) {
        return Functional.mseLoss(input, target, reduction);
    }
}

package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.engine.op.Reduction;
import lanewise.nn.functional.Functional;

/// Logistic loss: `log(1 + exp(−target·input))` of targets 1 and −1.
public final class SoftMarginLoss extends Module {
    private final Reduction reduction;

    /// With PyTorch's defaults: the mean.
    public SoftMarginLoss() {
        this(Reduction.MEAN);
    }

    /// With all options.
    ///
    /// @param reduction what becomes of the elements' losses
    public SoftMarginLoss(Reduction reduction) {
        this.reduction = reduction;
    }

    /// The loss.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the shapes do not fit
    public Tensor call(Tensor input, Tensor target) {
        return hooked(this, SoftMarginLoss::forward, input, target);
    }

    private Tensor forward(Tensor input, Tensor target) {
        return Functional.softMarginLoss(input, target, reduction);
    }
}

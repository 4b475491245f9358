package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.engine.op.Reduction;
import lanewise.nn.functional.Functional;

/// Squared error near 0, absolute beyond: `d²/2` where `|d| <= delta`, otherwise `delta·(|d| − delta/2)`.
public final class HuberLoss extends Module {
    private final double delta;
    private final Reduction reduction;

    /// With PyTorch's defaults: the mean.
    public HuberLoss() {
        this(1.0, Reduction.MEAN);
    }

    /// With another reduction.
    public HuberLoss(Reduction reduction) {
        this(1.0, reduction);
    }

    /// With all options.
    ///
    /// @param delta the bound of the squared part, positive
    /// @param reduction what becomes of the elements' losses
    public HuberLoss(double delta, Reduction reduction) {
        if (!(delta > 0)) {
            throw new IllegalArgumentException("HuberLoss: delta must be positive, not " + delta);
        }
        this.delta = delta;
        this.reduction = reduction;
    }

    /// The loss.
    ///
    /// @return `[]`, or the shape of all without a reduction
    /// @throws lanewise.engine.ShapeMismatchException if the shapes do not fit
    public Tensor call(Tensor input, Tensor target) {
        return hooked(this, HuberLoss::forward, input, target);
    }

    private Tensor forward(Tensor input, Tensor target) {
        return Functional.huberLoss(input, target, delta, reduction);
    }
}

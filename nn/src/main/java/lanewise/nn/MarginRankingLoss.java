package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.engine.op.Reduction;
import lanewise.nn.functional.Functional;

/// Of scores of which the first shall be the greater (target 1) or the smaller (target −1):
/// `max(0, −target·(input1 − input2) + margin)`.
public final class MarginRankingLoss extends Module {
    private final double margin;
    private final Reduction reduction;

    /// With PyTorch's defaults: the mean.
    public MarginRankingLoss() {
        this(0.0, Reduction.MEAN);
    }

    /// With another reduction.
    public MarginRankingLoss(Reduction reduction) {
        this(0.0, reduction);
    }

    /// With all options.
    ///
    /// @param margin by how much
    /// @param reduction what becomes of the elements' losses
    public MarginRankingLoss(double margin, Reduction reduction) {
        this.margin = margin;
        this.reduction = reduction;
    }

    /// The loss.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the shapes do not fit
    public Tensor call(Tensor input1, Tensor input2, Tensor target) {
        return hooked(this, MarginRankingLoss::forward, input1, input2, target);
    }

    private Tensor forward(Tensor input1, Tensor input2, Tensor target) {
        return Functional.marginRankingLoss(input1, input2, target, margin, reduction);
    }
}

package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.engine.op.Reduction;
import lanewise.nn.functional.Functional;

/// Of distances that shall be small (target 1) the distance, of those that shall not (target −1)
/// `max(0, margin − distance)`.
public final class HingeEmbeddingLoss extends Module {
    private final double margin;
    private final Reduction reduction;

    /// With PyTorch's defaults: the mean.
    public HingeEmbeddingLoss() {
        this(1.0, Reduction.MEAN);
    }

    /// With another reduction.
    public HingeEmbeddingLoss(Reduction reduction) {
        this(1.0, reduction);
    }

    /// With all options.
    ///
    /// @param margin the distance from which on nothing is lost
    /// @param reduction what becomes of the elements' losses
    public HingeEmbeddingLoss(double margin, Reduction reduction) {
        this.margin = margin;
        this.reduction = reduction;
    }

    /// The loss.
    ///
    /// @param input distances, of any shape
    /// @param target 1 or −1
    /// @throws lanewise.engine.ShapeMismatchException if the shapes do not fit
    public Tensor call(Tensor input, Tensor target) {
        return hooked(this, HingeEmbeddingLoss::forward, input, target);
    }

    private Tensor forward(Tensor input, Tensor target) {
        return Functional.hingeEmbeddingLoss(input, target, margin, reduction);
    }
}

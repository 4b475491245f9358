package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.engine.op.Reduction;
import lanewise.nn.functional.Functional;

/// Of pairs of vectors that shall be alike (target 1) `1 − cos`, of those that shall not (target −1)
/// `max(0, cos − margin)`.
public final class CosineEmbeddingLoss extends Module {
    private final double margin;
    private final Reduction reduction;

    /// With PyTorch's defaults: the mean.
    public CosineEmbeddingLoss() {
        this(0.0, Reduction.MEAN);
    }

    /// With another reduction.
    public CosineEmbeddingLoss(Reduction reduction) {
        this(0.0, reduction);
    }

    /// With all options.
    ///
    /// @param margin the cosine up to which vectors are unlike enough
    /// @param reduction what becomes of the pairs' losses
    public CosineEmbeddingLoss(double margin, Reduction reduction) {
        this.margin = margin;
        this.reduction = reduction;
    }

    /// The loss.
    ///
    /// @param input1 `[b, n]`, or `[n]`
    /// @param input2 the same shape
    /// @param target 1 or −1: `[b]`, or `[]`
    /// @throws lanewise.engine.ShapeMismatchException if the shapes do not fit
    public Tensor call(Tensor input1, Tensor input2, Tensor target) {
        return hooked(this, CosineEmbeddingLoss::forward, input1, input2, target);
    }

    private Tensor forward(Tensor input1, Tensor input2, Tensor target) {
        return Functional.cosineEmbeddingLoss(input1, input2, target, margin, reduction);
    }
}

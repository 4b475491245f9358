package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.engine.op.Reduction;
import lanewise.nn.functional.Functional;

/// Absolute error, squared near 0: `d²/(2·beta)` where `|d| < beta`, otherwise `|d| − beta/2`. Girshick 2015,
/// arXiv:1504.08083.
public final class SmoothL1Loss extends Module {
    private final double beta;
    private final Reduction reduction;

    /// With PyTorch's defaults: the mean.
    public SmoothL1Loss() {
        this(1.0, Reduction.MEAN);
    }

    /// With another reduction.
    public SmoothL1Loss(Reduction reduction) {
        this(1.0, reduction);
    }

    /// With all options.
    ///
    /// @param beta the width of the squared part, not negative
    /// @param reduction what becomes of the elements' losses
    public SmoothL1Loss(double beta, Reduction reduction) {
        if (!(beta >= 0)) {
            throw new IllegalArgumentException("SmoothL1Loss: beta must not be negative, as " + beta + " is");
        }
        this.beta = beta;
        this.reduction = reduction;
    }

    /// The loss.
    ///
    /// @return `[]`, or the shape of all without a reduction
    /// @throws lanewise.engine.ShapeMismatchException if the shapes do not fit
    public Tensor call(Tensor input, Tensor target) {
        return hooked(this, SmoothL1Loss::forward, input, target);
    }

    private Tensor forward(Tensor input, Tensor target) {
        return Functional.smoothL1Loss(input, target, beta, reduction);
    }
}

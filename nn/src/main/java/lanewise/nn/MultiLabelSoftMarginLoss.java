package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.engine.op.Reduction;
import lanewise.nn.functional.Functional;
import org.jspecify.annotations.Nullable;

/// Binary cross entropy of `σ(x)` for every class, the mean over the classes an example.
public final class MultiLabelSoftMarginLoss extends Module {
    private final @Nullable Tensor weight;
    private final Reduction reduction;

    /// With PyTorch's defaults: the mean.
    public MultiLabelSoftMarginLoss() {
        this(null, Reduction.MEAN);
    }

    /// With another reduction.
    public MultiLabelSoftMarginLoss(Reduction reduction) {
        this(null, reduction);
    }

    /// With all options.
    ///
    /// @param weight `[c]`, how much each class counts: a buffer of this module; or null
    /// @param reduction what becomes of the examples' losses
    public MultiLabelSoftMarginLoss(@Nullable Tensor weight, Reduction reduction) {
        this.weight = weight == null ? null : registerBuffer("weight", weight);
        this.reduction = reduction;
    }

    /// The loss.
    ///
    /// @param input scores `[..., c]`
    /// @param target 0 or 1, of the same shape
    /// @throws lanewise.engine.ShapeMismatchException if the shapes do not fit
    public Tensor call(Tensor input, Tensor target) {
        return hooked(this, MultiLabelSoftMarginLoss::forward, input, target);
    }

    private Tensor forward(Tensor input, Tensor target) {
        return Functional.multilabelSoftMarginLoss(input, target, weight, reduction);
    }
}

package lanewise.nn;

import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.op.Reduction;
import lanewise.nn.functional.Functional;

/// Margin loss of scores against several labels an example: `Σ max(0, 1 − (x[label] − x[j]))/c` over its labels and
/// all classes j that are none.
public final class MultiLabelMarginLoss extends Module {
    private final Reduction reduction;

    /// With PyTorch's defaults: the mean.
    public MultiLabelMarginLoss() {
        this(Reduction.MEAN);
    }

    /// With all options.
    ///
    /// @param reduction what becomes of the examples' losses
    public MultiLabelMarginLoss(Reduction reduction) {
        this.reduction = reduction;
    }

    /// The loss.
    ///
    /// @param input scores `[b, c]`, or `[c]`
    /// @param labels of the same shape; those of a row before the first −1 count
    /// @throws lanewise.engine.ShapeMismatchException if the shapes do not fit
    public Tensor call(Tensor input, LongTensor labels) {
        return hooked(this, MultiLabelMarginLoss::forward, input, labels);
    }

    private Tensor forward(Tensor input, LongTensor labels) {
        return Functional.multilabelMarginLoss(input, labels, reduction);
    }
}

package lanewise.nn;

import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.op.Reduction;
import lanewise.nn.functional.Functional;
import org.jspecify.annotations.Nullable;

/// Margin loss of scores against one label an example: `Σ w[label]·max(0, margin − x[label] + x[j])^p / c` over the
/// other classes j.
public final class MultiMarginLoss extends Module {
    private final int p;
    private final double margin;
    private final @Nullable Tensor weight;
    private final Reduction reduction;

    /// With PyTorch's defaults: the mean.
    public MultiMarginLoss() {
        this(1, 1.0, null, Reduction.MEAN);
    }

    /// With another reduction.
    public MultiMarginLoss(Reduction reduction) {
        this(1, 1.0, null, reduction);
    }

    /// With all options.
    ///
    /// @param p 1 or 2
    /// @param margin by how much the score at the label shall be greater
    /// @param weight `[c]`, how much each class counts: a buffer of this module; or null
    /// @param reduction what becomes of the examples' losses
    public MultiMarginLoss(int p, double margin, @Nullable Tensor weight, Reduction reduction) {
        if (p != 1 && p != 2) {
            throw new IllegalArgumentException("MultiMarginLoss: p must be 1 or 2, not " + p);
        }
        this.p = p;
        this.margin = margin;
        this.weight = weight == null ? null : registerBuffer("weight", weight);
        this.reduction = reduction;
    }

    /// The loss.
    ///
    /// @param input scores `[b, c]`, or `[c]`
    /// @param labels `[b]`, or `[]`
    /// @throws lanewise.engine.ShapeMismatchException if the shapes do not fit
    public Tensor call(Tensor input, LongTensor labels) {
        return hooked(this, MultiMarginLoss::forward, input, labels);
    }

    private Tensor forward(Tensor input, LongTensor labels) {
        return Functional.multiMarginLoss(input, labels, p, margin, weight, reduction);
    }
}

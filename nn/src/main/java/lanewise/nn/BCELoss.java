package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.engine.op.Reduction;
import lanewise.nn.functional.Functional;
import org.jspecify.annotations.Nullable;

/// Binary cross entropy of probabilities: `−t·log p − (1 − t)·log(1 − p)`, where a logarithm is at least −100. For
/// logits [BCEWithLogitsLoss] is more accurate.
public final class BCELoss extends Module {
    private final @Nullable Tensor weight;
    private final Reduction reduction;

    /// With PyTorch's defaults: the mean.
    public BCELoss() {
        this(null, Reduction.MEAN);
    }

    /// With another reduction.
    public BCELoss(Reduction reduction) {
        this(null, reduction);
    }

    /// With all options.
    ///
    /// @param weight broadcasts to the input: a buffer of this module; or null
    /// @param reduction what becomes of the elements' losses
    public BCELoss(@Nullable Tensor weight, Reduction reduction) {
        this.weight = weight == null ? null : registerBuffer("weight", weight);
        this.reduction = reduction;
    }

    /// The loss.
    ///
    /// @param input probabilities, of any shape
    /// @param target probabilities of the same shape
    /// @return `[]`, or the input's shape without a reduction
    /// @throws lanewise.engine.ShapeMismatchException if the shapes do not fit
    /// @throws IllegalArgumentException if an input is not from 0 to 1
    public Tensor call(Tensor input, Tensor target) {
        return hooked(this, BCELoss::forward, input, target);
    }

    private Tensor forward(Tensor input, Tensor target) {
        return Functional.binaryCrossEntropy(input, target, weight, reduction);
    }
}

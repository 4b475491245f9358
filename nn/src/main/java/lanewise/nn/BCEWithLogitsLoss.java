package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.engine.op.Reduction;
import lanewise.nn.functional.Functional;
import org.jspecify.annotations.Nullable;

/// Binary cross entropy of `σ(x)`: `−posWeight·t·log σ(x) − (1 − t)·log(1 − σ(x))`, in a form that neither
/// overflows nor cancels.
public final class BCEWithLogitsLoss extends Module {
    private final @Nullable Tensor weight;
    private final @Nullable Tensor posWeight;
    private final Reduction reduction;

    /// With PyTorch's defaults: the mean.
    public BCEWithLogitsLoss() {
        this(null, null, Reduction.MEAN);
    }

    /// With another reduction.
    public BCEWithLogitsLoss(Reduction reduction) {
        this(null, null, reduction);
    }

    /// With all options.
    ///
    /// @param weight broadcasts to the input: a buffer of this module; or null
    /// @param posWeight how much the positive side counts: broadcasts to the input; a buffer of this module; or
    /// null
    /// @param reduction what becomes of the elements' losses
    public BCEWithLogitsLoss(@Nullable Tensor weight, @Nullable Tensor posWeight, Reduction reduction) {
        this.weight = weight == null ? null : registerBuffer("weight", weight);
        this.posWeight = posWeight == null ? null : registerBuffer("pos_weight", posWeight);
        this.reduction = reduction;
    }

    /// The loss.
    ///
    /// @param input logits, of any shape
    /// @param target probabilities of the same shape
    /// @return `[]`, or the input's shape without a reduction
    /// @throws lanewise.engine.ShapeMismatchException if the shapes do not fit
    public Tensor call(Tensor input, Tensor target) {
        return hooked(this, BCEWithLogitsLoss::forward, input, target);
    }

    private Tensor forward(Tensor input, Tensor target) {
        return Functional.binaryCrossEntropyWithLogits(input, target, weight, posWeight, reduction);
    }
}

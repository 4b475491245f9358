package lanewise.nn;

import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.op.Reduction;
import lanewise.nn.functional.Functional;
import org.jspecify.annotations.Nullable;

/// Negative log-likelihood of labels under log-probabilities, `−weight·logProbability` at the label, by default the
/// mean over all examples, weighted. The model ends with a [LogSoftmax]; [CrossEntropyLoss] does both.
public final class NLLLoss extends Module {
    private final @Nullable Tensor weight;
    private final long ignoreIndex;
    private final Reduction reduction;

    /// With PyTorch's defaults: the mean.
    public NLLLoss() {
        this(null, -100, Reduction.MEAN);
    }

    /// With another reduction.
    public NLLLoss(Reduction reduction) {
        this(null, -100, reduction);
    }

    /// With all options.
    ///
    /// @param weight `[c]`, how much each class counts: a buffer of this module; or null
    /// @param ignoreIndex label of examples that do not count
    /// @param reduction what becomes of the examples' losses
    public NLLLoss(@Nullable Tensor weight, long ignoreIndex, Reduction reduction) {
        this.weight = weight == null ? null : registerBuffer("weight", weight);
        this.ignoreIndex = ignoreIndex;
        this.reduction = reduction;
    }

    /// The loss.
    ///
    /// @param logProbabilities `[b, c]`, or `[c]`, or `[b, c, ...]`
    /// @param labels `[b]`, or `[]`, or `[b, ...]`
    /// @return `[]`, or the labels' shape without a reduction
    /// @throws lanewise.engine.ShapeMismatchException if the shapes do not fit
    /// @throws IndexOutOfBoundsException if a label is no class
    public Tensor call(Tensor logProbabilities, LongTensor labels) {
        return hooked(this, NLLLoss::forward, logProbabilities, labels);
    }

    private Tensor forward(Tensor logProbabilities, LongTensor labels) {
        return Functional.nllLoss(logProbabilities, labels, weight, ignoreIndex, reduction);
    }
}

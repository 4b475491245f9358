package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.engine.op.Reduction;
import lanewise.nn.functional.Functional;

/// Kullback-Leibler divergence of a target distribution from one whose log-probabilities are the input:
/// `target·(log target − input)`.
public final class KLDivLoss extends Module {
    private final Reduction reduction;
    private final boolean byBatch;
    private final boolean logTarget;

    /// The mean over all elements, of a target of probabilities.
    public KLDivLoss() {
        this(Reduction.MEAN, false);
    }

    /// With the given reduction, and a target of logarithms if `logTarget`.
    public KLDivLoss(Reduction reduction, boolean logTarget) {
        this(reduction, false, logTarget);
    }

    private KLDivLoss(Reduction reduction, boolean byBatch, boolean logTarget) {
        this.reduction = reduction;
        this.byBatch = byBatch;
        this.logTarget = logTarget;
    }

    /// The sum divided by the number of examples, which is the divergence itself: PyTorch's reduction "batchmean".
    public static KLDivLoss batchMean(boolean logTarget) {
        return new KLDivLoss(Reduction.SUM, true, logTarget);
    }

    /// The loss.
    ///
    /// @param input log-probabilities, of any shape
    /// @param target probabilities, or their logarithms, of the same shape
    /// @throws lanewise.engine.ShapeMismatchException if the two do not broadcast
    public Tensor call(Tensor input, Tensor target) {
        return hooked(this, KLDivLoss::forward, input, target);
    }

    private Tensor forward(Tensor input, Tensor target) {
        return byBatch
                ? Functional.klDivBatchMean(input, target, logTarget)
                : Functional.klDiv(input, target, logTarget, reduction);
    }
}

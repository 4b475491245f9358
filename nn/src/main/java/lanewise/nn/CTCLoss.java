package lanewise.nn;

import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.op.Reduction;
import lanewise.nn.functional.Functional;

/// Connectionist temporal classification: how improbable a sequence of labels is under a longer sequence of
/// distributions, over all alignments of the two. For speech and handwriting, where nobody has said which label is
/// when. The model ends with a [LogSoftmax].
///
/// See [lanewise.engine.op.CtcLoss] for the formula and the gradient.
public final class CTCLoss extends Module {
    private final int blank;
    private final Reduction reduction;
    private final boolean zeroInfinity;

    /// With PyTorch's defaults: blank 0, and the mean of the losses divided by the numbers of labels.
    public CTCLoss() {
        this(0, Reduction.MEAN, false);
    }

    /// With all options.
    ///
    /// @param blank the class that is no label
    /// @param reduction what becomes of the examples' losses
    /// @param zeroInfinity whether infinite losses, of labels that are too many for the times, are 0 and have no
    ///     gradient
    public CTCLoss(int blank, Reduction reduction, boolean zeroInfinity) {
        this.blank = blank;
        this.reduction = reduction;
        this.zeroInfinity = zeroInfinity;
    }

    /// The loss.
    ///
    /// @param logProbabilities `[time, batch, classes]`, or `[time, classes]`
    /// @param targets labels, `[batch, most]`, or one example's behind the other's, `[Σ targetLengths]`
    /// @param inputLengths how many times each example has, `[batch]`, or `[]`
    /// @param targetLengths how many labels each example has, `[batch]`, or `[]`
    /// @return `[]`; without a reduction `[batch]`, of one example `[]`
    /// @throws lanewise.engine.ShapeMismatchException if the shapes do not fit
    /// @throws IllegalArgumentException if a length is too large, or below 0
    /// @throws IndexOutOfBoundsException if a label or the blank is no class
    public Tensor call(Tensor logProbabilities, LongTensor targets, LongTensor inputLengths, LongTensor targetLengths) {
        return hooked(this, CTCLoss::forward, logProbabilities, targets, inputLengths, targetLengths);
    }

    private Tensor forward(
            Tensor logProbabilities, LongTensor targets, LongTensor inputLengths, LongTensor targetLengths) {
        return Functional.ctcLoss(
                logProbabilities, targets, inputLengths, targetLengths, blank, reduction, zeroInfinity);
    }
}

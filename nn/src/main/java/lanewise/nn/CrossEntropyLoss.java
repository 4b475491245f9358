package lanewise.nn;

import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.op.Reduction;
import lanewise.nn.functional.CrossEntropyOptions;
import lanewise.nn.functional.Functional;

/// Cross entropy of logits against labels or probabilities: `−log softmax(logits)` at the label, by default the
/// mean over all examples. The model ends with the logits, without a softmax of its own.
public final class CrossEntropyLoss extends Module {
    private final CrossEntropyOptions options;

    /// The mean over all examples, without weights or smoothing.
    public CrossEntropyLoss() {
        this(new CrossEntropyOptions());
    }

    /// With the given reduction, without weights or smoothing.
    public CrossEntropyLoss(Reduction reduction) {
        this(new CrossEntropyOptions().withReduction(reduction));
    }

    /// With the given options. Weights are a buffer of this module, `weight`.
    public CrossEntropyLoss(CrossEntropyOptions options) {
        Tensor weight = options.weight();
        this.options = weight == null ? options : options.withWeight(registerBuffer("weight", weight));
    }

    /// The loss against labels.
    ///
    /// @param logits `[b, c]`, or `[c]`, or `[b, c, ...]`
    /// @param labels `[b]`, or `[]`, or `[b, ...]`: each from 0 to below c, or the ignored one
    /// @return `[]`, or the labels' shape without a reduction
    /// @throws lanewise.engine.ShapeMismatchException if the shapes do not fit
    /// @throws IndexOutOfBoundsException if a label is no class
    public Tensor call(Tensor logits, LongTensor labels) {
        return hooked(this, CrossEntropyLoss::forward, logits, labels);
    }

    private Tensor forward(Tensor logits, LongTensor labels) {
        return Functional.crossEntropy(logits, labels, options);
    }

    /// The loss against probabilities of the classes.
    ///
    /// @param logits `[b, c]`, or `[c]`, or `[b, c, ...]`
    /// @param probabilities of the same shape
    /// @return `[]`, or without a reduction one loss an example
    /// @throws lanewise.engine.ShapeMismatchException if the shapes differ
    public Tensor call(Tensor logits, Tensor probabilities) {
        return hooked(this, CrossEntropyLoss::forward, logits, probabilities);
    }

    private Tensor forward(Tensor logits, Tensor probabilities) {
        return Functional.crossEntropy(logits, probabilities, options);
    }
}

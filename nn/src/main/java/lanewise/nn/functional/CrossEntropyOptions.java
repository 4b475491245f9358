package lanewise.nn.functional;

import lanewise.autograd.Tensor;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.op.Reduction;
import org.jspecify.annotations.Nullable;

/// Options of the cross entropy.
///
/// @param weight `[c]`, how much each class counts, or null: all the same
/// @param ignoreIndex label of examples that do not count
/// @param reduction what becomes of the examples' losses; the mean is weighted where there are weights
/// @param labelSmoothing ε: the share of the target that is spread over all classes, from 0 to 1 (Szegedy et al.
///     2015, arXiv:1512.00567)
public record CrossEntropyOptions(
        @Nullable Tensor weight, long ignoreIndex, Reduction reduction, double labelSmoothing) {
    /// Checks the options.
    ///
    /// @throws ShapeMismatchException if the weights are not `[c]`
    /// @throws IllegalArgumentException if `labelSmoothing` is not from 0 to 1
    public CrossEntropyOptions {
        if (weight != null && weight.rank() != 1) {
            throw new ShapeMismatchException(
                    "crossEntropy: weight is " + weight.shape() + "; one number a class is needed, [c]");
        }
        if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) {
            throw new IllegalArgumentException(
                    "crossEntropy: labelSmoothing is " + labelSmoothing + "; it must be from 0 to 1");
        }
    }

    /// No weights, labels of -100 ignored, the mean, no smoothing.
    public CrossEntropyOptions() {
        this(null, -100, Reduction.MEAN, 0);
    }

    /// The same with these weights, `[c]`.
    public CrossEntropyOptions withWeight(@Nullable Tensor weight) {
        return new CrossEntropyOptions(weight, ignoreIndex, reduction, labelSmoothing);
    }

    /// The same with another label that does not count.
    public CrossEntropyOptions withIgnoreIndex(long ignoreIndex) {
        return new CrossEntropyOptions(weight, ignoreIndex, reduction, labelSmoothing);
    }

    /// The same with another reduction.
    public CrossEntropyOptions withReduction(Reduction reduction) {
        return new CrossEntropyOptions(weight, ignoreIndex, reduction, labelSmoothing);
    }

    /// The same with label smoothing.
    public CrossEntropyOptions withLabelSmoothing(double labelSmoothing) {
        return new CrossEntropyOptions(weight, ignoreIndex, reduction, labelSmoothing);
    }
}

package lanewise.engine.op;

import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.kernel.WeightedCrossEntropy;
import org.jspecify.annotations.Nullable;

/// Cross entropy of `logits [b, c]` against probabilities `t [b, c]` of the classes, a loss a row, their mean over
/// the rows, or their sum. Logits and probabilities may also be `[c]`, or `[b, c, ...]`.
///
///     loss[i] = −Σⱼ q[i, j]·log softmax(x[i])[j],  q[i, j] = w[j]·((1 − ε)·t[i, j] + ε/c)
///     dx[i, j] = dy·(softmax(x[i])[j]·Σₖ q[i, k] − q[i, j])
///
/// ε is the label smoothing (Szegedy et al. 2015, arXiv:1512.00567), w are weights of the classes, 1 if there are
/// none. The probabilities are constants: they have no gradient.
///
/// An instance serves one forward pass, which computes the gradient as well.
public final class SoftCrossEntropy extends CrossEntropyOperation {
    private final NDArray probabilities;
    private final @Nullable NDArray weight;

    /// With all options.
    ///
    /// @param weight `[c]`, or null: all classes count the same
    /// @throws IllegalArgumentException if `labelSmoothing` is not in [0, 1]
    public SoftCrossEntropy(
            NDArray probabilities, @Nullable NDArray weight, Reduction reduction, double labelSmoothing) {
        super(reduction, labelSmoothing);
        this.probabilities = probabilities;
        this.weight = weight == null ? null : weight.contiguous();
    }

    @Override
    void check(Shape logits, int classes) {
        if (!probabilities.shape().equals(logits)) {
            throw new ShapeMismatchException(message(
                    "logits " + logits + " need probabilities of the same shape, not " + probabilities.shape()));
        }
        checkWeight(weight, logits, classes);
    }

    @Override
    void compute(NDArray x, int classes, float factor, NDArray g, NDArray losses) {
        NDArray t = classesLast(probabilities).contiguous();
        NDArray w = weight == null ? NDArray.full(Shape.of(classes), 1f) : weight;
        WeightedCrossEntropy.ofProbabilities(
                x.data(),
                x.offset(),
                losses.elements(),
                classes,
                t.data(),
                t.offset(),
                w.data(),
                w.offset(),
                labelSmoothing,
                factor,
                g.data(),
                losses.data());
    }

    /// The number of rows.
    @Override
    float divisor() {
        Shape shape = probabilities.shape();
        return shape.without(classDimension(shape)).elements();
    }

    @Override
    NDArray targets(Shape shape) {
        int classes = shape.dim(-1);
        NDArray q = classesLast(probabilities).copy();
        for (int i = 0; i < q.elements(); i++) {
            double w = weight == null ? 1 : weight.data()[weight.offset() + i % classes];
            q.data()[i] = (float) (w * ((1 - labelSmoothing) * q.data()[i] + labelSmoothing / classes));
        }
        return q;
    }
}

package lanewise.engine.op;

import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.kernel.RowCrossEntropy;
import lanewise.engine.kernel.WeightedCrossEntropy;
import org.jspecify.annotations.Nullable;

/// Cross entropy of `logits [b, c]` against `labels [b]`, each in `[0, c)`: `−log softmax(logits[i])[labels[i]]` a
/// row, their mean, or their sum. Logits may also be `[c]` with one label `[]`, or `[b, c, ...]` with labels `[b,
/// ...]`.
///
///     loss[i] = −Σⱼ w[j]·q[i, j]·log softmax(x[i])[j],  q[i, j] = ε/c, and 1 − ε more at the label
///     dx[i, j] = dy·(softmax(x[i])[j]·Σₖ w[k]·q[i, k] − w[j]·q[i, j])
///
/// With label smoothing ε (Szegedy et al. 2015, arXiv:1512.00567) the loss is that against the distribution q; w
/// are weights of the classes, 1 if there are none. Rows whose label is `ignoreIndex` count neither in the sum nor
/// in the mean, which is weighted: the sum is divided by that of the labels' weights.
///
/// An instance serves one forward pass, which computes the gradient as well.
public final class CrossEntropy extends CrossEntropyOperation {
    private final LongArray labels;
    private final @Nullable NDArray weight;
    private final long ignoreIndex;

    /// Without weights or label smoothing; labels of -100 are ignored.
    public CrossEntropy(LongArray labels, Reduction reduction) {
        this(labels, reduction, 0, -100);
    }

    /// Without weights.
    ///
    /// @throws IllegalArgumentException if `labelSmoothing` is not in [0, 1]
    public CrossEntropy(LongArray labels, Reduction reduction, double labelSmoothing, long ignoreIndex) {
        this(labels, null, reduction, labelSmoothing, ignoreIndex);
    }

    /// With all options.
    ///
    /// @param weight `[c]`, or null: all classes count the same
    /// @throws IllegalArgumentException if `labelSmoothing` is not in [0, 1]
    public CrossEntropy(
            LongArray labels, @Nullable NDArray weight, Reduction reduction, double labelSmoothing, long ignoreIndex) {
        super(reduction, labelSmoothing);
        this.labels = labels.contiguous();
        this.weight = weight == null ? null : weight.contiguous();
        this.ignoreIndex = ignoreIndex;
    }

    @Override
    void check(Shape logits, int classes) {
        checkWeight(weight, logits, classes);
        Shape expected = logits.without(classDimension(logits));
        if (!labels.shape().equals(expected)) {
            throw new ShapeMismatchException(
                    message("logits " + logits + " need labels " + expected + ", not " + labels.shape()));
        }
        for (int i = 0; i < labels.elements(); i++) {
            long label = label(i);
            if ((label < 0 || label >= classes) && label != ignoreIndex) {
                throw new IndexOutOfBoundsException(message("label " + label + " at position " + i + " is not one of "
                        + classes + " classes, 0 to " + (classes - 1)));
            }
        }
    }

    @Override
    void compute(NDArray x, int classes, float factor, NDArray g, NDArray losses) {
        if (weight == null) {
            RowCrossEntropy.run(
                    x.data(),
                    x.offset(),
                    labels.elements(),
                    classes,
                    labels.data(),
                    labels.offset(),
                    ignoreIndex,
                    labelSmoothing,
                    factor,
                    g.data(),
                    losses.data());
        } else {
            WeightedCrossEntropy.ofLabels(
                    x.data(),
                    x.offset(),
                    labels.elements(),
                    classes,
                    labels.data(),
                    labels.offset(),
                    ignoreIndex,
                    weight.data(),
                    weight.offset(),
                    labelSmoothing,
                    factor,
                    g.data(),
                    losses.data());
        }
    }

    /// The number of labels that are not ignored, or the sum of their weights.
    @Override
    float divisor() {
        double sum = 0;
        for (int i = 0; i < labels.elements(); i++) {
            if (label(i) != ignoreIndex) {
                sum += weight == null ? 1 : weight.data()[weight.offset() + (int) label(i)];
            }
        }
        return (float) sum;
    }

    private long label(int i) {
        return labels.data()[labels.offset() + i];
    }

    @Override
    NDArray targets(Shape shape) {
        NDArray q = NDArray.zeros(shape);
        int classes = shape.dim(-1);
        for (int i = 0; i < labels.elements(); i++) {
            for (int j = 0; j < classes && label(i) != ignoreIndex; j++) {
                double w = weight == null ? 1 : weight.data()[weight.offset() + j];
                double share = labelSmoothing / classes + (label(i) == j ? 1 - labelSmoothing : 0);
                q.data()[i * classes + j] = (float) (w * share);
            }
        }
        return q;
    }
}

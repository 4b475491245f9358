package lanewise.engine.op;

import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.kernel.Reduce;
import lanewise.engine.kernel.RowCrossEntropy;
import lanewise.engine.kernel.RowScale;
import org.jspecify.annotations.Nullable;

/// Cross entropy of `logits [b, c]` against `labels [b]`, each in `[0, c)`: `−log softmax(logits[i])[labels[i]]` a
/// row, their mean, or their sum. Logits may also be `[c]` with one label `[]`, or `[b, c, ...]` with labels `[b,
/// ...]`.
///
///     dx[i, j] = dy·(softmax(x[i])[j] − q[i, j]),  q[i, j] = ε/c, and 1 − ε more at the label
///
/// With label smoothing ε (Szegedy et al. 2015, arXiv:1512.00567) the loss is that against the distribution q. Rows
/// whose label is `ignoreIndex` count neither in the sum nor in the mean.
///
/// An instance serves one forward pass, which computes the gradient as well: all that is left for backward is to
/// multiply it by the loss's own gradient, or, where that is 1, to hand it on.
public final class CrossEntropy extends Operation {
    private final LongArray labels;
    private final Reduction reduction;
    private final double labelSmoothing;
    private final long ignoreIndex;

    /// `[b, ..., c]`, for a gradient of the loss, or of each loss, of 1.
    private @Nullable NDArray unitGradient;

    /// Without label smoothing; labels of -100 are ignored.
    public CrossEntropy(LongArray labels, Reduction reduction) {
        this(labels, reduction, 0, -100);
    }

    /// With all options.
    ///
    /// @throws IllegalArgumentException if `labelSmoothing` is not in [0, 1]
    public CrossEntropy(LongArray labels, Reduction reduction, double labelSmoothing, long ignoreIndex) {
        if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) {
            throw new IllegalArgumentException(
                    "crossEntropy: labelSmoothing is " + labelSmoothing + "; it must be from 0 to 1");
        }
        this.labels = labels.contiguous();
        this.reduction = reduction;
        this.labelSmoothing = labelSmoothing;
        this.ignoreIndex = ignoreIndex;
    }

    @Override
    public String name() {
        return "crossEntropy";
    }

    /// @throws ShapeMismatchException if there is not one label a row
    /// @throws IndexOutOfBoundsException if a label is neither a class nor `ignoreIndex`
    @Override
    public NDArray forward(NDArray... inputs) {
        NDArray logits = only(inputs);
        checkShapes(logits.shape());
        int c = logits.shape().dim(classDimension(logits.shape()));
        checkLabels(c);
        NDArray x = classesLast(logits).contiguous();
        NDArray g = NDArray.empty(x.shape());
        NDArray losses = NDArray.empty(labels.shape());
        if (g.elements() > 0) {
            float weight = reduction == Reduction.MEAN ? 1f / counted() : 1f;
            RowCrossEntropy.run(
                    x.data(),
                    x.offset(),
                    labels.elements(),
                    c,
                    labels.data(),
                    labels.offset(),
                    ignoreIndex,
                    labelSmoothing,
                    weight,
                    g.data(),
                    losses.data());
        }
        unitGradient = g;
        return reduced(losses);
    }

    private NDArray reduced(NDArray losses) {
        if (reduction == Reduction.NONE) {
            return losses;
        }
        NDArray loss = NDArray.empty(Shape.SCALAR);
        float sum = Reduce.sum(losses.data(), losses.offset(), losses.elements());
        loss.data()[0] = reduction == Reduction.MEAN ? sum / counted() : sum;
        return loss;
    }

    @Override
    public void backward(BackwardPass pass) {
        GradientSum dx = pass.gradient(0);
        if (dx == null) {
            return;
        }
        NDArray unit = unitGradient();
        NDArray dy = pass.outputGradient();
        boolean one = reduction != Reduction.NONE && dy.item() == 1f;
        if (dx.shape().rank() <= 2) {
            if (!one || !dx.lend(unit)) {
                boolean add = dx.contribute() == Write.ADD;
                multiply(unit, dy, add, dx.array());
            }
            return;
        }
        NDArray gradient = unit;
        if (!one) {
            gradient = NDArray.empty(unit.shape());
            multiply(unit, dy, false, gradient);
        }
        Summation.contributeRepeated(dx, classesSecond(gradient));
    }

    /// Writes or adds the gradient for losses whose own gradient is `dy`.
    private void multiply(NDArray unit, NDArray dy, boolean add, NDArray dx) {
        if (unit.elements() == 0) {
            return;
        }
        int c = unit.shape().dim(-1);
        RowScale.run(
                unit.data(),
                unit.offset(),
                unit.elements() / c,
                c,
                dy.data(),
                dy.offset(),
                reduction == Reduction.NONE ? 1 : 0,
                add,
                dx.data(),
                dx.offset());
    }

    @Override
    public boolean savesInput(int i) {
        return false;
    }

    private NDArray unitGradient() {
        if (unitGradient == null) {
            throw new IllegalStateException(message("backward comes after forward"));
        }
        return unitGradient;
    }

    /// The number of labels that are not ignored.
    private int counted() {
        int count = 0;
        for (int i = 0; i < labels.elements(); i++) {
            count += labels.data()[labels.offset() + i] == ignoreIndex ? 0 : 1;
        }
        return count;
    }

    private void checkShapes(Shape logits) {
        if (logits.rank() == 0) {
            throw new ShapeMismatchException(message("logits [] have no dimension of classes"));
        }
        Shape expected = logits.without(classDimension(logits));
        if (!labels.shape().equals(expected)) {
            throw new ShapeMismatchException(
                    message("logits " + logits + " need labels " + expected + ", not " + labels.shape()));
        }
    }

    private void checkLabels(int classes) {
        for (int i = 0; i < labels.elements(); i++) {
            long label = labels.data()[labels.offset() + i];
            if ((label < 0 || label >= classes) && label != ignoreIndex) {
                throw new IndexOutOfBoundsException(message("label " + label + " at position " + i + " is not one of "
                        + classes + " classes, 0 to " + (classes - 1)));
            }
        }
    }

    private static int classDimension(Shape logits) {
        return logits.rank() == 1 ? 0 : 1;
    }

    private static NDArray classesLast(NDArray logits) {
        int rank = logits.shape().rank();
        if (rank <= 2) {
            return logits;
        }
        int[] order = new int[rank];
        for (int d = 1; d < rank - 1; d++) {
            order[d] = d + 1;
        }
        order[rank - 1] = 1;
        return logits.view(logits.layout().permute(order));
    }

    /// `[b, ..., c]` as `[b, c, ...]`.
    private static NDArray classesSecond(NDArray gradient) {
        int[] order = new int[gradient.shape().rank()];
        for (int d = 0; d < order.length; d++) {
            order[d] = d < 2 ? -d : d - 1; // 0, -1, 1, 2, ...
        }
        return gradient.view(gradient.layout().permute(order));
    }
}

package lanewise.engine.op;

import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.kernel.Reduce;
import lanewise.engine.kernel.RowCrossEntropy;
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
/// An instance serves one forward pass, whose softmax it holds.
public final class CrossEntropy extends Operation {
    private final LongArray labels;
    private final Reduction reduction;
    private final double labelSmoothing;
    private final long ignoreIndex;
    private @Nullable NDArray softmax;

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
        NDArray p = NDArray.empty(x.shape());
        NDArray losses = NDArray.empty(labels.shape());
        if (p.elements() > 0) {
            RowCrossEntropy.run(
                    x.data(),
                    x.offset(),
                    labels.elements(),
                    c,
                    labels.data(),
                    labels.offset(),
                    ignoreIndex,
                    labelSmoothing,
                    p.data(),
                    losses.data());
        }
        softmax = p;
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
        NDArray scale = lossGradients(pass.outputGradient());
        if (dx.shape().rank() <= 2) {
            boolean add = dx.contribute() == Write.ADD;
            gradient(scale, add, dx.array());
            return;
        }
        NDArray gradient = NDArray.empty(softmax().shape());
        gradient(scale, false, gradient);
        int[] order = new int[gradient.shape().rank()];
        for (int d = 0; d < order.length; d++) {
            order[d] = d < 2 ? -d : d - 1; // 0, -1, 1, 2, ...
        }
        Summation.contributeRepeated(dx, gradient.view(gradient.layout().permute(order)));
    }

    private void gradient(NDArray scale, boolean add, NDArray dx) {
        NDArray p = softmax();
        if (p.elements() == 0) {
            return;
        }
        RowCrossEntropy.gradient(
                p.data(),
                labels.elements(),
                p.shape().dim(-1),
                labels.data(),
                labels.offset(),
                ignoreIndex,
                labelSmoothing,
                scale.data(),
                add,
                dx.data(),
                dx.offset());
    }

    /// The gradient of each row's loss.
    private NDArray lossGradients(NDArray dy) {
        if (reduction == Reduction.NONE) {
            return dy.copy();
        }
        float each = reduction == Reduction.MEAN ? dy.item() / counted() : dy.item();
        return NDArray.full(labels.shape(), each);
    }

    @Override
    public boolean savesInput(int i) {
        return false;
    }

    private NDArray softmax() {
        if (softmax == null) {
            throw new IllegalStateException(message("backward comes after forward"));
        }
        return softmax;
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
}

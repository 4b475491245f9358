package lanewise.engine.op;

import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.kernel.LabelledLosses;
import org.jspecify.annotations.Nullable;

/// The negative log-likelihood of labels under log-probabilities `x [b, c, ...]`, or `[c]`: `−w[label]·x[label]` an
/// example, with labels of the other dimensions' shape; their sum, or their mean by the labels' weights.
///
///     dx[i, label[i]] = −w[label[i]]·dy[i], 0 elsewhere; for the mean divided by Σ w[label]
///
/// Examples whose label is `ignoreIndex` count neither in the sum nor in the mean, and have a loss of 0.
public final class NllLoss extends Operation {
    private final LongArray labels;
    private final @Nullable NDArray weight;
    private final Reduction reduction;
    private final long ignoreIndex;

    /// Against labels, which must not change until the backward pass.
    ///
    /// @param weight `[c]`, or null: all classes count the same
    public NllLoss(LongArray labels, @Nullable NDArray weight, Reduction reduction, long ignoreIndex) {
        this.labels = labels.contiguous();
        this.weight = weight == null ? null : weight.contiguous();
        this.reduction = reduction;
        this.ignoreIndex = ignoreIndex;
    }

    @Override
    public String name() {
        return "nllLoss";
    }

    /// @throws ShapeMismatchException if labels or weights do not fit
    /// @throws IndexOutOfBoundsException if a label is neither a class nor the ignored one
    @Override
    public NDArray forward(NDArray... inputs) {
        NDArray x = only(inputs).contiguous();
        int classes = check(x.shape());
        NDArray losses = NDArray.empty(labels.shape());
        int inner = inner(x.shape());
        float[] weights = weight == null ? losses.data() : weight.data();
        int weightOffset = weight == null ? -1 : weight.offset();
        double weightSum = LabelledLosses.losses(
                x.data(),
                x.offset(),
                classes,
                inner,
                labels.data(),
                labels.offset(),
                labels.elements(),
                ignoreIndex,
                weights,
                weightOffset,
                losses.data());
        if (reduction == Reduction.NONE) {
            return losses;
        }
        double sum = LabelledLosses.sum(losses.data(), losses.elements());
        return NDArray.full(Shape.SCALAR, (float) (reduction == Reduction.MEAN ? sum / weightSum : sum));
    }

    @Override
    public void backward(BackwardPass pass) {
        GradientSum sum = pass.gradient(0);
        if (sum == null) {
            return;
        }
        NDArray dx = sum.contributeToZeroed();
        NDArray dy = pass.outputGradient();
        double weightSum = reduction == Reduction.MEAN ? weightSum() : 1;
        LabelledLosses.addGradient(
                dx.data(),
                dx.offset(),
                dx.shape().dim(classDimension(dx.shape())),
                inner(dx.shape()),
                labels.data(),
                labels.offset(),
                labels.elements(),
                ignoreIndex,
                weight == null ? dy.data() : weight.data(),
                weight == null ? -1 : weight.offset(),
                dy.data(),
                dy.offset(),
                reduction == Reduction.NONE ? 1 : 0,
                weightSum);
    }

    @Override
    public boolean savesInput(int i) {
        return false;
    }

    private double weightSum() {
        double sum = 0;
        for (int i = 0; i < labels.elements(); i++) {
            long label = labels.data()[labels.offset() + i];
            if (label != ignoreIndex) {
                sum += weight == null ? 1 : weight.data()[weight.offset() + (int) label];
            }
        }
        return sum;
    }

    private int check(Shape x) {
        if (x.rank() == 0) {
            throw new ShapeMismatchException(message("log-probabilities [] have no dimension of classes"));
        }
        int axis = classDimension(x);
        int classes = x.dim(axis);
        Shape expected = x.without(axis);
        if (!labels.shape().equals(expected)) {
            throw new ShapeMismatchException(
                    message("log-probabilities " + x + " need labels " + expected + ", not " + labels.shape()));
        }
        if (weight != null && !weight.shape().equals(Shape.of(classes))) {
            throw new ShapeMismatchException(message("log-probabilities " + x + " have " + classes
                    + " classes; weight must be [" + classes + "], not " + weight.shape()));
        }
        for (int i = 0; i < labels.elements(); i++) {
            long label = labels.data()[labels.offset() + i];
            if ((label < 0 || label >= classes) && label != ignoreIndex) {
                throw new IndexOutOfBoundsException(message("label " + label + " at position " + i + " is not one of "
                        + classes + " classes, 0 to " + (classes - 1)));
            }
        }
        return classes;
    }

    private static int classDimension(Shape x) {
        return x.rank() == 1 ? 0 : 1;
    }

    /// Elements behind the dimension of classes.
    private static int inner(Shape x) {
        int inner = 1;
        for (int d = 2; d < x.rank(); d++) {
            inner *= x.dim(d);
        }
        return inner;
    }

    @Override
    protected boolean isLinearInEach() {
        return true;
    }
}

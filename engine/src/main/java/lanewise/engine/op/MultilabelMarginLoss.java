package lanewise.engine.op;

import java.util.Arrays;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;

/// The margin loss of scores `x [b, c]`, or `[c]`, against several labels an example, of the same shape: those of a
/// row before the first negative one. An example's loss is `Σ max(0, 1 − (x[label] − x[j]))/c` over its labels and
/// all classes `j` that are no label of it.
///
///     dx[label] −= dy/c and dx[j] += dy/c for each term that is positive; for the mean divided by b
public final class MultilabelMarginLoss extends Operation {
    private final LongArray labels;
    private final Reduction reduction;

    /// Against labels, which must not change until the backward pass.
    public MultilabelMarginLoss(LongArray labels, Reduction reduction) {
        this.labels = labels.contiguous();
        this.reduction = reduction;
    }

    @Override
    public String name() {
        return "multilabelMarginLoss";
    }

    /// @throws ShapeMismatchException if the labels have another shape, or the scores more than two dimensions
    /// @throws IndexOutOfBoundsException if a label is no class
    @Override
    public NDArray forward(NDArray... inputs) {
        NDArray x = only(inputs).contiguous();
        check(x.shape());
        int classes = classes(x.shape());
        int rows = x.shape().rank() < 2 ? 1 : x.shape().dim(0);
        boolean[] isLabel = new boolean[classes];
        NDArray losses = NDArray.empty(x.shape().rank() < 2 ? Shape.SCALAR : Shape.of(rows));
        double total = 0;
        for (int row = 0; row < rows; row++) {
            int count = mark(row, classes, isLabel);
            double loss = 0;
            for (int k = 0; k < count; k++) {
                double atLabel = x.data()[x.offset() + row * classes + label(row, classes, k)];
                for (int j = 0; j < classes; j++) {
                    double term = 1 - atLabel + x.data()[x.offset() + row * classes + j];
                    loss += isLabel[j] ? 0 : Math.max(term, 0);
                }
            }
            losses.data()[row] = (float) (loss / classes);
            total += loss / classes;
        }
        if (reduction == Reduction.NONE) {
            return losses;
        }
        return NDArray.full(Shape.SCALAR, (float) (reduction == Reduction.MEAN ? total / rows : total));
    }

    @Override
    public void backward(BackwardPass pass) {
        GradientSum sum = pass.gradient(0);
        if (sum == null) {
            return;
        }
        NDArray x = pass.input(0).contiguous();
        NDArray dy = pass.outputGradient();
        float[] dx = sum.contributeToZeroed().data();
        int offset = sum.array().offset();
        int classes = classes(x.shape());
        int rows = x.shape().rank() < 2 ? 1 : x.shape().dim(0);
        boolean[] isLabel = new boolean[classes];
        double[] slopes = new double[classes];
        for (int row = 0; row < rows; row++) {
            Arrays.fill(slopes, 0);
            int count = mark(row, classes, isLabel);
            for (int k = 0; k < count; k++) {
                int label = label(row, classes, k);
                double atLabel = x.data()[x.offset() + row * classes + label];
                for (int j = 0; j < classes; j++) {
                    double term = 1 - atLabel + x.data()[x.offset() + row * classes + j];
                    if (!isLabel[j] && term > 0) {
                        slopes[label]--;
                        slopes[j]++;
                    }
                }
            }
            double factor = dy.data()[dy.offset() + (reduction == Reduction.NONE ? row : 0)]
                    / (double) classes
                    / (reduction == Reduction.MEAN ? rows : 1);
            for (int j = 0; j < classes; j++) {
                dx[offset + row * classes + j] += (float) (factor * slopes[j]);
            }
        }
    }

    /// Marks the labels of a row, and returns how many there are.
    private int mark(int row, int classes, boolean[] isLabel) {
        Arrays.fill(isLabel, false);
        int count = 0;
        while (count < classes && label(row, classes, count) >= 0) {
            isLabel[label(row, classes, count)] = true;
            count++;
        }
        return count;
    }

    private int label(int row, int classes, int k) {
        return (int) labels.data()[labels.offset() + row * classes + k];
    }

    private static int classes(Shape x) {
        return x.rank() == 0 ? 1 : x.dim(-1);
    }

    private void check(Shape x) {
        if (x.rank() > 2 || !labels.shape().equals(x) && x.elements() > 0) {
            throw new ShapeMismatchException(message(
                    "scores " + x + " and labels " + labels.shape() + " must have the same shape, [b, c] or [c]"));
        }
        if (x.rank() > 0 && x.dim(-1) == 0) {
            throw new ShapeMismatchException(message("scores " + x + " have no class"));
        }
        int classes = classes(x);
        for (int i = 0; i < labels.elements(); i++) {
            long label = labels.data()[labels.offset() + i];
            if (label < -1 || label >= classes) {
                throw new IndexOutOfBoundsException(message("label " + label + " at position " + i + " is neither -1"
                        + " nor one of " + classes + " classes, 0 to " + (classes - 1)));
            }
        }
    }
}

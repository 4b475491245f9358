package lanewise.nn.functional;

import lanewise.autograd.BoolTensor;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.BoolArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import org.jspecify.annotations.Nullable;

/// The margin loss of scores against one label an example, operation by operation.
final class MarginLosses {
    private MarginLosses() {}

    /// One loss an example: `Σ w[label]·max(0, margin − x[label] + x[j])^p / c` over the other classes j.
    static Tensor ofOneLabel(Tensor input, LongTensor labels, int p, double margin, @Nullable Tensor weight) {
        if (p != 1 && p != 2) {
            throw new IllegalArgumentException("multiMarginLoss: p is " + p + "; it can be 1 or 2");
        }
        Shape shape = input.shape();
        int classes = shape.rank() == 0 ? 1 : shape.dim(-1);
        boolean batch = shape.rank() == 2;
        int rows = batch ? shape.dim(0) : 1;
        boolean fits = shape.rank() <= 2 && classes > 0 && labels.elements() == rows && labels.rank() <= 1;
        if (!fits) {
            throw new ShapeMismatchException("multiMarginLoss: scores " + shape + " and labels " + labels.shape()
                    + "; needed are [b, c] with [b], or [c] with []");
        }
        if (weight != null && weight.elements() != classes) {
            throw new ShapeMismatchException("multiMarginLoss: scores " + shape + " have " + classes
                    + " classes; weight must be [" + classes + "], not " + weight.shape());
        }
        Tensor scores = input.reshape(rows, classes);
        LongTensor column = labels.reshape(rows, 1);
        Tensor beyond = scores.sub(scores.gather(1, column)).add((float) margin).relu();
        Tensor terms = (p == 1 ? beyond : beyond.square()).maskedFill(atLabels(labels, rows, classes), 0f);
        if (weight != null) {
            terms = terms.mul(
                    weight.reshape(classes).indexSelect(0, labels.reshape(rows)).unsqueeze(1));
        }
        Tensor losses = terms.sum(1).div((float) classes);
        return batch || labels.rank() == 1 ? losses : losses.reshape();
    }

    private static BoolTensor atLabels(LongTensor labels, int rows, int classes) {
        BoolArray mask = BoolArray.zeros(Shape.of(rows, classes));
        long[] values = labels.toArray();
        for (int row = 0; row < rows; row++) {
            mask.data()[row * classes + (int) values[row]] = true;
        }
        return BoolTensor.of(mask);
    }
}

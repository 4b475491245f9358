package lanewise.nn.functional;

import java.util.Arrays;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.op.Reduction;
import org.jspecify.annotations.Nullable;

/// The cross entropy in its general form, `−Σ q·log softmax(x)` over the classes, where q holds the target with
/// weights and smoothing. For what the engine's operation on labels does not cover.
final class DistributionLoss {
    private DistributionLoss() {}

    /// Against labels, with weights for the classes.
    static Tensor ofLabels(Tensor logits, LongTensor labels, Tensor weight, CrossEntropyOptions options) {
        Shape shape = logits.shape();
        int classes = checkClasses(shape, weight);
        if (!labels.shape().equals(shape.without(classDim(shape)))) {
            throw new ShapeMismatchException("crossEntropy: logits " + shape + " need labels "
                    + shape.without(classDim(shape)) + ", not " + labels.shape());
        }
        int inner = innerSize(shape);
        long[] label = labels.toArray();
        float[] weights = weight.toArray();
        NDArray target = NDArray.zeros(shape);
        float[] q = target.data();
        double spread = options.labelSmoothing() / classes;
        double total = 0;
        for (int i = 0; i < label.length; i++) {
            if (label[i] != options.ignoreIndex()) {
                int y = checkLabel(label[i], i, classes);
                int first = i / inner * classes * inner + i % inner;
                for (int c = 0; c < classes; c++) {
                    double share = (c == y ? 1 - options.labelSmoothing() : 0) + spread;
                    q[first + c * inner] = (float) (share * weights[c]);
                }
                total += weights[y];
            }
        }
        return reduce(losses(logits, Tensor.of(target)), options.reduction(), total);
    }

    /// Against probabilities of the classes.
    static Tensor ofProbabilities(Tensor logits, Tensor probabilities, CrossEntropyOptions options) {
        Shape shape = logits.shape();
        if (!probabilities.shape().equals(shape)) {
            throw new ShapeMismatchException("crossEntropy: logits " + shape
                    + " need probabilities of the same shape, not " + probabilities.shape());
        }
        Tensor weight = options.weight();
        int classes = checkClasses(shape, weight);
        Tensor target = probabilities;
        if (options.labelSmoothing() > 0) {
            target = target.mul((float) (1 - options.labelSmoothing()))
                    .add((float) (options.labelSmoothing() / classes));
        }
        if (weight != null) {
            int[] sizes = new int[shape.rank() - classDim(shape)];
            Arrays.fill(sizes, 1);
            sizes[0] = classes;
            target = target.mul(weight.reshape(sizes));
        }
        return reduce(losses(logits, target), options.reduction(), shape.elements() / (double) classes);
    }

    private static Tensor losses(Tensor logits, Tensor target) {
        int dim = classDim(logits.shape());
        return logits.logSoftmax(dim).mul(target).sum(dim).neg();
    }

    private static Tensor reduce(Tensor losses, Reduction reduction, double divisor) {
        return switch (reduction) {
            case NONE -> losses;
            case SUM -> losses.sum();
            case MEAN -> losses.sum().div((float) divisor);
        };
    }

    private static int checkClasses(Shape logits, @Nullable Tensor weight) {
        if (logits.rank() == 0) {
            throw new ShapeMismatchException("crossEntropy: logits [] have no dimension of classes");
        }
        int classes = logits.dim(classDim(logits));
        if (weight != null && weight.elements() != classes) {
            throw new ShapeMismatchException("crossEntropy: logits " + logits + " have " + classes
                    + " classes, weight has " + weight.elements());
        }
        return classes;
    }

    private static int checkLabel(long label, int position, int classes) {
        if (label < 0 || label >= classes) {
            throw new IndexOutOfBoundsException("crossEntropy: label " + label + " at position " + position
                    + " is not one of " + classes + " classes, 0 to " + (classes - 1));
        }
        return (int) label;
    }

    private static int classDim(Shape logits) {
        return logits.rank() == 1 ? 0 : 1;
    }

    /// The product of the sizes after the classes.
    private static int innerSize(Shape logits) {
        int size = 1;
        for (int d = classDim(logits) + 1; d < logits.rank(); d++) {
            size *= logits.dim(d);
        }
        return size;
    }
}

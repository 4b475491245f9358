package lanewise.nn.functional;

import java.util.Arrays;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.op.Reduction;
import org.jspecify.annotations.Nullable;

/// The cross entropy against probabilities, `−Σ q·log softmax(x)` over the classes, where q holds the probabilities
/// with weights and smoothing, operation by operation: for probabilities or weights that want a gradient
/// themselves.
final class DistributionLoss {
    private DistributionLoss() {}

    /// Against probabilities of the classes.
    static Tensor of(Tensor logits, Tensor probabilities, CrossEntropyOptions options) {
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

    private static int classDim(Shape logits) {
        return logits.rank() == 1 ? 0 : 1;
    }
}

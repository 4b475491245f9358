package lanewise.engine.op;

import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.kernel.Reduce;
import lanewise.engine.kernel.RowScale;
import org.jspecify.annotations.Nullable;

/// A loss of logits `[b, c]`, `[c]` or `[b, c, ...]`, one for each row of classes, or their mean or sum.
///
/// An instance serves one forward pass, which computes the gradient as well: all that is left for backward is to
/// multiply it by the loss's own gradient, or, where that is 1, to hand it on.
abstract class CrossEntropyOperation extends Operation {
    final Reduction reduction;
    final double labelSmoothing;

    /// `[b, ..., c]`, for a gradient of the loss, or of each loss, of 1.
    private @Nullable NDArray unitGradient;

    CrossEntropyOperation(Reduction reduction, double labelSmoothing) {
        if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) {
            throw new IllegalArgumentException(
                    "crossEntropy: labelSmoothing is " + labelSmoothing + "; it must be from 0 to 1");
        }
        this.reduction = reduction;
        this.labelSmoothing = labelSmoothing;
    }

    @Override
    public String name() {
        return "crossEntropy";
    }

    /// Checks the target against the logits' shape.
    abstract void check(Shape logits, int classes);

    /// What the mean divides the sum by.
    abstract float divisor();

    /// Writes the rows' losses, and their gradients times `factor` to `g`.
    abstract void compute(NDArray x, int classes, float factor, NDArray g, NDArray losses);

    /// @throws ShapeMismatchException if target or weights do not fit the logits
    /// @throws IndexOutOfBoundsException if a label is neither a class nor the ignored one
    @Override
    public NDArray forward(NDArray... inputs) {
        NDArray logits = only(inputs);
        Shape shape = logits.shape();
        if (shape.rank() == 0) {
            throw new ShapeMismatchException(message("logits [] have no dimension of classes"));
        }
        int classes = shape.dim(classDimension(shape));
        check(shape, classes);
        NDArray x = classesLast(logits).contiguous();
        NDArray g = NDArray.empty(x.shape());
        NDArray losses = NDArray.empty(shape.without(classDimension(shape)));
        if (g.elements() > 0) {
            compute(x, classes, reduction == Reduction.MEAN ? 1f / divisor() : 1f, g, losses);
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
        loss.data()[0] = reduction == Reduction.MEAN ? sum / divisor() : sum;
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

    /// `Q [b, ..., c]`, classes last: the loss of a row is `−Σⱼ Q[j]·log softmax(x)[j]`.
    abstract NDArray targets(Shape shape);

    /// `dx[j] = dy·(softmax(x)[j]·Σₖ Q[k] − Q[j])`
    @Override
    public void gradient(Recorder recorder) {
        Variable x = recorder.input(0);
        Shape shape = x.shape();
        int axis = classDimension(shape);
        Variable q = x.constant(classesSecond(targets(classesLast(x.array()).shape())));
        Variable slope = x.apply(new Softmax(axis)).mul(q.sum(axis)).sub(q);
        Variable dy = recorder.outputGradient();
        if (reduction == Reduction.NONE) {
            dy = dy.reshape(shape.with(axis, 1));
        } else if (reduction == Reduction.MEAN) {
            dy = dy.mul(1 / divisor());
        }
        recorder.contribute(0, slope.mul(dy));
    }

    private NDArray unitGradient() {
        if (unitGradient == null) {
            throw new IllegalStateException(message("backward comes after forward"));
        }
        return unitGradient;
    }

    /// @throws ShapeMismatchException if there is not one weight a class
    static void checkWeight(@Nullable NDArray weight, Shape logits, int classes) {
        if (weight != null && !weight.shape().equals(Shape.of(classes))) {
            throw new ShapeMismatchException("crossEntropy: logits " + logits + " have " + classes
                    + " classes, weight has " + weight.elements());
        }
    }

    static int classDimension(Shape logits) {
        return logits.rank() == 1 ? 0 : 1;
    }

    static NDArray classesLast(NDArray logits) {
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

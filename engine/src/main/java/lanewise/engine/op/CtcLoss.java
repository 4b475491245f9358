package lanewise.engine.op;

import java.util.Arrays;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.kernel.CtcAlignments;
import org.jspecify.annotations.Nullable;

/// Connectionist temporal classification: the negative logarithm of the probability of a sequence of labels, summed
/// over all its alignments with a longer sequence of log-probabilities `x [time, batch, classes]`, or `[time,
/// classes]` of one example, in which labels may be repeated and blanks may stand before, between and behind them.
///
///     dx[t, n, c] = (e^x[t, n, c] − P(c at t | labels of n))·dy[n]
///
/// As PyTorch's, this is not the gradient of the formula alone, which is `−P`, but with the gradient of the
/// normalisation that log-softmax does in front of it: behind one, both lead to the same.
///
/// Infinite losses, of labels that fit in none of the alignments, become 0 without a gradient if wanted; otherwise
/// their gradient is NaN. The mean is that of the losses divided by the numbers of labels, each at least 1.
///
/// Graves, Fernández, Gomez, Schmidhuber 2006, "Connectionist temporal classification", ICML, equations 6 to 16.
public final class CtcLoss extends Operation {
    private final LongArray targets;
    private final int[] inputLengths;
    private final int[] targetLengths;
    private final int blank;
    private final Reduction reduction;
    private final boolean zeroInfinity;
    private @Nullable CtcAlignments alignments;
    private @Nullable NDArray alphas;

    /// @param targets labels, `[batch, most]`, of which those behind an example's number do not count, or one
    ///     example's behind the other's, `[Σ targetLengths]`
    /// @param inputLengths of each example how many times count
    /// @param targetLengths of each example how many labels it has
    /// @param blank the class that is no label
    /// @param reduction `NONE` for a result `[batch]`
    /// @param zeroInfinity whether infinite losses are 0
    public CtcLoss(
            LongArray targets,
            LongArray inputLengths,
            LongArray targetLengths,
            int blank,
            Reduction reduction,
            boolean zeroInfinity) {
        this.targets = targets.contiguous();
        this.inputLengths = lengths("inputLengths", inputLengths);
        this.targetLengths = lengths("targetLengths", targetLengths);
        this.blank = blank;
        this.reduction = reduction;
        this.zeroInfinity = zeroInfinity;
    }

    private static int[] lengths(String name, LongArray lengths) {
        long[] values = lengths.toArray();
        for (int n = 0; n < values.length; n++) {
            if (values[n] < 0 || values[n] > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(
                        "ctcLoss: " + name + " of example " + n + " is " + values[n] + "; it must be 0 or above");
            }
        }
        return Arrays.stream(values).mapToInt(Math::toIntExact).toArray();
    }

    @Override
    public String name() {
        return "ctcLoss";
    }

    /// @throws ShapeMismatchException if the shapes do not fit
    /// @throws IllegalArgumentException if a length is longer than the input or the targets
    /// @throws IndexOutOfBoundsException if a label or the blank is no class
    @Override
    public NDArray forward(NDArray... inputs) {
        NDArray x = only(inputs).contiguous();
        Shape shape = x.shape();
        check(shape);
        int batch = batch(shape);
        var computed = new CtcAlignments(
                shape.dim(0), batch, shape.dim(-1), labels(shape.dim(-1), batch), inputLengths, blank);
        NDArray memory = NDArray.empty(Shape.of(computed.alphas()));
        NDArray scratch = NDArray.empty(Shape.of(computed.scratch()));
        computed.forward(x.data(), x.offset(), memory.data(), scratch.data());
        alignments = computed;
        alphas = memory;
        if (reduction == Reduction.NONE) {
            NDArray losses = NDArray.empty(shape.rank() == 3 ? Shape.of(batch) : Shape.SCALAR);
            for (int n = 0; n < batch; n++) {
                losses.data()[n] = (float) loss(computed, n);
            }
            return losses;
        }
        double sum = 0;
        for (int n = 0; n < batch; n++) {
            sum += loss(computed, n) / divisor(n, batch);
        }
        return NDArray.full(Shape.SCALAR, (float) sum);
    }

    private double loss(CtcAlignments computed, int n) {
        double loss = computed.loss(n);
        return zeroInfinity && loss == Double.POSITIVE_INFINITY ? 0 : loss;
    }

    /// What an example's loss is divided by.
    private double divisor(int n, int batch) {
        return reduction == Reduction.MEAN ? (double) batch * Math.max(1, targetLengths[n]) : 1;
    }

    @Override
    public void backward(BackwardPass pass) {
        GradientSum sum = pass.gradient(0);
        CtcAlignments computed = alignments;
        if (sum == null || computed == null || alphas == null) {
            return;
        }
        NDArray x = pass.input(0).contiguous();
        NDArray dy = pass.outputGradient();
        float[] scales = new float[inputLengths.length];
        for (int n = 0; n < scales.length; n++) {
            float slope = dy.data()[dy.offset() + (reduction == Reduction.NONE ? n : 0)];
            if (computed.loss(n) != Double.POSITIVE_INFINITY) {
                scales[n] = (float) (slope / divisor(n, scales.length));
            } else {
                scales[n] = zeroInfinity ? 0 : Float.NaN;
            }
        }
        NDArray dx = sum.contributeToZeroed();
        NDArray scratch = NDArray.empty(Shape.of(computed.scratch()));
        computed.backward(x.data(), x.offset(), alphas.data(), scales, scratch.data(), dx.data(), dx.offset());
    }

    private static int batch(Shape shape) {
        return shape.rank() == 3 ? shape.dim(1) : 1;
    }

    private void check(Shape shape) {
        if (shape.rank() != 2 && shape.rank() != 3 || shape.elements() == 0) {
            throw new ShapeMismatchException(message("log-probabilities " + shape
                    + " must be [time, batch, classes], or [time, classes], and not empty"));
        }
        int batch = batch(shape);
        int classes = shape.dim(-1);
        if (blank < 0 || blank >= classes) {
            throw new IndexOutOfBoundsException(
                    message("the blank is " + blank + "; it must be one of the " + classes + " classes of " + shape));
        }
        if (inputLengths.length != batch || targetLengths.length != batch) {
            throw new ShapeMismatchException(message("log-probabilities " + shape + " have " + batch + " examples,"
                    + " inputLengths " + inputLengths.length + " and targetLengths " + targetLengths.length));
        }
        for (int n = 0; n < batch; n++) {
            if (inputLengths[n] > shape.dim(0)) {
                throw new IllegalArgumentException(message("inputLengths of example " + n + " is " + inputLengths[n]
                        + "; log-probabilities " + shape + " have " + shape.dim(0) + " times"));
            }
        }
        checkTargets(batch);
    }

    private void checkTargets(int batch) {
        Shape shape = targets.shape();
        long all = Arrays.stream(targetLengths).asLongStream().sum();
        int most = Arrays.stream(targetLengths).max().orElse(0);
        boolean padded = shape.rank() == 2 && shape.dim(0) == batch && shape.dim(1) >= most;
        boolean joined = shape.rank() == 1 && shape.dim(0) == all;
        if (!padded && !joined) {
            throw new ShapeMismatchException(message("targets are " + shape + "; for targetLengths "
                    + Arrays.toString(targetLengths) + " they must be [" + batch + ", " + most + "], or longer, or ["
                    + all + "]"));
        }
    }

    private int[][] labels(int classes, int batch) {
        int[][] labels = new int[batch][];
        int joined = 0;
        for (int n = 0; n < batch; n++) {
            int from = targets.shape().rank() == 2 ? n * targets.shape().dim(1) : joined;
            joined += targetLengths[n];
            labels[n] = new int[targetLengths[n]];
            for (int k = 0; k < targetLengths[n]; k++) {
                long label = targets.data()[targets.offset() + from + k];
                if (label < 0 || label >= classes) {
                    throw new IndexOutOfBoundsException(message("label " + label + " at position " + k + " of example "
                            + n + " must be from 0 to " + (classes - 1)));
                }
                labels[n][k] = (int) label;
            }
        }
        return labels;
    }
}

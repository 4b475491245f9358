package lanewise.nn.functional;

import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.Generator;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.op.BatchNorm;
import lanewise.engine.op.CrossEntropy;
import lanewise.engine.op.Dropout;
import lanewise.engine.op.GroupNorm;
import lanewise.engine.op.InstanceNorm;
import lanewise.engine.op.LayerNorm;
import lanewise.engine.op.Linear;
import lanewise.engine.op.MseLoss;
import lanewise.engine.op.Reduction;
import lanewise.engine.op.RmsNorm;
import lanewise.engine.op.SoftCrossEntropy;
import org.jspecify.annotations.Nullable;

/// The layers and losses as functions, without parameters of their own: PyTorch's `torch.nn.functional`. All are
/// differentiable; those on every element keep the shape.
public final class Functional extends PaddingFunctions {
    private Functional() {}

    /// `x·Wᵀ`.
    ///
    /// @param input `[..., in]`
    /// @param weight `[out, in]`, or `[in]`: then the result lacks its last dimension
    /// @return `[..., out]`
    public static Tensor linear(Tensor input, Tensor weight) {
        if (weight.rank() == 1) {
            return input.matmul(weight);
        }
        return Tensor.apply(Linear.LINEAR, input, weight);
    }

    /// `x·Wᵀ + b`.
    ///
    /// @param input `[..., in]`
    /// @param weight `[out, in]`, or `[in]`: then the result lacks its last dimension
    /// @param bias `[out]`
    /// @return `[..., out]`
    public static Tensor linear(Tensor input, Tensor weight, Tensor bias) {
        if (weight.rank() == 1) {
            return input.matmul(weight).add(bias);
        }
        return Tensor.apply(Linear.LINEAR, input, weight, bias);
    }

    /// `y[..., o] = Σᵢⱼ x[..., i]·W[o, i, j]·z[..., j] + b[o]`.
    ///
    /// @param first `x [..., in1]`
    /// @param second `z [..., in2]`, of the same leading sizes
    /// @param weight `[out, in1, in2]`
    /// @param bias `[out]`, or null: zeros
    /// @return `[..., out]`
    /// @throws ShapeMismatchException if the shapes do not fit
    public static Tensor bilinear(Tensor first, Tensor second, Tensor weight, @Nullable Tensor bias) {
        return Bilinear.of(first, second, weight, bias);
    }

    /// See [lanewise.nn.LayerNorm].
    ///
    /// @param weight of the normalized shape, or null: ones
    /// @param bias of the normalized shape, or null: zeros
    /// @throws ShapeMismatchException if the input does not end with the normalized shape
    public static Tensor layerNorm(
            Tensor input, Shape normalizedShape, @Nullable Tensor weight, @Nullable Tensor bias, double eps) {
        return Normalization.apply(new LayerNorm(normalizedShape, eps), normalizedShape, input, weight, bias);
    }

    /// See [lanewise.nn.RMSNorm].
    ///
    /// @param weight of the normalized shape, or null: ones
    /// @throws ShapeMismatchException if the input does not end with the normalized shape
    public static Tensor rmsNorm(Tensor input, Shape normalizedShape, @Nullable Tensor weight, double eps) {
        return Normalization.apply(new RmsNorm(normalizedShape, eps), normalizedShape, input, weight, null);
    }

    /// See [lanewise.nn.BatchNorm2d]. In training, `runningMean` and `runningVar`, where given, are changed in
    /// place.
    ///
    /// @param input `[n, c, ...]`, or `[0]`
    /// @throws ShapeMismatchException if one of the others is not null and not `[c]`
    /// @throws IllegalArgumentException in training, if there is one value a channel only; otherwise, if there are
    ///     no running statistics
    public static Tensor batchNorm(
            Tensor input,
            @Nullable Tensor runningMean,
            @Nullable Tensor runningVar,
            @Nullable Tensor weight,
            @Nullable Tensor bias,
            boolean training,
            double momentum,
            double eps) {
        if (input.rank() == 1 && input.elements() == 0) {
            return input.clone(); // no example, and so no channel: PyTorch lets it pass
        }
        var operation = new BatchNorm(Normalization.running(runningMean, runningVar), training, momentum, eps);
        return Normalization.byChannel(operation, input, weight, bias);
    }

    /// See [lanewise.nn.GroupNorm].
    ///
    /// @param input `[n, c, ...]`
    /// @param weight `[c]`, or null: ones
    /// @param bias `[c]`, or null: zeros
    /// @throws ShapeMismatchException if the shapes do not fit or the channels cannot be divided
    public static Tensor groupNorm(
            Tensor input, int numGroups, @Nullable Tensor weight, @Nullable Tensor bias, double eps) {
        return Normalization.byChannel(new GroupNorm(numGroups, eps), input, weight, bias);
    }

    /// See [lanewise.nn.InstanceNorm2d]. `runningMean` and `runningVar`, where given, are changed in place if
    /// `useInputStats`, and otherwise normalised with.
    ///
    /// @param input `[n, c, ...]`
    /// @throws ShapeMismatchException if one of the others is not null and not `[c]`
    public static Tensor instanceNorm(
            Tensor input,
            @Nullable Tensor runningMean,
            @Nullable Tensor runningVar,
            @Nullable Tensor weight,
            @Nullable Tensor bias,
            boolean useInputStats,
            double momentum,
            double eps) {
        if (!useInputStats) {
            return batchNorm(input, runningMean, runningVar, weight, bias, false, momentum, eps);
        }
        var operation = new InstanceNorm(Normalization.running(runningMean, runningVar), momentum, eps);
        return Normalization.byChannel(operation, input, weight, bias);
    }

    /// See [lanewise.nn.Dropout]. Without `training`, or with a probability of 0, the input itself.
    ///
    /// @throws IllegalArgumentException if `p` is not from 0 to 1
    public static Tensor dropout(Tensor input, double p, boolean training, Generator generator) {
        if (!(p >= 0 && p <= 1)) {
            throw new IllegalArgumentException("dropout: p must be from 0 to 1, not " + p);
        }
        return training && p > 0 ? Tensor.apply(new Dropout(p, generator), input) : input;
    }

    /// [#dropout(Tensor, double, boolean, Generator)] with draws from [Generator#global()].
    ///
    /// @throws IllegalArgumentException if `p` is not from 0 to 1
    public static Tensor dropout(Tensor input, double p, boolean training) {
        return dropout(input, p, training, Generator.global());
    }

    /// `(input − target)²`, reduced. Two shapes broadcast, as PyTorch lets them with a warning: of `[n]` and
    /// `[n, 1]` all pairs are compared, which is rarely meant.
    ///
    /// @throws ShapeMismatchException if the shapes do not broadcast
    public static Tensor mseLoss(Tensor input, Tensor target, Reduction reduction) {
        if (input.shape().equals(target.shape())) {
            return Tensor.apply(new MseLoss(reduction), input, target);
        }
        Shape.broadcast("mseLoss", input.shape(), target.shape());
        return reduce(input.sub(target).square(), reduction);
    }

    /// `|input − target|`, reduced. Two shapes broadcast, as PyTorch lets them with a warning: of `[n]` and
    /// `[n, 1]` all pairs are compared, which is rarely meant.
    ///
    /// @throws ShapeMismatchException if the shapes do not broadcast
    public static Tensor l1Loss(Tensor input, Tensor target, Reduction reduction) {
        Shape.broadcast("l1Loss", input.shape(), target.shape());
        return reduce(input.sub(target).abs(), reduction);
    }

    /// The mean cross entropy of `logits [b, c]` against `labels [b]`. Result `[]`.
    ///
    /// @throws ShapeMismatchException if the shapes do not fit
    /// @throws IndexOutOfBoundsException if a label is neither a class nor -100
    public static Tensor crossEntropy(Tensor logits, LongTensor labels) {
        return crossEntropy(logits, labels, new CrossEntropyOptions());
    }

    /// See [lanewise.nn.CrossEntropyLoss#call(Tensor, LongTensor)].
    ///
    /// @throws ShapeMismatchException if the shapes do not fit
    /// @throws IndexOutOfBoundsException if a label is neither a class nor the ignored one
    public static Tensor crossEntropy(Tensor logits, LongTensor labels, CrossEntropyOptions options) {
        Tensor weight = options.weight();
        return Tensor.apply(
                new CrossEntropy(
                        labels.array(),
                        weight == null ? null : weight.array(),
                        options.reduction(),
                        options.labelSmoothing(),
                        options.ignoreIndex()),
                logits);
    }

    /// See [lanewise.nn.CrossEntropyLoss#call(Tensor, Tensor)].
    ///
    /// @throws ShapeMismatchException if the shapes differ
    public static Tensor crossEntropy(Tensor logits, Tensor probabilities, CrossEntropyOptions options) {
        Tensor weight = options.weight();
        if (probabilities.requiresGrad() || weight != null && weight.requiresGrad()) {
            return DistributionLoss.of(logits, probabilities, options);
        }
        return Tensor.apply(
                new SoftCrossEntropy(
                        probabilities.array(),
                        weight == null ? null : weight.array(),
                        options.reduction(),
                        options.labelSmoothing()),
                logits);
    }

    /// Rows of a table by their numbers.
    ///
    /// @param input of any shape
    /// @param weight `[rows, width]`
    /// @return `[..., width]`
    /// @throws IndexOutOfBoundsException if there is no such row
    public static Tensor embedding(LongTensor input, Tensor weight) {
        return embedding(input, weight, EmbeddingOptions.DEFAULTS);
    }

    /// As [#embedding(LongTensor, Tensor)].
    public static Tensor embedding(LongTensor input, Tensor weight, EmbeddingOptions options) {
        return EmbeddingRows.of(input, weight, options);
    }

    /// For each number a vector of zeros, with 1 at that place: `[..., classes]`.
    ///
    /// @throws IndexOutOfBoundsException if a number is negative or not below `classes`
    public static LongTensor oneHot(LongTensor input, int classes) {
        return OneHot.of(input, classes);
    }

    /// As [#oneHot(LongTensor, int)], with one class more than the largest number.
    ///
    /// @throws ShapeMismatchException if there are no numbers
    public static LongTensor oneHot(LongTensor input) {
        return OneHot.of(input);
    }
}

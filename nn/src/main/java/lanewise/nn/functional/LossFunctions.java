package lanewise.nn.functional;

import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.op.BceWithLogits;
import lanewise.engine.op.BinaryCrossEntropy;
import lanewise.engine.op.CtcLoss;
import lanewise.engine.op.Huber;
import lanewise.engine.op.MultilabelMarginLoss;
import lanewise.engine.op.NllLoss;
import lanewise.engine.op.Reduction;
import lanewise.engine.op.SmoothL1;
import org.jspecify.annotations.Nullable;

/// Losses of [Functional], beyond those that most models use.
@SuppressWarnings("PMD.AbstractClassWithoutAbstractMethod") // a part of Functional, never an object
abstract class LossFunctions extends ActivationFunctions {
    private static final float EPSILON_OF_COSINE_LOSS = 1e-12f;

    LossFunctions() {}

    /// See [lanewise.nn.NLLLoss]: labels of -100 do not count, the mean over the others.
    ///
    /// @throws ShapeMismatchException if the shapes do not fit
    /// @throws IndexOutOfBoundsException if a label is no class
    public static Tensor nllLoss(Tensor logProbabilities, LongTensor labels) {
        return nllLoss(logProbabilities, labels, null, -100, Reduction.MEAN);
    }

    /// See [lanewise.nn.NLLLoss].
    ///
    /// @param logProbabilities `[b, c]`, or `[c]`, or `[b, c, ...]`
    /// @param labels the same without the dimension of classes
    /// @param weight `[c]`, or null: all classes count the same
    /// @throws ShapeMismatchException if the shapes do not fit
    /// @throws IndexOutOfBoundsException if a label is neither a class nor the ignored one
    public static Tensor nllLoss(
            Tensor logProbabilities,
            LongTensor labels,
            @Nullable Tensor weight,
            long ignoreIndex,
            Reduction reduction) {
        return Tensor.apply(
                new NllLoss(labels.array(), weight == null ? null : weight.array(), reduction, ignoreIndex),
                logProbabilities);
    }

    /// See [lanewise.nn.CTCLoss]: blank 0, the mean, and infinite losses as they are.
    ///
    /// @throws ShapeMismatchException if the shapes do not fit
    public static Tensor ctcLoss(
            Tensor logProbabilities, LongTensor targets, LongTensor inputLengths, LongTensor targetLengths) {
        return ctcLoss(logProbabilities, targets, inputLengths, targetLengths, 0, Reduction.MEAN, false);
    }

    /// See [lanewise.nn.CTCLoss].
    ///
    /// @param logProbabilities `[time, batch, classes]`, or `[time, classes]`
    /// @param targets labels, `[batch, most]`, or one example's behind the other's, `[Σ targetLengths]`
    /// @param inputLengths how many times each example has
    /// @param targetLengths how many labels each example has
    /// @param blank the class that is no label
    /// @param zeroInfinity whether infinite losses are 0 and have no gradient
    /// @throws ShapeMismatchException if the shapes do not fit
    /// @throws IllegalArgumentException if a length is too large, or below 0
    /// @throws IndexOutOfBoundsException if a label or the blank is no class
    public static Tensor ctcLoss(
            Tensor logProbabilities,
            LongTensor targets,
            LongTensor inputLengths,
            LongTensor targetLengths,
            int blank,
            Reduction reduction,
            boolean zeroInfinity) {
        var operation = new CtcLoss(
                targets.array(), inputLengths.array(), targetLengths.array(), blank, reduction, zeroInfinity);
        return Tensor.apply(operation, logProbabilities);
    }

    /// `d²/(2·beta)` where `|d| < beta`, otherwise `|d| − beta/2`, with `d = input − target`, reduced.
    ///
    /// @throws ShapeMismatchException if the two do not broadcast
    /// @throws IllegalArgumentException if `beta` is negative
    public static Tensor smoothL1Loss(Tensor input, Tensor target, double beta, Reduction reduction) {
        return reduce(Tensor.apply(new SmoothL1((float) beta), input, target), reduction);
    }

    /// `d²/2` where `|d| <= delta`, otherwise `delta·(|d| − delta/2)`, with `d = input − target`, reduced.
    ///
    /// @throws ShapeMismatchException if the two do not broadcast
    /// @throws IllegalArgumentException unless `delta` is positive
    public static Tensor huberLoss(Tensor input, Tensor target, double delta, Reduction reduction) {
        return reduce(Tensor.apply(new Huber((float) delta), input, target), reduction);
    }

    /// See [lanewise.nn.BCELoss].
    ///
    /// @param weight broadcasts to the input, or null
    /// @throws ShapeMismatchException if input and target differ in shape
    /// @throws IllegalArgumentException if an input is not from 0 to 1
    public static Tensor binaryCrossEntropy(Tensor input, Tensor target, @Nullable Tensor weight, Reduction reduction) {
        requireSameShape("binaryCrossEntropy", input, target);
        float[] probabilities = input.toArray();
        for (int i = 0; i < probabilities.length; i++) {
            if (probabilities[i] < 0 || probabilities[i] > 1) {
                throw new IllegalArgumentException("binaryCrossEntropy: input " + probabilities[i] + " at position " + i
                        + " is no probability, from 0 to 1; logits go to binaryCrossEntropyWithLogits");
            }
        }
        Tensor losses = Tensor.apply(BinaryCrossEntropy.BINARY_CROSS_ENTROPY, input, target);
        return reduce(weighted("binaryCrossEntropy", losses, weight), reduction);
    }

    /// See [lanewise.nn.BCEWithLogitsLoss], without weights.
    ///
    /// @throws ShapeMismatchException if input and target differ in shape
    public static Tensor binaryCrossEntropyWithLogits(Tensor input, Tensor target, Reduction reduction) {
        return Tensor.apply(new BceWithLogits(reduction), input, target);
    }

    /// See [lanewise.nn.BCEWithLogitsLoss].
    ///
    /// @param weight broadcasts to the input, or null
    /// @param posWeight how much the positive side counts: broadcasts to the input, or null
    /// @throws ShapeMismatchException if input and target differ in shape
    public static Tensor binaryCrossEntropyWithLogits(
            Tensor input, Tensor target, @Nullable Tensor weight, @Nullable Tensor posWeight, Reduction reduction) {
        if (weight == null && posWeight == null) {
            return binaryCrossEntropyWithLogits(input, target, reduction);
        }
        Tensor losses;
        if (posWeight == null) {
            losses = binaryCrossEntropyWithLogits(input, target, Reduction.NONE);
        } else {
            requireSameShape("binaryCrossEntropyWithLogits", input, target);
            requireBroadcast("binaryCrossEntropyWithLogits", "posWeight", posWeight, input);
            Tensor factor = posWeight.sub(1f).mul(target).add(1f);
            losses = target.rsub(1f).mul(input).sub(factor.mul(logSigmoid(input)));
        }
        return reduce(weighted("binaryCrossEntropyWithLogits", losses, weight), reduction);
    }

    /// See [lanewise.nn.KLDivLoss].
    ///
    /// @param logTarget whether the target is logarithms too
    /// @throws ShapeMismatchException if the two do not broadcast
    public static Tensor klDiv(Tensor input, Tensor target, boolean logTarget, Reduction reduction) {
        return reduce(divergences(input, target, logTarget), reduction);
    }

    /// As [#klDiv], summed and divided by the number of examples, PyTorch's reduction "batchmean".
    ///
    /// @throws ShapeMismatchException if the two do not broadcast
    public static Tensor klDivBatchMean(Tensor input, Tensor target, boolean logTarget) {
        Tensor sum = divergences(input, target, logTarget).sum();
        return input.rank() == 0 ? sum : sum.div((float) input.dim(0));
    }

    private static Tensor divergences(Tensor input, Tensor target, boolean logTarget) {
        return logTarget
                ? target.exp().mul(target.sub(input))
                : target.xlogy(target).sub(target.mul(input));
    }

    /// The cosine of the angle between vectors along `dim`: their product divided by their norms, each of which
    /// counts as at least `eps`.
    ///
    /// @throws ShapeMismatchException if the two do not broadcast
    public static Tensor cosineSimilarity(Tensor x1, Tensor x2, int dim, double eps) {
        return Distances.cosine(x1, x2, dim, eps);
    }

    /// See [lanewise.nn.CosineEmbeddingLoss].
    ///
    /// @throws ShapeMismatchException unless the inputs are `[b, n]` with a target `[b]`, or `[n]` with one of `[]`
    public static Tensor cosineEmbeddingLoss(
            Tensor input1, Tensor input2, Tensor target, double margin, Reduction reduction) {
        int dim = target.rank();
        if (dim > 1 || input1.rank() != dim + 1 || input2.rank() != dim + 1) {
            throw new ShapeMismatchException("cosineEmbeddingLoss: inputs " + input1.shape() + " and "
                    + input2.shape() + " with a target " + target.shape()
                    + "; needed are [b, n] with [b], or [n] with []");
        }
        Tensor product = input1.mul(input2).sum(dim);
        Tensor squares = input1.square().sum(dim).add(EPSILON_OF_COSINE_LOSS);
        Tensor otherSquares = input2.square().sum(dim).add(EPSILON_OF_COSINE_LOSS);
        Tensor cosine = product.div(squares.mul(otherSquares).sqrt());
        Tensor zero = Tensor.scalar(0f);
        Tensor alike = cosine.rsub(1f).where(target.eq(1f), zero);
        Tensor unlike = cosine.sub((float) margin).clampMin(0f).where(target.eq(-1f), zero);
        return reduce(alike.add(unlike), reduction);
    }

    /// See [lanewise.nn.GaussianNLLLoss].
    ///
    /// @param var of the input's shape, or with a last dimension of 1, or without it
    /// @throws ShapeMismatchException if it has another
    /// @throws IllegalArgumentException if a variance is negative, or `eps` is not positive
    public static Tensor gaussianNllLoss(
            Tensor input, Tensor target, Tensor var, boolean full, double eps, Reduction reduction) {
        if (!(eps > 0)) {
            throw new IllegalArgumentException("gaussianNllLoss: eps is " + eps + "; it must be positive");
        }
        Tensor variance = variance(input.shape(), var);
        for (float value : var.toArray()) {
            if (value < 0) {
                throw new IllegalArgumentException(
                        "gaussianNllLoss: a variance is " + value + "; none may be negative");
            }
        }
        Tensor positive = Distances.atLeast(variance, (float) eps);
        Tensor losses =
                positive.log().add(input.sub(target).square().div(positive)).mul(0.5f);
        return reduce(full ? losses.add((float) (0.5 * Math.log(2 * Math.PI))) : losses, reduction);
    }

    private static Tensor variance(Shape input, Tensor var) {
        if (var.shape().equals(input)) {
            return var;
        }
        if (input.rank() > 0 && var.shape().equals(input.without(-1))) {
            return var.unsqueeze(-1);
        }
        boolean one =
                input.rank() > 0 && var.rank() == input.rank() && var.shape().equals(input.with(-1, 1));
        if (!one) {
            throw new ShapeMismatchException("gaussianNllLoss: var is " + var.shape() + " for an input " + input
                    + "; it must have the same shape, or a last dimension of 1, or none");
        }
        return var;
    }

    /// See [lanewise.nn.HingeEmbeddingLoss].
    ///
    /// @throws ShapeMismatchException if the two do not broadcast
    public static Tensor hingeEmbeddingLoss(Tensor input, Tensor target, double margin, Reduction reduction) {
        Tensor zero = Tensor.scalar(0f);
        Tensor below = input.rsub((float) margin).clampMin(0f).where(target.ne(1f), zero);
        Tensor itself = input.where(target.ne(-1f), zero);
        return reduce(below.add(itself), reduction);
    }

    /// See [lanewise.nn.MarginRankingLoss].
    ///
    /// @throws ShapeMismatchException if the three have not as many dimensions, or do not broadcast
    public static Tensor marginRankingLoss(
            Tensor input1, Tensor input2, Tensor target, double margin, Reduction reduction) {
        if (input1.rank() != input2.rank() || input1.rank() != target.rank()) {
            throw new ShapeMismatchException("marginRankingLoss: inputs " + input1.shape() + " and " + input2.shape()
                    + " and target " + target.shape() + " must have as many dimensions");
        }
        Tensor losses = target.neg().mul(input1.sub(input2)).add((float) margin).clampMin(0f);
        return reduce(losses, reduction);
    }

    /// See [lanewise.nn.MultiMarginLoss].
    ///
    /// @param input scores `[b, c]`, or `[c]`
    /// @param labels `[b]`, or `[]`
    /// @param p 1 or 2
    /// @param weight `[c]`, or null: all classes count the same
    /// @throws ShapeMismatchException if the shapes do not fit
    /// @throws IllegalArgumentException if p is another number
    /// @throws IndexOutOfBoundsException if a label is no class
    public static Tensor multiMarginLoss(
            Tensor input, LongTensor labels, int p, double margin, @Nullable Tensor weight, Reduction reduction) {
        return reduce(MarginLosses.ofOneLabel(input, labels, p, margin, weight), reduction);
    }

    /// See [lanewise.nn.MultiLabelMarginLoss].
    ///
    /// @param input scores `[b, c]`, or `[c]`
    /// @param labels of the same shape; those of a row before the first −1 count
    /// @throws ShapeMismatchException if the shapes differ
    /// @throws IndexOutOfBoundsException if a label is no class
    public static Tensor multilabelMarginLoss(Tensor input, LongTensor labels, Reduction reduction) {
        return Tensor.apply(new MultilabelMarginLoss(labels.array(), reduction), input);
    }

    /// See [lanewise.nn.MultiLabelSoftMarginLoss].
    ///
    /// @param weight broadcasts to the input, or null
    /// @throws ShapeMismatchException if the two do not broadcast
    public static Tensor multilabelSoftMarginLoss(
            Tensor input, Tensor target, @Nullable Tensor weight, Reduction reduction) {
        Tensor yes = target.mul(logSigmoid(input));
        Tensor no = target.rsub(1f).mul(logSigmoid(input.neg()));
        Tensor losses = weighted("multilabelSoftMarginLoss", yes.add(no).neg(), weight);
        return reduce(input.rank() == 0 ? losses : losses.mean(-1), reduction);
    }

    /// `(Σ|x1 − x2 + eps|^p)^(1/p)` over the last dimension.
    ///
    /// @throws ShapeMismatchException if the two do not broadcast
    public static Tensor pairwiseDistance(Tensor x1, Tensor x2, double p, double eps, boolean keepDim) {
        return Distances.pairwise(x1, x2, p, eps, keepDim);
    }

    /// The distances of all pairs of the rows of `[n, m]`, those of the first row first: `[n·(n − 1)/2]`.
    ///
    /// @throws ShapeMismatchException if the input is no matrix
    /// @throws IllegalArgumentException if `p` is negative
    public static Tensor pdist(Tensor input, double p) {
        return Distances.ofRows(input, p);
    }

    /// See [lanewise.nn.PoissonNLLLoss].
    ///
    /// @throws ShapeMismatchException if the two do not broadcast
    public static Tensor poissonNllLoss(
            Tensor input, Tensor target, boolean logInput, boolean full, double eps, Reduction reduction) {
        Tensor losses = logInput
                ? input.exp().sub(target.mul(input))
                : input.sub(target.mul(input.add((float) eps).log()));
        if (full) {
            Tensor stirling = target.mul(target.log())
                    .sub(target)
                    .add(target.mul((float) (2 * Math.PI)).log().mul(0.5f));
            losses = losses.add(stirling.maskedFill(target.le(1f), 0f));
        }
        return reduce(losses, reduction);
    }

    /// `log(1 + exp(−target·input))`, reduced; the target is 1 or −1.
    ///
    /// @throws ShapeMismatchException if the two do not broadcast
    public static Tensor softMarginLoss(Tensor input, Tensor target, Reduction reduction) {
        return reduce(logSigmoid(target.mul(input)).neg(), reduction);
    }

    /// See [lanewise.nn.TripletMarginLoss].
    ///
    /// @throws ShapeMismatchException if the three have not as many dimensions, or do not broadcast
    public static Tensor tripletMarginLoss(
            Tensor anchor, Tensor positive, Tensor negative, TripletOptions options, Reduction reduction) {
        if (anchor.rank() != positive.rank() || anchor.rank() != negative.rank()) {
            throw new ShapeMismatchException("tripletMarginLoss: anchor " + anchor.shape() + ", positive "
                    + positive.shape() + " and negative " + negative.shape() + " must have as many dimensions");
        }
        Tensor near = pairwiseDistance(anchor, positive, options.p(), options.eps(), false);
        Tensor far = pairwiseDistance(anchor, negative, options.p(), options.eps(), false);
        if (options.swap()) {
            far = far.minimum(pairwiseDistance(positive, negative, options.p(), options.eps(), false));
        }
        return reduce(near.sub(far).add((float) options.margin()).clampMin(0f), reduction);
    }

    private static Tensor weighted(String loss, Tensor losses, @Nullable Tensor weight) {
        if (weight == null) {
            return losses;
        }
        requireBroadcast(loss, "weight", weight, losses);
        return losses.mul(weight);
    }

    private static void requireBroadcast(String loss, String option, Tensor weight, Tensor input) {
        if (!weight.shape().broadcastsTo(input.shape())) {
            throw new ShapeMismatchException(loss + ": " + option + " " + weight.shape()
                    + " does not broadcast to the input's shape " + input.shape());
        }
    }

    private static void requireSameShape(String loss, Tensor input, Tensor target) {
        if (!input.shape().equals(target.shape())) {
            throw new ShapeMismatchException(
                    loss + ": input " + input.shape() + " and target " + target.shape() + " must have the same shape");
        }
    }

    static Tensor reduce(Tensor losses, Reduction reduction) {
        return switch (reduction) {
            case NONE -> losses;
            case MEAN -> losses.mean();
            case SUM -> losses.sum();
        };
    }
}

package lanewise.nn.functional;

import lanewise.autograd.BoolTensor;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;

/// Norms of vectors and angles between them, whose gradients are 0 where a norm is.
final class Distances {
    private Distances() {}

    /// `(Σ|x|^p)^(1/p)` over one dimension; the largest magnitude for an infinite p, the number of elements that
    /// are not 0 for 0.
    static Tensor norm(Tensor x, double p, int dim, boolean keepDim) {
        if (p == 0) {
            return x.sign().square().sum(keepDim, dim); // which has a gradient, of zeros
        }
        if (p == 1) {
            return x.abs().sum(keepDim, dim);
        }
        if (Double.isInfinite(p)) {
            return p > 0 ? x.abs().amax(keepDim, dim) : x.abs().amin(keepDim, dim);
        }
        Tensor powers = p == 2 ? x.square() : power(x.abs(), p);
        Tensor sum = powers.sum(keepDim, dim);
        BoolTensor zero = sum.eq(0f);
        Tensor positive = sum.maskedFill(zero, 1f);
        return (p == 2 ? positive.sqrt() : positive.pow((float) (1 / p))).maskedFill(zero, 0f);
    }

    /// A power below the first has an infinite slope at 0, where none shall flow.
    private static Tensor power(Tensor magnitude, double p) {
        if (p > 1) {
            return magnitude.pow((float) p);
        }
        BoolTensor zero = magnitude.eq(0f);
        float atZero = p > 0 ? 0f : Float.POSITIVE_INFINITY;
        return magnitude.maskedFill(zero, 1f).pow((float) p).maskedFill(zero, atZero);
    }

    /// The norm of `x1 − x2 + eps` over the last dimension.
    static Tensor pairwise(Tensor x1, Tensor x2, double p, double eps, boolean keepDim) {
        return norm(x1.sub(x2).add((float) eps), p, -1, keepDim);
    }

    /// Products of the vectors along `dim`, each divided by its norm, which counts as at least `eps`.
    static Tensor cosine(Tensor x1, Tensor x2, int dim, double eps) {
        Shape shape = Shape.broadcast("cosineSimilarity", x1.shape(), x2.shape());
        Tensor a = x1.expand(shape.toArray());
        Tensor b = x2.expand(shape.toArray());
        return unit(a, dim, eps).mul(unit(b, dim, eps)).sum(dim);
    }

    private static Tensor unit(Tensor x, int dim, double eps) {
        return x.div(atLeast(norm(x, 2, dim, true), (float) eps));
    }

    /// `max(x, least)`, with a gradient of 1 everywhere, as PyTorch has it where it clamps without recording.
    static Tensor atLeast(Tensor x, float least) {
        Tensor values = x.detach();
        return x.add(values.clampMin(least).sub(values));
    }

    /// The norms of the differences of all pairs of rows, those of the first row first.
    static Tensor ofRows(Tensor x, double p) {
        if (x.rank() != 2) {
            throw new ShapeMismatchException("pdist: the input must be a matrix, one vector a row, not " + x.shape());
        }
        if (!(p >= 0)) {
            throw new IllegalArgumentException("pdist: p is " + p + "; it must not be negative");
        }
        int rows = x.dim(0);
        int pairs = rows * (rows - 1) / 2;
        long[] first = new long[pairs];
        long[] second = new long[pairs];
        int at = 0;
        for (int i = 0; i < rows; i++) {
            for (int j = i + 1; j < rows; j++) {
                first[at] = i;
                second[at] = j;
                at++;
            }
        }
        Tensor differences = x.indexSelect(0, LongTensor.of(first)).sub(x.indexSelect(0, LongTensor.of(second)));
        return norm(differences, p, 1, false);
    }
}

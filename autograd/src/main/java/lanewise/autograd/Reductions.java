package lanewise.autograd;

import lanewise.engine.op.Amax;
import lanewise.engine.op.Amin;
import lanewise.engine.op.Argmax;
import lanewise.engine.op.Argmin;
import lanewise.engine.op.LogSoftmax;
import lanewise.engine.op.Logsumexp;
import lanewise.engine.op.Mean;
import lanewise.engine.op.Prod;
import lanewise.engine.op.Softmax;
import lanewise.engine.op.Sum;
import lanewise.engine.op.Trace;
import lanewise.engine.op.VectorNorm;

/// What a [Tensor] computes over whole dimensions. Dimensions are numbers from 0, or from −1 downwards counted from
/// the end; none given means all.
sealed interface Reductions permits Tensor {
    /// The sum of all elements. Shape `[]`.
    default Tensor sum() {
        return sum(false);
    }

    /// The sum over these dimensions, which are dropped.
    default Tensor sum(int... dims) {
        return sum(false, dims);
    }

    /// The sum over these dimensions, which stay with size 1 if `keepDim`.
    default Tensor sum(boolean keepDim, int... dims) {
        return Tensor.applied(new Sum(dims, keepDim), self());
    }

    /// The mean of all elements. Shape `[]`.
    default Tensor mean() {
        return mean(false);
    }

    /// The mean over these dimensions, which are dropped.
    default Tensor mean(int... dims) {
        return mean(false, dims);
    }

    /// The mean over these dimensions, which stay with size 1 if `keepDim`.
    default Tensor mean(boolean keepDim, int... dims) {
        return Tensor.applied(new Mean(dims, keepDim), self());
    }

    /// The sum of all elements that are not NaN. Shape `[]`.
    default Tensor nansum() {
        return nansum(false);
    }

    /// The sum over these dimensions of what is not NaN; they stay with size 1 if `keepDim`.
    default Tensor nansum(boolean keepDim, int... dims) {
        return self().maskedFill(self().ne(self()), 0f).sum(keepDim, dims);
    }

    /// The mean of all elements that are not NaN. Shape `[]`.
    default Tensor nanmean() {
        return nanmean(false);
    }

    /// The mean over these dimensions of what is not NaN; they stay with size 1 if `keepDim`.
    default Tensor nanmean(boolean keepDim, int... dims) {
        Tensor counts = self().eq(self()).countNonzero(keepDim, dims).toFloat();
        return nansum(keepDim, dims).div(counts);
    }

    /// The product of all elements. Shape `[]`.
    default Tensor prod() {
        return Tensor.applied(new Prod(new int[0], false), self());
    }

    /// The products along a dimension, which is dropped.
    default Tensor prod(int dim) {
        return prod(dim, false);
    }

    /// The products along a dimension, which stays with size 1 if `keepDim`.
    default Tensor prod(int dim, boolean keepDim) {
        return Tensor.applied(new Prod(new int[] {dim}, keepDim), self());
    }

    /// `log Σ eˣ` over these dimensions, which are dropped, computed without overflow.
    default Tensor logsumexp(int... dims) {
        return logsumexp(false, dims);
    }

    /// As [#logsumexp(int...)]; the dimensions stay with size 1 if `keepDim`.
    default Tensor logsumexp(boolean keepDim, int... dims) {
        return Tensor.applied(new Logsumexp(dims, keepDim), self());
    }

    /// The Euclidean norm of all elements, `√Σ x²`. Shape `[]`.
    default Tensor norm() {
        return norm(2);
    }

    /// The norm of order `p` of all elements, `(Σ |x|ᵖ)^(1/p)`; for ±∞ the greatest or smallest magnitude, for 0
    /// the number of those that are not 0. Shape `[]`.
    default Tensor norm(double p) {
        return norm(p, false);
    }

    /// The norm of order `p` over these dimensions, which stay with size 1 if `keepDim`. For norms of matrices see
    /// [Linalg].
    default Tensor norm(double p, boolean keepDim, int... dims) {
        return Tensor.applied(new VectorNorm(p, dims, keepDim), self());
    }

    /// The Euclidean norm of the difference. Shape `[]`.
    default Tensor dist(Tensor other) {
        return dist(other, 2);
    }

    /// The norm of order `p` of the difference; both broadcast. Shape `[]`.
    default Tensor dist(Tensor other, double p) {
        return self().sub(other).norm(p);
    }

    /// The norm of order `p` of the difference of each row of this `[..., n, k]` and each of the other `[..., m,
    /// k]`, as `[..., n, m]`; the leading dimensions broadcast.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the last sizes differ
    default Tensor cdist(Tensor other, double p) {
        return Linalg.distances(self(), other, p);
    }

    /// The sum of a matrix's diagonal. Shape `[]`.
    default Tensor trace() {
        return Tensor.applied(Trace.TRACE, self());
    }

    /// Whether all elements are other than 0, as NaN is.
    default boolean all() {
        return self().toBool().all();
    }

    /// Whether all are other than 0 over these dimensions, which stay with size 1 if `keepDim`.
    default BoolTensor all(boolean keepDim, int... dims) {
        return self().toBool().all(keepDim, dims);
    }

    /// Whether any element is other than 0, as NaN is.
    default boolean any() {
        return self().toBool().any();
    }

    /// Whether any is other than 0 over these dimensions, which stay with size 1 if `keepDim`.
    default BoolTensor any(boolean keepDim, int... dims) {
        return self().toBool().any(keepDim, dims);
    }

    /// How many are other than 0, as NaN is, over these dimensions, which are dropped; of all elements if none is
    /// named.
    default LongTensor countNonzero(int... dims) {
        return self().toBool().countNonzero(false, dims);
    }

    /// The greatest element. Shape `[]`. Equal ones share the gradient.
    default Tensor max() {
        return amax(false);
    }

    /// The smallest element. Shape `[]`. Equal ones share the gradient.
    default Tensor min() {
        return amin(false);
    }

    /// The greatest over these dimensions, which are dropped. Equal ones share the gradient.
    default Tensor amax(int... dims) {
        return amax(false, dims);
    }

    /// The greatest over these dimensions, which stay with size 1 if `keepDim`.
    default Tensor amax(boolean keepDim, int... dims) {
        return Tensor.applied(new Amax(dims, keepDim), self());
    }

    /// The smallest over these dimensions, which are dropped. Equal ones share the gradient.
    default Tensor amin(int... dims) {
        return amin(false, dims);
    }

    /// The smallest over these dimensions, which stay with size 1 if `keepDim`.
    default Tensor amin(boolean keepDim, int... dims) {
        return Tensor.applied(new Amin(dims, keepDim), self());
    }

    /// The row-major index of the greatest element; of equal ones the first. Shape `[]`.
    default LongTensor argmax() {
        return LongTensor.of(Argmax.of(self().array()));
    }

    /// The index of the greatest element along a dimension, which is dropped; of equal ones the first.
    default LongTensor argmax(int dim) {
        return argmax(dim, false);
    }

    /// As [#argmax(int)]; the dimension stays with size 1 if `keepDim`.
    default LongTensor argmax(int dim, boolean keepDim) {
        return LongTensor.of(Argmax.of(self().array(), dim, keepDim));
    }

    /// The row-major index of the smallest element; of equal ones the first. Shape `[]`.
    default LongTensor argmin() {
        return LongTensor.of(Argmin.of(self().array()));
    }

    /// The index of the smallest element along a dimension, which is dropped; of equal ones the first.
    default LongTensor argmin(int dim) {
        return argmin(dim, false);
    }

    /// As [#argmin(int)]; the dimension stays with size 1 if `keepDim`.
    default LongTensor argmin(int dim, boolean keepDim) {
        return LongTensor.of(Argmin.of(self().array(), dim, keepDim));
    }

    /// `eˣⁱ / Σⱼ eˣʲ` along a dimension.
    default Tensor softmax(int dim) {
        return Tensor.applied(new Softmax(dim), self());
    }

    /// The logarithm of [#softmax(int)], computed without overflow.
    default Tensor logSoftmax(int dim) {
        return Tensor.applied(new LogSoftmax(dim), self());
    }

    private Tensor self() {
        return (Tensor) this;
    }
}

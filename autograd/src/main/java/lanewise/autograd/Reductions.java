package lanewise.autograd;

import lanewise.engine.op.Amax;
import lanewise.engine.op.Amin;
import lanewise.engine.op.Argmax;
import lanewise.engine.op.Argmin;
import lanewise.engine.op.LogSoftmax;
import lanewise.engine.op.Mean;
import lanewise.engine.op.Softmax;
import lanewise.engine.op.Sum;

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

    /// The index of the greatest element along a dimension, which is dropped; of equal ones the first.
    default LongTensor argmax(int dim) {
        return argmax(dim, false);
    }

    /// As [#argmax(int)]; the dimension stays with size 1 if `keepDim`.
    default LongTensor argmax(int dim, boolean keepDim) {
        return LongTensor.of(Argmax.of(self().array(), dim, keepDim));
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

package lanewise.autograd;

import java.util.List;
import lanewise.engine.op.ScatterReduction;
import org.jspecify.annotations.Nullable;

/// What PyTorch computes with truth values as with numbers, false less than true, where the result is one of truth
/// values again: a sum is true as soon as a part is, a product only if all are. The sum as a number is
/// `toLong().sum()`.
sealed interface BoolNumbers permits BoolTensor {
    /// `x + y`, as [BoolTensor#or].
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the two do not broadcast
    default BoolTensor add(BoolTensor other) {
        return self().or(other);
    }

    /// `x·y`, as [BoolTensor#and].
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the two do not broadcast
    default BoolTensor mul(BoolTensor other) {
        return self().and(other);
    }

    /// The greater of both, as [BoolTensor#or].
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the two do not broadcast
    default BoolTensor maximum(BoolTensor other) {
        return self().or(other);
    }

    /// The smaller of both, as [BoolTensor#and].
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the two do not broadcast
    default BoolTensor minimum(BoolTensor other) {
        return self().and(other);
    }

    /// As [BoolTensor#and].
    default BoolTensor logicalAnd(BoolTensor other) {
        return self().and(other);
    }

    /// As [BoolTensor#or].
    default BoolTensor logicalOr(BoolTensor other) {
        return self().or(other);
    }

    /// As [BoolTensor#xor].
    default BoolTensor logicalXor(BoolTensor other) {
        return self().xor(other);
    }

    /// As [BoolTensor#not].
    default BoolTensor logicalNot() {
        return self().not();
    }

    /// The greatest over these dimensions, which stay with size 1 if `keepDim`: whether any is true.
    ///
    /// @throws IllegalArgumentException if there is nothing to choose from: a reduced dimension has size 0
    default BoolTensor amax(boolean keepDim, int... dims) {
        return self().toLong().amax(keepDim, dims).toBool();
    }

    /// The smallest over these dimensions, which stay with size 1 if `keepDim`: whether all are true.
    ///
    /// @throws IllegalArgumentException if there is nothing to choose from: a reduced dimension has size 0
    default BoolTensor amin(boolean keepDim, int... dims) {
        return self().toLong().amin(keepDim, dims).toBool();
    }

    /// The greatest element. Shape `[]`.
    default BoolTensor max() {
        return amax(false);
    }

    /// The smallest element. Shape `[]`.
    default BoolTensor min() {
        return amin(false);
    }

    /// See [LongTensor#max(int, boolean)].
    default BoolsAndIndices max(int dim, boolean keepDim) {
        return BoolsAndIndices.of(self().toLong().max(dim, keepDim));
    }

    /// See [LongTensor#min(int, boolean)].
    default BoolsAndIndices min(int dim, boolean keepDim) {
        return BoolsAndIndices.of(self().toLong().min(dim, keepDim));
    }

    /// See [LongTensor#cummax(int)].
    default BoolsAndIndices cummax(int dim) {
        return BoolsAndIndices.of(self().toLong().cummax(dim));
    }

    /// See [LongTensor#cummin(int)].
    default BoolsAndIndices cummin(int dim) {
        return BoolsAndIndices.of(self().toLong().cummin(dim));
    }

    /// See [LongTensor#sort(int, boolean)].
    default BoolsAndIndices sort(int dim, boolean descending) {
        return BoolsAndIndices.of(self().toLong().sort(dim, descending));
    }

    /// See [LongTensor#argsort(int, boolean)].
    default LongTensor argsort(int dim, boolean descending) {
        return self().toLong().argsort(dim, descending);
    }

    /// See [LongTensor#msort()].
    default BoolTensor msort() {
        return sort(0, false).values();
    }

    /// Whether neighbours along a dimension differ, `n` times over; see [LongTensor#diff].
    ///
    /// @throws IllegalArgumentException if `n` is negative
    default BoolTensor diff(int n, int dim, @Nullable BoolTensor prepend, @Nullable BoolTensor append) {
        // modulo 2 a difference is whether both differ, and it stays so over the next ones
        return self().toLong()
                .diff(n, dim, prepend == null ? null : prepend.toLong(), append == null ? null : append.toLong())
                .remainder(2)
                .toBool();
    }

    /// See [LongTensor#scatterAdd].
    default BoolTensor scatterAdd(int dim, LongTensor index, BoolTensor source) {
        return scatterReduce(dim, index, source, ScatterReduction.SUM, true);
    }

    /// See [LongTensor#scatterReduce].
    ///
    /// @throws IllegalArgumentException if it is to be the mean
    default BoolTensor scatterReduce(
            int dim, LongTensor index, BoolTensor source, ScatterReduction reduction, boolean includeSelf) {
        if (reduction == ScatterReduction.MEAN) {
            throw new IllegalArgumentException(
                    "scatterReduce: truth values have no mean; use toFloat(), or toLong() to round down");
        }
        return self().toLong()
                .scatterReduce(dim, index, source.toLong(), reduction, includeSelf)
                .toBool();
    }

    /// See [LongTensor#indexAdd(int, LongTensor, LongTensor)].
    default BoolTensor indexAdd(int dim, LongTensor index, BoolTensor source) {
        return self().toLong().indexAdd(dim, index, source.toLong()).toBool();
    }

    /// See [LongTensor#put(LongTensor, LongTensor, boolean)].
    default BoolTensor put(LongTensor index, BoolTensor source, boolean accumulate) {
        return self().toLong().put(index, source.toLong(), accumulate).toBool();
    }

    /// See [LongTensor#indexPut(List, LongTensor, boolean)].
    default BoolTensor indexPut(List<@Nullable LongTensor> indices, BoolTensor values, boolean accumulate) {
        return self().toLong().indexPut(indices, values.toLong(), accumulate).toBool();
    }

    private BoolTensor self() {
        return (BoolTensor) this;
    }
}

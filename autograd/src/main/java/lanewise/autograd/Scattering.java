package lanewise.autograd;

import java.util.List;
import lanewise.engine.op.IndexAdd;
import lanewise.engine.op.IndexCopy;
import lanewise.engine.op.IndexPut;
import lanewise.engine.op.MaskedScatter;
import lanewise.engine.op.Scatter;
import lanewise.engine.op.ScatterAdd;
import lanewise.engine.op.ScatterFill;
import lanewise.engine.op.ScatterReduce;
import lanewise.engine.op.ScatterReduction;
import lanewise.engine.op.ViewScatter;
import org.jspecify.annotations.Nullable;

/// A [Tensor] with some of its elements replaced, or others added to them. All are copies; [IndexedChanges] are the
/// changes in place.
///
/// The *scatter* methods bring `source[i][j]` to `y[index[i][j]][j]` for `dim` 0, and so on; the *index* methods
/// bring the `j`-th slice of a source in dimension `dim` to the index `index[j]` of it.
sealed interface Scattering permits Tensor {
    /// `y[index[i][j]][j] = source[i][j]` for `dim` 0, and so on.
    default Tensor scatter(int dim, LongTensor index, Tensor source) {
        return Tensor.applied(new Scatter(dim, index.array()), self(), source);
    }

    /// `y[index[i][j]][j] = value` for `dim` 0, and so on.
    default Tensor scatter(int dim, LongTensor index, float value) {
        return Tensor.applied(new ScatterFill(dim, index.array(), value), self());
    }

    /// `y[index[i][j]][j] += source[i][j]` for `dim` 0, and so on.
    default Tensor scatterAdd(int dim, LongTensor index, Tensor source) {
        return Tensor.applied(new ScatterAdd(dim, index.array()), self(), source);
    }

    /// `y[index[i][j]][j]` reduced with all `source[i][j]` for `dim` 0, and so on; where not `includeSelf` only
    /// those.
    default Tensor scatterReduce(
            int dim, LongTensor index, Tensor source, ScatterReduction reduction, boolean includeSelf) {
        return Tensor.applied(new ScatterReduce(dim, index.array(), reduction, includeSelf), self(), source);
    }

    /// `y[..., index[j], ...] += source[..., j, ...]`, in dimension `dim`.
    default Tensor indexAdd(int dim, LongTensor index, Tensor source) {
        return Tensor.applied(new IndexAdd(dim, index.array()), self(), source);
    }

    /// `y[..., index[j], ...] += alpha·source[..., j, ...]`, in dimension `dim`.
    default Tensor indexAdd(int dim, LongTensor index, Tensor source, float alpha) {
        return indexAdd(dim, index, alpha == 1f ? source : source.mul(alpha));
    }

    /// `y[..., index[j], ...] = source[..., j, ...]`, in dimension `dim`.
    default Tensor indexCopy(int dim, LongTensor index, Tensor source) {
        return Tensor.applied(new IndexCopy(dim, index.array()), self(), source);
    }

    /// `y[..., index[j], ...] = value`, in dimension `dim`.
    default Tensor indexFill(int dim, LongTensor index, float value) {
        return self().maskedFill(Slices.mask(self().shape(), dim, index), value);
    }

    /// As [#indexFill(int, LongTensor, float)], with a single number that may have a gradient.
    default Tensor indexFill(int dim, LongTensor index, Tensor value) {
        return self().maskedFill(Slices.mask(self().shape(), dim, index), value);
    }

    /// `y[..., index[j], ...]` reduced with all `source[..., j, ...]`; where not `includeSelf` only those.
    default Tensor indexReduce(
            int dim, LongTensor index, Tensor source, ScatterReduction reduction, boolean includeSelf) {
        Tensor self = Joining.atLeast(self(), 1);
        Tensor from = Joining.atLeast(source, 1);
        LongTensor places = Slices.index("indexReduce", self.shape(), dim, index, from.shape());
        return self.scatterReduce(dim, places, from, reduction, includeSelf)
                .reshape(self().shape().toArray());
    }

    /// Python's `y[indices] = values`, or `+=` if `accumulate`: see [Index]. The values broadcast.
    default Tensor indexPut(List<@Nullable LongTensor> indices, Tensor values, boolean accumulate) {
        return Tensor.applied(new IndexPut(Slices.places(self().shape(), indices), accumulate), self(), values);
    }

    /// As [#indexPut(List, Tensor, boolean)], where the mask is true.
    default Tensor indexPut(BoolTensor mask, Tensor values, boolean accumulate) {
        return indexPut(List.copyOf(mask.nonzeroTuple()), values, accumulate);
    }

    /// The elements with these numbers in row-major order replaced by `source`, or that added to them if
    /// `accumulate`; a negative number counts from the end.
    default Tensor put(LongTensor index, Tensor source, boolean accumulate) {
        Slices.checkAsMany("put", index.shape(), source.shape());
        LongTensor numbers = Numbers.fromFront("put", index, self().elements());
        Tensor flat = self().reshape(-1);
        Tensor values = source.reshape(-1);
        Tensor changed = accumulate ? flat.scatterAdd(0, numbers, values) : flat.scatter(0, numbers, values);
        return changed.reshape(self().shape().toArray());
    }

    /// The first elements of `source` in place of those where `mask` is true. This tensor and the mask broadcast.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the source has too few
    default Tensor maskedScatter(BoolTensor mask, Tensor source) {
        return Tensor.applied(new MaskedScatter(mask.array()), self(), source);
    }

    /// With one index of a dimension replaced.
    default Tensor selectScatter(Tensor source, int dim, int index) {
        return Tensor.applied(ViewScatter.select(dim, index), self(), source);
    }

    /// With every `step`-th index of a dimension from `start` to before `end` replaced.
    default Tensor sliceScatter(Tensor source, int dim, int start, int end, int step) {
        return Tensor.applied(ViewScatter.slice(dim, start, end, step), self(), source);
    }

    /// With the diagonal of two dimensions replaced; see [Diagonals#diagonal(int, int, int)].
    default Tensor diagonalScatter(Tensor source, int diagonal, int dim1, int dim2) {
        return Tensor.applied(ViewScatter.diagonal(diagonal, dim1, dim2), self(), source);
    }

    private Tensor self() {
        return (Tensor) this;
    }
}

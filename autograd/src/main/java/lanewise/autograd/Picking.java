package lanewise.autograd;

import lanewise.engine.op.Buckets;
import lanewise.engine.op.Gather;
import lanewise.engine.op.IndexSelect;
import lanewise.engine.op.MaskedSelect;
import lanewise.engine.op.Sort;
import lanewise.engine.op.Topk;

/// Elements of a [Tensor] chosen by indices, by a mask, or by their order. All are copies.
sealed interface Picking extends AnyTensor<Tensor> permits Tensor {
    /// The given indices of a dimension, in their order. Shape as this one's, with as many as `index [n]` has.
    @Override
    default Tensor indexSelect(int dim, LongTensor index) {
        return Tensor.applied(new IndexSelect(dim, index.array()), self());
    }

    /// `y[i][j] = x[index[i][j]][j]` for `dim` 0, and so on, of the shape of `index`.
    @Override
    default Tensor gather(int dim, LongTensor index) {
        return Tensor.applied(new Gather(dim, index.array()), self());
    }

    /// The elements where `mask` is true, row-major: `[n]`. Both broadcast.
    @Override
    default Tensor maskedSelect(BoolTensor mask) {
        return Tensor.applied(new MaskedSelect(mask.array()), self());
    }

    /// The elements along a dimension in their order, the smallest first, or the largest if `descending`, and where
    /// they were. Equal ones stay in their order; NaN counts as the largest.
    default ValuesAndIndices sort(int dim, boolean descending) {
        Sort sort = new Sort(dim, descending);
        Tensor values = Tensor.applied(sort, self());
        return new ValuesAndIndices(values, LongTensor.of(sort.indices()));
    }

    /// As [#sort(int, boolean)], along the last dimension, the smallest first.
    default ValuesAndIndices sort() {
        return sort(-1, false);
    }

    /// The indices of [#sort(int, boolean)].
    default LongTensor argsort(int dim, boolean descending) {
        try (GradMode _ = GradMode.noGrad()) {
            return sort(dim, descending).indices();
        }
    }

    /// As [#argsort(int, boolean)], along the last dimension, the smallest first.
    default LongTensor argsort() {
        return argsort(-1, false);
    }

    /// The values of [#sort(int, boolean)] along the first dimension, the smallest first.
    default Tensor msort() {
        return sort(0, false).values();
    }

    /// The `k` largest elements along a dimension, or the smallest if not `largest`, in their order, and where they
    /// were. NaN counts as the largest.
    ///
    /// @throws IllegalArgumentException if there are not as many
    default ValuesAndIndices topk(int k, int dim, boolean largest) {
        Topk topk = new Topk(k, dim, largest);
        Tensor values = Tensor.applied(topk, self());
        return new ValuesAndIndices(values, LongTensor.of(topk.indices()));
    }

    /// As [#topk(int, int, boolean)], the largest of the last dimension.
    default ValuesAndIndices topk(int k) {
        return topk(k, -1, true);
    }

    /// Where this tensor's numbers would have to be put into the rising sequence `boundaries [n]` so that it stays
    /// in order: before the first element that is not less, or that is greater if `right`.
    default LongTensor bucketize(Tensor boundaries, boolean right) {
        if (boundaries.rank() != 1) {
            throw new lanewise.engine.ShapeMismatchException(
                    "bucketize: the boundaries " + boundaries.shape() + " must have one dimension");
        }
        return LongTensor.of(Buckets.search(boundaries.array(), self().array(), right));
    }

    /// As [#bucketize] for `values`, where this tensor holds the rising sequences `[..., n]`, each for a row of the
    /// values, or one for all.
    default LongTensor searchsorted(Tensor values, boolean right) {
        return LongTensor.of(Buckets.search(self().array(), values.array(), right));
    }

    /// Whether each element equals one of `others`.
    default BoolTensor isin(Tensor others) {
        return BoolTensor.of(Buckets.contains(others.array(), self().array()));
    }

    /// The indices of all elements that are not 0, one row each: `[n, rank]`.
    default LongTensor nonzero() {
        return self().toBool().nonzero();
    }

    /// As [#nonzero()].
    default LongTensor argwhere() {
        return nonzero();
    }

    private Tensor self() {
        return (Tensor) this;
    }
}

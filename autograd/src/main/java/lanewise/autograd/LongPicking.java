package lanewise.autograd;

import java.util.Arrays;
import java.util.List;
import lanewise.engine.op.Elements;
import lanewise.engine.op.IndexedPlaces;
import lanewise.engine.op.LongIndexing;
import lanewise.engine.op.ScatterReduction;
import org.jspecify.annotations.Nullable;

/// Elements of a [LongTensor] in their order, and replaced or added to by an index or a mask. All are copies.
sealed interface LongPicking permits LongTensor {
    /// Where the elements along a dimension in their order are; see [Tensor#sort(int, boolean)].
    default LongTensor argsort(int dim, boolean descending) {
        return LongTensor.of(LongIndexing.argsort(self().array(), dim, descending));
    }

    /// The elements along a dimension in their order, the smallest first, or the largest if `descending`, and where
    /// they were. Equal ones stay in their order.
    default LongsAndIndices sort(int dim, boolean descending) {
        LongTensor places = argsort(dim, descending);
        return new LongsAndIndices(self().gather(dim, places), places);
    }

    /// The values of [#sort(int, boolean)] along the first dimension, the smallest first.
    default LongTensor msort() {
        return sort(0, false).values();
    }

    /// The `k` largest elements along a dimension, or the smallest if not `largest`, in their order, and where they
    /// were.
    ///
    /// @throws IllegalArgumentException if there are not as many
    default LongsAndIndices topk(int k, int dim, boolean largest) {
        LongTensor x = Joining.atLeast(self(), 1);
        if (k < 0 || k > x.dim(dim)) {
            throw new IllegalArgumentException("topk: k is " + k + ", and dimension " + dim + " of " + self().shape()
                    + " has " + x.dim(dim) + " elements; it must not be more, nor negative");
        }
        LongTensor places = x.argsort(dim, largest).narrow(dim, 0, k).contiguous();
        LongTensor values = x.gather(dim, places);
        boolean isNumber = self().rank() == 0 && k == 1;
        return isNumber ? new LongsAndIndices(values.squeeze(), places.squeeze()) : new LongsAndIndices(values, places);
    }

    /// Whether each element equals one of `others`.
    default BoolTensor isin(LongTensor others) {
        long[] sorted = others.toArray();
        Arrays.sort(sorted);
        long[] elements = self().toArray();
        boolean[] found = new boolean[elements.length];
        for (int i = 0; i < found.length; i++) {
            found[i] = Arrays.binarySearch(sorted, elements[i]) >= 0;
        }
        return BoolTensor.of(self().shape(), found);
    }

    /// The indices of all elements that are not 0, one row each: `[n, rank]`.
    default LongTensor nonzero() {
        return self().toBool().nonzero();
    }

    /// As [#nonzero()].
    default LongTensor argwhere() {
        return nonzero();
    }

    /// This tensor with `value` where `mask` is true. Both broadcast.
    default LongTensor maskedFill(BoolTensor mask, long value) {
        return LongTensor.of(LongIndexing.maskedFill(self().array(), mask.array(), value));
    }

    /// As [Unrecorded#scatter], with one value.
    default LongTensor scatter(int dim, LongTensor index, long value) {
        return self().scatter(dim, index, LongTensor.full(index.shape(), value));
    }

    /// `y[index[i][j]][j] += source[i][j]` for `dim` 0, and so on.
    default LongTensor scatterAdd(int dim, LongTensor index, LongTensor source) {
        return scatterReduce(dim, index, source, ScatterReduction.SUM, true);
    }

    /// `y[index[i][j]][j]` reduced with all `source[i][j]` for `dim` 0, and so on; where not `includeSelf` only
    /// those. A mean is rounded down.
    default LongTensor scatterReduce(
            int dim, LongTensor index, LongTensor source, ScatterReduction reduction, boolean includeSelf) {
        return LongTensor.of(
                LongIndexing.scatterReduce(self().array(), dim, index.array(), source.array(), reduction, includeSelf));
    }

    /// As [Unrecorded#put]; where `accumulate` added to what is there, otherwise in its place.
    default LongTensor put(LongTensor index, LongTensor source, boolean accumulate) {
        if (!accumulate) {
            return self().put(index, source);
        }
        Slices.checkAsMany("put", index.shape(), source.shape());
        return added(Numbers.fromFront("put", index, self().elements()), source.reshape(-1));
    }

    /// As [Unrecorded#indexPut]; where `accumulate` added to what is there, as often as a place is named, otherwise
    /// in its place.
    default LongTensor indexPut(List<@Nullable LongTensor> indices, LongTensor values, boolean accumulate) {
        if (!accumulate) {
            return self().indexPut(indices, values);
        }
        IndexedPlaces places = Slices.places(self().shape(), indices);
        LongTensor numbers =
                LongTensor.arange(self().elements()).reshape(self().shape().toArray());
        LongTensor named = numbers.over(Elements.get(numbers.array(), places));
        return added(named, values.expand(named.shape().toArray()).reshape(-1));
    }

    /// With these added to the elements of these numbers in row-major order.
    private LongTensor added(LongTensor numbers, LongTensor source) {
        return self().reshape(-1)
                .scatterAdd(0, numbers.reshape(-1), source)
                .reshape(self().shape().toArray());
    }

    /// `y[..., index[j], ...] += alpha·source[..., j, ...]`, in dimension `dim`.
    default LongTensor indexAdd(int dim, LongTensor index, LongTensor source, long alpha) {
        return sliceReduce("indexAdd", dim, index, source.mul(alpha), ScatterReduction.SUM, true);
    }

    /// As [#indexAdd(int, LongTensor, LongTensor, long)], once.
    default LongTensor indexAdd(int dim, LongTensor index, LongTensor source) {
        return indexAdd(dim, index, source, 1);
    }

    /// `y[..., index[j], ...]` reduced with all `source[..., j, ...]`; where not `includeSelf` only those.
    default LongTensor indexReduce(
            int dim, LongTensor index, LongTensor source, ScatterReduction reduction, boolean includeSelf) {
        return sliceReduce("indexReduce", dim, index, source, reduction, includeSelf);
    }

    /// `y[..., index[j], ...] = value`, in dimension `dim`.
    default LongTensor indexFill(int dim, LongTensor index, long value) {
        return maskedFill(Slices.mask(self().shape(), dim, index), value);
    }

    private LongTensor sliceReduce(
            String operation,
            int dim,
            LongTensor index,
            LongTensor source,
            ScatterReduction reduction,
            boolean includeSelf) {
        LongTensor self = Joining.atLeast(self(), 1);
        LongTensor from = Joining.atLeast(source, 1);
        LongTensor places = Slices.index(operation, self.shape(), dim, index, from.shape());
        return self.scatterReduce(dim, places, from, reduction, includeSelf)
                .reshape(self().shape().toArray());
    }

    private LongTensor self() {
        return (LongTensor) this;
    }
}

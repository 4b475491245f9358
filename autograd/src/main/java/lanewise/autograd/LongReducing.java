package lanewise.autograd;

import java.util.ArrayList;
import java.util.List;
import lanewise.engine.Shape;
import lanewise.engine.op.LongReductions;
import org.jspecify.annotations.Nullable;

/// What a [LongTensor] computes over whole dimensions, and along one. Dimensions are numbers from 0, or from −1
/// downwards counted from the end; where several can be named, none means all. A mean is one of floats:
/// `toFloat().mean()`.
sealed interface LongReducing permits LongTensor {
    /// The sum of all elements. Shape `[]`.
    default LongTensor sum() {
        return sum(false);
    }

    /// The sum over these dimensions, which stay with size 1 if `keepDim`.
    default LongTensor sum(boolean keepDim, int... dims) {
        return LongTensor.of(LongReductions.sum(self().array(), dims, keepDim));
    }

    /// The sum over dimensions, so that it has these sizes; see [Tensor#sumToSize(int...)].
    ///
    /// @throws lanewise.engine.ShapeMismatchException if these sizes do not broadcast to this shape
    default LongTensor sumToSize(int... sizes) {
        if (self().shape().equals(Shape.of(sizes))) {
            return self();
        }
        return sum(true, Slices.summed(self().shape(), sizes)).reshape(sizes);
    }

    /// The product of all elements. Shape `[]`.
    default LongTensor prod() {
        return prod(false);
    }

    /// The product over these dimensions, which stay with size 1 if `keepDim`.
    default LongTensor prod(boolean keepDim, int... dims) {
        return LongTensor.of(LongReductions.prod(self().array(), dims, keepDim));
    }

    /// The greatest element. Shape `[]`.
    default LongTensor max() {
        return amax(false);
    }

    /// The smallest element. Shape `[]`.
    default LongTensor min() {
        return amin(false);
    }

    /// The greatest along a dimension, which stays with size 1 if `keepDim`, and where they are; of equal ones the
    /// first.
    default LongsAndIndices max(int dim, boolean keepDim) {
        return taken(dim, keepDim, argmax(true, dim));
    }

    /// The smallest along a dimension, which stays with size 1 if `keepDim`, and where they are; of equal ones the
    /// first.
    default LongsAndIndices min(int dim, boolean keepDim) {
        return taken(dim, keepDim, argmin(true, dim));
    }

    /// The greatest over these dimensions, which stay with size 1 if `keepDim`.
    default LongTensor amax(boolean keepDim, int... dims) {
        return LongTensor.of(LongReductions.amax(self().array(), dims, keepDim));
    }

    /// The smallest over these dimensions, which stay with size 1 if `keepDim`.
    default LongTensor amin(boolean keepDim, int... dims) {
        return LongTensor.of(LongReductions.amin(self().array(), dims, keepDim));
    }

    /// The index of the greatest, of equal ones the first, row-major over these dimensions, which stay with size 1
    /// if `keepDim`.
    default LongTensor argmax(boolean keepDim, int... dims) {
        return LongTensor.of(LongReductions.argmax(self().array(), dims, keepDim));
    }

    /// The index of the smallest, of equal ones the first, row-major over these dimensions, which stay with size 1
    /// if `keepDim`.
    default LongTensor argmin(boolean keepDim, int... dims) {
        return LongTensor.of(LongReductions.argmin(self().array(), dims, keepDim));
    }

    /// Whether all elements are other than 0 over these dimensions, which stay with size 1 if `keepDim`.
    default BoolTensor all(boolean keepDim, int... dims) {
        return self().toBool().all(keepDim, dims);
    }

    /// Whether any element is other than 0 over these dimensions, which stay with size 1 if `keepDim`.
    default BoolTensor any(boolean keepDim, int... dims) {
        return self().toBool().any(keepDim, dims);
    }

    /// How many are other than 0 over these dimensions, which are dropped.
    default LongTensor countNonzero(int... dims) {
        return self().toBool().countNonzero(false, dims);
    }

    /// The sums up to each element along a dimension.
    default LongTensor cumsum(int dim) {
        return LongTensor.of(LongReductions.cumsum(self().array(), dim));
    }

    /// The products up to each element along a dimension.
    default LongTensor cumprod(int dim) {
        return LongTensor.of(LongReductions.cumprod(self().array(), dim));
    }

    /// The greatest so far along a dimension, and where it is: the last of equal ones.
    default LongsAndIndices cummax(int dim) {
        return taken(dim, true, LongTensor.of(LongReductions.argcummax(self().array(), dim)));
    }

    /// The smallest so far along a dimension, and where it is: the last of equal ones.
    default LongsAndIndices cummin(int dim) {
        return taken(dim, true, LongTensor.of(LongReductions.argcummin(self().array(), dim)));
    }

    /// The median of all elements, of an even number the smaller of the two in the middle. Shape `[]`.
    default LongTensor median() {
        LongTensor all = self().flatten();
        return all.kthvalue((all.elements() + 1) / 2, 0, false).values();
    }

    /// The medians along a dimension, which stays with size 1 if `keepDim`, and where they are.
    default LongsAndIndices median(int dim, boolean keepDim) {
        int n = Joining.atLeast(self(), 1).dim(dim);
        return kthvalue((n + 1) / 2, dim, keepDim);
    }

    /// The `k`-th smallest, from 1 on, along a dimension, which stays with size 1 if `keepDim`, and where they are.
    ///
    /// @throws IllegalArgumentException if there are not as many
    default LongsAndIndices kthvalue(int k, int dim, boolean keepDim) {
        LongTensor x = Joining.atLeast(self(), 1);
        int n = x.dim(dim);
        if (k < 1 || k > n) {
            throw new IllegalArgumentException("kthvalue: k is " + k + ", and dimension " + dim + " of "
                    + self().shape() + " has " + n + " elements; it must be from 1 on, and at most that");
        }
        LongTensor places = x.argsort(dim, false).narrow(dim, k - 1, 1);
        return self().rank() == 0 ? taken(dim, true, places.squeeze()) : taken(dim, keepDim, places);
    }

    /// The differences of neighbours along a dimension, `n` times over; `prepend` and `append` stand before and
    /// behind where they are not null.
    ///
    /// @throws IllegalArgumentException if `n` is negative
    default LongTensor diff(int n, int dim, @Nullable LongTensor prepend, @Nullable LongTensor append) {
        if (n < 0) {
            throw new IllegalArgumentException("diff: n is " + n + "; it must not be negative");
        }
        List<LongTensor> parts = new ArrayList<>();
        if (prepend != null) {
            parts.add(prepend);
        }
        parts.add(self());
        if (append != null) {
            parts.add(append);
        }
        LongTensor x = n == 0 || parts.size() == 1 ? self() : LongTensor.cat(parts, dim);
        for (int i = 0; i < n && x.dim(dim) > 0; i++) {
            int rest = x.dim(dim) - 1;
            x = x.narrow(dim, 1, rest).sub(x.narrow(dim, 0, rest));
        }
        return x;
    }

    /// The elements along a dimension at these places of it.
    private LongsAndIndices taken(int dim, boolean keepDim, LongTensor places) {
        LongTensor values = self().gather(dim, places);
        boolean drops = !keepDim && self().rank() > 0;
        return drops
                ? new LongsAndIndices(
                        values.select(dim, 0).contiguous(),
                        places.select(dim, 0).contiguous())
                : new LongsAndIndices(values, places);
    }

    private LongTensor self() {
        return (LongTensor) this;
    }
}

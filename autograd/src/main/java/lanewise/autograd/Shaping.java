package lanewise.autograd;

import java.util.stream.IntStream;
import lanewise.engine.Layout;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.op.Applicable;
import lanewise.engine.op.Expand;
import lanewise.engine.op.Narrow;
import lanewise.engine.op.Permute;
import lanewise.engine.op.Select;
import lanewise.engine.op.Slice;
import lanewise.engine.op.Squeeze;
import lanewise.engine.op.Unsqueeze;
import lanewise.engine.op.Windows;

/// Other shapes and parts of a tensor of any type. Where it says *view* the result shares the memory.
///
/// @param <T> the tensor
sealed interface Shaping<T extends AnyTensor<T>> permits Splitting {
    /// The view that this operation makes.
    ///
    /// @param view a [lanewise.engine.op.ViewOperation]
    T viewed(Applicable view);

    /// A view with both dimensions of a matrix exchanged; a vector or a single number stays as it is.
    ///
    /// @throws ShapeMismatchException if there are more than two dimensions
    default T t() {
        T self = self();
        if (self.rank() > 2) {
            throw new ShapeMismatchException("t: " + self.shape() + " has " + self.rank()
                    + " dimensions, and at most 2 are possible; use transpose or permute");
        }
        return self.rank() < 2 ? self : transpose(0, 1);
    }

    /// A view with two dimensions exchanged. A single number counts as having one.
    default T transpose(int first, int second) {
        Shape shape = self().rank() == 0 ? Shape.of(1) : self().shape();
        int[] order = new int[shape.rank()];
        for (int d = 0; d < order.length; d++) {
            order[d] = d;
        }
        int a = shape.axis(first);
        int b = shape.axis(second);
        order[a] = b;
        order[b] = a;
        return self().rank() == 0 ? permute() : permute(order);
    }

    /// A view with the dimensions in another order: dimension `i` of the result is dimension `order[i]` of this.
    default T permute(int... order) {
        return viewed(new Permute(order));
    }

    /// The same elements in row-major order under other sizes, of which one may be −1: what remains. A view where
    /// the strides allow it, otherwise a copy.
    ///
    /// @throws ShapeMismatchException if the number of elements is another
    T reshape(int... sizes);

    /// As [#reshape(int...)], and always a view.
    ///
    /// @throws ShapeMismatchException if the number of elements is another, or the strides do not allow a view
    default T view(int... sizes) {
        if (self().array().layout().reshape(sizes) == null) {
            throw new ShapeMismatchException("view: a tensor " + self().array().layout() + " has no view of shape "
                    + Shape.of(self().array().layout().resolve(sizes).toArray())
                    + "; use reshape, which copies if needed");
        }
        return reshape(sizes);
    }

    /// All dimensions as one.
    default T flatten() {
        return flatten(0, -1);
    }

    /// The dimensions `from` to `to`, both included, as one. A single number counts as having one.
    ///
    /// @throws IllegalArgumentException if `from` comes after `to`
    default T flatten(int from, int to) {
        Shape shape = self().rank() == 0 ? Shape.of(1) : self().shape();
        int first = shape.axis(from);
        int last = shape.axis(to);
        if (first > last) {
            throw new IllegalArgumentException(
                    "flatten: dimension " + from + " of " + shape + " comes after dimension " + to);
        }
        int[] sizes = new int[shape.rank() - (last - first)];
        int merged = 1;
        for (int d = 0; d < shape.rank(); d++) {
            if (d < first) {
                sizes[d] = shape.dim(d);
            } else if (d > last) {
                sizes[d - (last - first)] = shape.dim(d);
            } else {
                merged *= shape.dim(d);
            }
        }
        sizes[first] = merged;
        return reshape(sizes);
    }

    /// A view with a further dimension of size 1 before dimension `dim`, from `−rank − 1` to `rank`.
    default T unsqueeze(int dim) {
        return viewed(new Unsqueeze(dim));
    }

    /// A view without these dimensions where their size is 1; without any of size 1 if none is named.
    default T squeeze(int... dims) {
        return viewed(new Squeeze(dims));
    }

    /// A view of these sizes, in which dimensions of size 1 and missing leading ones are repeated. A size of −1
    /// stays as it is.
    ///
    /// @throws ShapeMismatchException if another size would have to change
    default T expand(int... sizes) {
        Shape shape = self().shape();
        int[] target = sizes.clone();
        int extra = target.length - shape.rank();
        for (int d = Math.max(extra, 0); d < target.length; d++) {
            target[d] = target[d] == -1 ? shape.dim(d - extra) : target[d];
        }
        return viewed(new Expand(Shape.of(target)));
    }

    /// As [#expand(int...)], to the shape of `other`.
    default T expandAs(AnyTensor<?> other) {
        return expand(other.shape().toArray());
    }

    /// A view of `length` indices of a dimension from `start` on.
    default T narrow(int dim, int start, int length) {
        return viewed(new Narrow(dim, start, length));
    }

    /// A view of one index of a dimension, which is dropped.
    default T select(int dim, int index) {
        return viewed(new Select(dim, index));
    }

    /// A view of every `step`-th index of a dimension from `start` to before `end`. As in Python, negative bounds
    /// count from the end, and bounds beyond the ends are cut.
    default T slice(int dim, int start, int end, int step) {
        return viewed(new Slice(dim, start, end, step));
    }

    /// As [#slice(int, int, int, int)] with every index.
    default T slice(int dim, int start, int end) {
        return slice(dim, start, end, 1);
    }

    /// This tensor if its elements are one run in memory, otherwise a copy that is.
    default T contiguous() {
        return self().array().layout().isContiguous() ? self() : self().clone();
    }

    /// The dimension `dim` as several of these sizes, of which one may be −1: what remains. A view where the
    /// strides allow it.
    ///
    /// @throws ShapeMismatchException if they do not multiply to its size
    default T unflatten(int dim, int... sizes) {
        Shape shape = self().shape();
        int axis = shape.axis(dim);
        if (sizes.length == 0) {
            throw new ShapeMismatchException(
                    "unflatten: at least one size is needed for dimension " + dim + " of " + shape);
        }
        int[] resolved =
                Layout.rowMajor(Shape.of(shape.dim(axis))).resolve(sizes).toArray();
        int[] all = new int[shape.rank() - 1 + resolved.length];
        for (int d = 0; d < shape.rank(); d++) {
            if (d != axis) {
                all[d < axis ? d : d - 1 + resolved.length] = shape.dim(d);
            }
        }
        System.arraycopy(resolved, 0, all, axis, resolved.length);
        return reshape(all);
    }

    /// A view of windows of `size` indices of a dimension, each `step` further than the one before: the dimension
    /// counts the windows, and a new last one what is in each. Windows overlap if the step is less than their size.
    ///
    /// @throws IllegalArgumentException if the size is not from 0 to the dimension's, or the step not positive
    default T unfold(int dim, int size, int step) {
        return viewed(new Windows(dim, size, step));
    }

    /// As [#view(int...)], of the shape of `other`.
    default T viewAs(AnyTensor<?> other) {
        return view(other.shape().toArray());
    }

    /// As [#reshape(int...)], to the shape of `other`.
    default T reshapeAs(AnyTensor<?> other) {
        return reshape(other.shape().toArray());
    }

    /// All dimensions as one; a view where the elements are one run.
    default T ravel() {
        return reshape(self().elements());
    }

    /// As [#expand(int...)].
    default T broadcastTo(int... sizes) {
        return expand(sizes);
    }

    /// A view with all dimensions in reverse order: Python's `x.T`.
    default T T() {
        int rank = self().rank();
        return permute(IntStream.range(0, rank).map(d -> rank - 1 - d).toArray());
    }

    /// A view with the last two dimensions exchanged: Python's `x.mT`.
    ///
    /// @throws ShapeMismatchException if there is one
    default T mT() {
        if (self().rank() == 1) {
            throw new ShapeMismatchException("mT: a tensor " + self().shape() + " must have at least 2 dimensions");
        }
        return self().rank() == 0 ? permute() : transpose(-2, -1);
    }

    /// A single number as a view of one dimension; anything else stays.
    default T atleast1d() {
        return Joining.atLeast(self(), 1);
    }

    /// A single number or a vector as a view of two dimensions, `[1, n]`; anything else stays.
    default T atleast2d() {
        return Joining.atLeast(self(), 2);
    }

    /// A single number, a vector or a matrix as a view of three dimensions, `[1, n, 1]` or `[m, n, 1]`; anything
    /// else stays.
    default T atleast3d() {
        return Joining.atLeast(self(), 3);
    }

    @SuppressWarnings("unchecked") // by the definition of T
    private T self() {
        return (T) this;
    }
}

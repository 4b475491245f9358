package lanewise.autograd;

import java.util.stream.IntStream;
import lanewise.engine.Layout;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.op.Expand;
import lanewise.engine.op.Narrow;
import lanewise.engine.op.Permute;
import lanewise.engine.op.Reshape;
import lanewise.engine.op.Select;
import lanewise.engine.op.Slice;
import lanewise.engine.op.Squeeze;
import lanewise.engine.op.Unsqueeze;
import lanewise.engine.op.Windows;

/// Other shapes and parts of a [Tensor]. Where it says *view* the result shares the memory.
sealed interface Shaping permits Tensor {
    /// A view with both dimensions of a matrix exchanged; a vector or a single number stays as it is.
    ///
    /// @throws ShapeMismatchException if there are more than two dimensions
    default Tensor t() {
        Tensor self = self();
        if (self.rank() > 2) {
            throw new ShapeMismatchException("t: " + self.shape() + " has " + self.rank()
                    + " dimensions, and at most 2 are possible; use transpose or permute");
        }
        return self.rank() < 2 ? self : transpose(0, 1);
    }

    /// A view with two dimensions exchanged. A single number counts as having one.
    default Tensor transpose(int first, int second) {
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
    default Tensor permute(int... order) {
        return Tensor.applied(new Permute(order), self());
    }

    /// The same elements in row-major order under other sizes, of which one may be −1: what remains. A view where
    /// the strides allow it, otherwise a copy.
    ///
    /// @throws ShapeMismatchException if the number of elements is another
    default Tensor reshape(int... sizes) {
        return Tensor.applied(new Reshape(sizes), self());
    }

    /// As [#reshape(int...)], and always a view.
    ///
    /// @throws ShapeMismatchException if the number of elements is another, or the strides do not allow a view
    default Tensor view(int... sizes) {
        if (self().array().layout().reshape(sizes) == null) {
            throw new ShapeMismatchException("view: a tensor " + self().array().layout() + " has no view of shape "
                    + Shape.of(self().array().layout().resolve(sizes).toArray())
                    + "; use reshape, which copies if needed");
        }
        return reshape(sizes);
    }

    /// All dimensions as one.
    default Tensor flatten() {
        return flatten(0, -1);
    }

    /// The dimensions `from` to `to`, both included, as one. A single number counts as having one.
    ///
    /// @throws IllegalArgumentException if `from` comes after `to`
    default Tensor flatten(int from, int to) {
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
    default Tensor unsqueeze(int dim) {
        return Tensor.applied(new Unsqueeze(dim), self());
    }

    /// A view without these dimensions where their size is 1; without any of size 1 if none is named.
    default Tensor squeeze(int... dims) {
        return Tensor.applied(new Squeeze(dims), self());
    }

    /// A view of these sizes, in which dimensions of size 1 and missing leading ones are repeated. A size of −1
    /// stays as it is.
    ///
    /// @throws ShapeMismatchException if another size would have to change
    default Tensor expand(int... sizes) {
        Shape shape = self().shape();
        int[] target = sizes.clone();
        int extra = target.length - shape.rank();
        for (int d = Math.max(extra, 0); d < target.length; d++) {
            target[d] = target[d] == -1 ? shape.dim(d - extra) : target[d];
        }
        return Tensor.applied(new Expand(Shape.of(target)), self());
    }

    /// As [#expand(int...)], to the shape of `other`.
    default Tensor expandAs(Tensor other) {
        return expand(other.shape().toArray());
    }

    /// A view of `length` indices of a dimension from `start` on.
    default Tensor narrow(int dim, int start, int length) {
        return Tensor.applied(new Narrow(dim, start, length), self());
    }

    /// A view of one index of a dimension, which is dropped.
    default Tensor select(int dim, int index) {
        return Tensor.applied(new Select(dim, index), self());
    }

    /// A view of every `step`-th index of a dimension from `start` to before `end`. As in Python, negative bounds
    /// count from the end, and bounds beyond the ends are cut.
    default Tensor slice(int dim, int start, int end, int step) {
        return Tensor.applied(new Slice(dim, start, end, step), self());
    }

    /// As [#slice(int, int, int, int)] with every index.
    default Tensor slice(int dim, int start, int end) {
        return slice(dim, start, end, 1);
    }

    /// This tensor if its elements are one run in memory, otherwise a copy that is.
    default Tensor contiguous() {
        return self().array().isContiguous() ? self() : self().clone();
    }

    /// The dimension `dim` as several of these sizes, of which one may be −1: what remains. A view where the
    /// strides allow it.
    ///
    /// @throws ShapeMismatchException if they do not multiply to its size
    default Tensor unflatten(int dim, int... sizes) {
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
    default Tensor unfold(int dim, int size, int step) {
        return Tensor.applied(new Windows(dim, size, step), self());
    }

    /// The sum over dimensions, so that it has these sizes: those that are 1, and leading ones that are missing,
    /// are summed over.
    ///
    /// @throws ShapeMismatchException if these sizes do not broadcast to this shape
    default Tensor sumToSize(int... sizes) {
        Shape shape = self().shape();
        Shape target = Shape.of(sizes);
        if (!target.broadcastsTo(shape)) {
            throw new ShapeMismatchException(
                    "sumToSize: " + shape + " cannot be summed to " + target + ", which does not broadcast to it");
        }
        if (shape.equals(target)) {
            return self();
        }
        int extra = shape.rank() - sizes.length;
        int[] summed = IntStream.range(0, shape.rank())
                .filter(d -> d < extra || sizes[d - extra] == 1)
                .toArray();
        return self().sum(true, summed).reshape(sizes);
    }

    /// As [#view(int...)], of the shape of `other`.
    default Tensor viewAs(Tensor other) {
        return view(other.shape().toArray());
    }

    /// As [#reshape(int...)], to the shape of `other`.
    default Tensor reshapeAs(Tensor other) {
        return reshape(other.shape().toArray());
    }

    /// All dimensions as one; a view where the elements are one run.
    default Tensor ravel() {
        return reshape(self().elements());
    }

    /// As [#expand(int...)].
    default Tensor broadcastTo(int... sizes) {
        return expand(sizes);
    }

    /// A view with all dimensions in reverse order: Python's `x.T`.
    default Tensor T() {
        int rank = self().rank();
        return permute(IntStream.range(0, rank).map(d -> rank - 1 - d).toArray());
    }

    /// A view with the last two dimensions exchanged: Python's `x.mT`.
    ///
    /// @throws ShapeMismatchException if there is one
    default Tensor mT() {
        if (self().rank() == 1) {
            throw new ShapeMismatchException("mT: a tensor " + self().shape() + " must have at least 2 dimensions");
        }
        return self().rank() == 0 ? permute() : transpose(-2, -1);
    }

    /// A single number as a view of one dimension; anything else stays.
    default Tensor atleast1d() {
        return Joining.atLeast(self(), 1);
    }

    /// A single number or a vector as a view of two dimensions, `[1, n]`; anything else stays.
    default Tensor atleast2d() {
        return Joining.atLeast(self(), 2);
    }

    /// A single number, a vector or a matrix as a view of three dimensions, `[1, n, 1]` or `[m, n, 1]`; anything
    /// else stays.
    default Tensor atleast3d() {
        return Joining.atLeast(self(), 3);
    }

    /// A view of one index of each leading dimension: `x.get(0)` is Python's `x[0]`.
    default Tensor get(int... indices) {
        Tensor part = self();
        for (int index : indices) {
            part = part.select(0, index);
        }
        return part;
    }

    /// Python's `x[...]`: see [Index]. A view, unless a tensor is among the indices.
    ///
    /// @throws IndexOutOfBoundsException if there are more indices than dimensions, or one lies outside
    default Tensor get(Index... indices) {
        return Indexing.get(self(), indices);
    }

    private Tensor self() {
        return (Tensor) this;
    }
}

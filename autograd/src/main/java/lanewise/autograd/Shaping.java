package lanewise.autograd;

import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.op.Expand;
import lanewise.engine.op.Gather;
import lanewise.engine.op.IndexSelect;
import lanewise.engine.op.Narrow;
import lanewise.engine.op.Permute;
import lanewise.engine.op.Reshape;
import lanewise.engine.op.Select;
import lanewise.engine.op.Slice;
import lanewise.engine.op.Squeeze;
import lanewise.engine.op.Unsqueeze;

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

    /// A view with two dimensions exchanged.
    default Tensor transpose(int first, int second) {
        Shape shape = self().shape();
        int[] order = new int[shape.rank()];
        for (int d = 0; d < order.length; d++) {
            order[d] = d;
        }
        int a = shape.axis(first);
        int b = shape.axis(second);
        order[a] = b;
        order[b] = a;
        return permute(order);
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
        return self().rank() == 0 ? reshape(1) : flatten(0, -1);
    }

    /// The dimensions `from` to `to`, both included, as one.
    ///
    /// @throws IllegalArgumentException if `from` comes after `to`
    default Tensor flatten(int from, int to) {
        Shape shape = self().shape();
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

    /// The given indices of a dimension, in their order, as a copy. Shape as this one's, with as many as `index
    /// [n]` has.
    default Tensor indexSelect(int dim, LongTensor index) {
        return Tensor.applied(new IndexSelect(dim, index.array()), self());
    }

    /// `y[i][j] = x[index[i][j]][j]` for `dim` 0, and so on, of the shape of `index`.
    default Tensor gather(int dim, LongTensor index) {
        return Tensor.applied(new Gather(dim, index.array()), self());
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

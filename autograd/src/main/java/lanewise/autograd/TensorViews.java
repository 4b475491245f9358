package lanewise.autograd;

import java.util.ArrayList;
import java.util.List;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.op.Applicable;
import lanewise.engine.op.DiagEmbed;
import lanewise.engine.op.Flip;
import lanewise.engine.op.Reshape;
import lanewise.engine.op.Tril;
import lanewise.engine.op.Triu;

/// The views and rearrangements of a [Tensor] that are recorded operations, on which [AnyTensor] builds the others.
sealed interface TensorViews extends AnyTensor<Tensor> permits Tensor {
    /// See [Shaping#viewed(Applicable)].
    @Override
    default Tensor viewed(Applicable view) {
        return Tensor.applied(view, self());
    }

    /// See [Shaping#reshape(int...)].
    @Override
    default Tensor reshape(int... sizes) {
        return Tensor.applied(new Reshape(sizes), self());
    }

    /// See [Rearranging#flip(int...)].
    @Override
    default Tensor flip(int... dims) {
        return Tensor.applied(new Flip(dims), self());
    }

    /// See [AnyTensor#joined(List, int)].
    @Override
    default Tensor joined(List<Tensor> others, int dim) {
        List<Tensor> all = new ArrayList<>(others);
        all.addFirst(self());
        return Tensor.cat(all, dim);
    }

    /// See [Diagonals#diagEmbed(int, int, int)].
    @Override
    default Tensor diagEmbed(int diagonal, int dim1, int dim2) {
        return Tensor.applied(new DiagEmbed(diagonal, dim1, dim2), self());
    }

    /// See [Diagonals#tril(int)].
    @Override
    default Tensor tril(int diagonal) {
        return Tensor.applied(new Tril(diagonal), self());
    }

    /// See [Diagonals#triu(int)].
    @Override
    default Tensor triu(int diagonal) {
        return Tensor.applied(new Triu(diagonal), self());
    }

    /// See [AnyTensor#newZeros(int...)].
    @Override
    default Tensor newZeros(int... sizes) {
        return Tensor.zeros(sizes);
    }

    /// The sum over dimensions, so that it has these sizes: those that are 1, and leading ones that are missing,
    /// are summed over.
    ///
    /// @throws ShapeMismatchException if these sizes do not broadcast to this shape
    default Tensor sumToSize(int... sizes) {
        if (self().shape().equals(Shape.of(sizes))) {
            return self();
        }
        return self().sum(true, Slices.summed(self().shape(), sizes)).reshape(sizes);
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
    @Override
    default Tensor get(Index... indices) {
        return Indexing.get(self(), indices);
    }

    private Tensor self() {
        return (Tensor) this;
    }
}

package lanewise.autograd;

import java.util.List;
import lanewise.engine.AnyArray;
import lanewise.engine.Shape;

/// What tensors of all types have in common: [Tensor] of float32, [LongTensor] of int64 and [BoolTensor]. The
/// methods that bring elements elsewhere, and compute nothing, are theirs alike; what several tensors become, as by
/// [Tensor#hstack(List)] or [Tensor#meshgrid], is a static method of [Tensor] for all types.
///
/// @param <T> the tensor itself
public sealed interface AnyTensor<T extends AnyTensor<T>> extends Diagonals<T>
        permits TensorViews, Picking, Changes, Unrecorded {
    /// The elements, live.
    AnyArray array();

    /// The shape.
    Shape shape();

    /// The size of a dimension; a negative one counts from the end.
    int dim(int dimension);

    /// The number of dimensions.
    int rank();

    /// The number of elements.
    int elements();

    /// A copy in memory of its own, row-major.
    T clone();

    /// Zeros, or false, of these sizes and this tensor's type.
    T newZeros(int... sizes);

    /// This tensor and then the others, in dimension `dim`; see [Tensor#cat(List, int)].
    T joined(List<T> others, int dim);

    /// The given indices of a dimension, in their order. Shape as this one's, with as many as `index [n]` has.
    T indexSelect(int dim, LongTensor index);

    /// `y[i][j] = x[index[i][j]][j]` for `dim` 0, and so on, of the shape of `index`.
    T gather(int dim, LongTensor index);

    /// The elements where `mask` is true, row-major: `[n]`. Both broadcast.
    T maskedSelect(BoolTensor mask);

    /// Python's `x[...]`: see [Index]. A view, unless a tensor is among the indices.
    ///
    /// @throws IndexOutOfBoundsException if there are more indices than dimensions, or one lies outside
    T get(Index... indices);

    /// The elements of `other`, which broadcasts, in place of this tensor's. Returns this.
    T copy_(T other);

    /// Takes the memory out of its [lanewise.engine.Workspace]. Returns this.
    T keep();
}

package lanewise.autograd;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import lanewise.engine.AnyArray;
import lanewise.engine.Layout;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.op.Applicable;
import lanewise.engine.op.DiagEmbed;
import lanewise.engine.op.Elements;
import lanewise.engine.op.IndexedPlaces;
import lanewise.engine.op.Placement;
import lanewise.engine.op.Tril;
import lanewise.engine.op.Triu;
import lanewise.engine.op.ViewOperation;
import org.jspecify.annotations.Nullable;

/// What tensors without gradients have in common: [LongTensor] and [BoolTensor]. What is computed is not recorded,
/// and a view is another handle to the same memory.
///
/// @param <T> the tensor itself
public sealed interface Unrecorded<T extends Unrecorded<T>> extends AnyTensor<T> permits LongTensor, BoolTensor {
    /// A tensor over this array, of the same type, whose memory it shares.
    T over(AnyArray array);

    @Override
    default T viewed(Applicable view) {
        return viewed(((ViewOperation) view).layout(layout()));
    }

    /// The same memory in another layout.
    default T viewed(Layout layout) {
        return over(array().view(layout));
    }

    /// Where the elements are.
    default Layout layout() {
        return array().layout();
    }

    @Override
    default Shape shape() {
        return array().shape();
    }

    @Override
    default int dim(int dimension) {
        return shape().dim(dimension);
    }

    @Override
    default int rank() {
        return shape().rank();
    }

    @Override
    default int elements() {
        return shape().elements();
    }

    @Override
    default T reshape(int... sizes) {
        Layout view = layout().reshape(sizes);
        return view == null ? over(array().copy()).reshape(sizes) : viewed(view);
    }

    @Override
    default T newZeros(int... sizes) {
        return over(Elements.zeros(array(), Shape.of(sizes)));
    }

    @Override
    default T joined(List<T> others, int dim) {
        AnyArray[] arrays = new AnyArray[others.size() + 1];
        arrays[0] = array();
        for (int i = 1; i < arrays.length; i++) {
            arrays[i] = others.get(i - 1).array();
        }
        return over(Elements.cat(dim, arrays));
    }

    @Override
    default T flip(int... dims) {
        Shape shape = rank() == 0 ? Shape.of(1) : shape();
        if (IntStream.of(dims).map(shape::axis).distinct().count() < dims.length) {
            throw new IllegalArgumentException(
                    "flip: dimensions " + Arrays.toString(dims) + " of " + shape() + " name one twice");
        }
        T flipped = clone();
        for (int dim : dims) {
            int n = shape.dim(dim);
            flipped = flipped.indexSelect(dim, LongTensor.arange(n - 1L, -1, -1));
        }
        return flipped;
    }

    @Override
    default T diagEmbed(int diagonal, int dim1, int dim2) {
        return placed(new DiagEmbed(diagonal, dim1, dim2), newZeros());
    }

    /// In a greater tensor, as an operation says, that has `elsewhere`, a single number, everywhere else.
    default T placed(Placement placement, T elsewhere) {
        return over(Elements.place(array(), placement, elsewhere.array()));
    }

    @Override
    default T tril(int diagonal) {
        return over(Elements.triangle(array(), new Tril(diagonal)));
    }

    @Override
    default T triu(int diagonal) {
        return over(Elements.triangle(array(), new Triu(diagonal)));
    }

    @Override
    default T indexSelect(int dim, LongTensor index) {
        return over(Elements.indexSelect(array(), dim, index.array()));
    }

    @Override
    default T gather(int dim, LongTensor index) {
        return over(Elements.gather(array(), dim, index.array()));
    }

    @Override
    default T maskedSelect(BoolTensor mask) {
        return over(Elements.maskedSelect(array(), mask.array()));
    }

    /// `y[index[i][j]][j] = source[i][j]` for `dim` 0, and so on.
    default T scatter(int dim, LongTensor index, T source) {
        T changed = clone();
        Elements.scatter(changed.array(), dim, index.array(), source.array());
        return changed;
    }

    /// `y[..., index[j], ...] = source[..., j, ...]`, in dimension `dim`.
    default T indexCopy(int dim, LongTensor index, T source) {
        T self = Joining.atLeast(clone(), 1);
        T from = Joining.atLeast(source, 1);
        LongTensor places = Slices.index("indexCopy", self.shape(), dim, index, from.shape());
        return self.scatter(dim, places, from).reshape(shape().toArray());
    }

    /// Python's `y[indices] = values`: see [Index]. The values broadcast; an index may be null: the whole
    /// dimension.
    default T indexPut(List<@Nullable LongTensor> indices, T values) {
        IndexedPlaces places = Slices.places(shape(), indices);
        T changed = clone();
        Elements.set(changed.array(), places, values.array());
        return changed;
    }

    /// The elements with these numbers in row-major order replaced by `source`; a negative number counts from the
    /// end.
    default T put(LongTensor index, T source) {
        Slices.checkAsMany("put", index.shape(), source.shape());
        LongTensor numbers = Numbers.fromFront("put", index, elements());
        return reshape(-1).scatter(0, numbers, source.reshape(-1)).reshape(shape().toArray());
    }

    /// The first elements of `source` in place of those where `mask` is true. This tensor and the mask broadcast.
    ///
    /// @throws ShapeMismatchException if the source has too few
    default T maskedScatter(BoolTensor mask, T source) {
        Shape shape = Shape.broadcast("maskedScatter", shape(), mask.shape());
        T changed = expand(shape.toArray()).clone();
        BoolTensor where = mask.expand(shape.toArray());
        LongTensor places = where.reshape(-1).nonzero().reshape(-1);
        if (source.elements() < places.elements()) {
            throw new ShapeMismatchException("maskedScatter: a source " + source.shape() + " has " + source.elements()
                    + " elements, and the mask is true at " + places.elements());
        }
        return changed.reshape(-1)
                .scatter(0, places, source.reshape(-1).narrow(0, 0, places.elements()))
                .reshape(shape.toArray());
    }

    /// With one index of a dimension replaced.
    default T selectScatter(T source, int dim, int index) {
        T changed = clone();
        return replaced("selectScatter", changed, changed.select(dim, index), source);
    }

    /// With every `step`-th index of a dimension from `start` to before `end` replaced.
    default T sliceScatter(T source, int dim, int start, int end, int step) {
        T changed = clone();
        return replaced("sliceScatter", changed, changed.slice(dim, start, end, step), source);
    }

    /// With the diagonal of two dimensions replaced; see [AnyTensor#diagonal(int, int, int)].
    default T diagonalScatter(T source, int diagonal, int dim1, int dim2) {
        T changed = clone();
        return replaced("diagonalScatter", changed, changed.diagonal(diagonal, dim1, dim2), source);
    }

    @Override
    default T get(Index... indices) {
        return Indexing.get(self(), indices);
    }

    /// Python's `x[...] = y`: see [Index]. `value` broadcasts to what is indexed. Returns this.
    default T set(T value, Index... indices) {
        Indexing.set(self(), value, indices);
        return self();
    }

    @Override
    default T copy_(T other) {
        Elements.copy(array(), other.array());
        return self();
    }

    @Override
    default T keep() {
        array().keep();
        return self();
    }

    private static <T extends Unrecorded<T>> T replaced(String operation, T whole, T part, T source) {
        if (!part.shape().equals(source.shape())) {
            throw new ShapeMismatchException(operation + ": a source " + source.shape() + " for a part " + part.shape()
                    + " of " + whole.shape() + " must have its shape");
        }
        part.copy_(source);
        return whole;
    }

    @SuppressWarnings("unchecked") // by the definition of T
    private T self() {
        return (T) this;
    }
}

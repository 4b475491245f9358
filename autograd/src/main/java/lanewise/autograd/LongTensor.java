package lanewise.autograd;

import java.util.List;
import lanewise.engine.Layout;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.op.LongIndexing;
import lanewise.engine.op.LongReductions;

/// An array of int64, for indices and labels: a thin handle over a [LongArray]. It has no gradient.
public final class LongTensor implements LongNumbers, Views<LongTensor> {
    private final LongArray array;

    private LongTensor(LongArray array) {
        this.array = array;
    }

    /// A tensor of zeros, of these sizes.
    public static LongTensor zeros(int... sizes) {
        return new LongTensor(LongArray.zeros(Shape.of(sizes)));
    }

    /// A tensor of this shape with `value` everywhere.
    public static LongTensor full(Shape shape, long value) {
        return new LongTensor(LongArray.full(shape, value));
    }

    /// A tensor of one dimension with a copy of these elements.
    public static LongTensor of(long... elements) {
        return of(Shape.of(elements.length), elements);
    }

    /// A tensor of this shape with a copy of these elements, row-major.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if there are not as many as `shape` has
    public static LongTensor of(Shape shape, long... elements) {
        return new LongTensor(LongArray.of(shape, elements));
    }

    /// A tensor over this array, whose memory it shares.
    public static LongTensor of(LongArray array) {
        return new LongTensor(array);
    }

    /// `0, 1, ...` up to, and without, `end`.
    ///
    /// @throws IllegalArgumentException if `end` is negative
    public static LongTensor arange(int end) {
        return arange(0, end, 1);
    }

    /// `start, start + step, ...` up to, and without, `end`.
    ///
    /// @throws IllegalArgumentException if `step` is 0 or leads away from `end`
    public static LongTensor arange(long start, long end, long step) {
        if (step == 0 || end != start && end > start != step > 0) {
            throw new IllegalArgumentException(
                    "arange: step is " + step + ", which does not lead from " + start + " to " + end);
        }
        int count = Math.toIntExact(Math.ceilDiv(end - start, step));
        LongTensor range = zeros(count);
        for (int i = 0; i < count; i++) {
            range.array.data()[i] = start + i * step;
        }
        return range;
    }

    /// The places of the lower triangle of a `[rows, columns]` matrix, row-major, as `[2, n]`: up to the given
    /// diagonal, 0 for the main one.
    ///
    /// @throws IllegalArgumentException if a number is negative
    public static LongTensor trilIndices(int rows, int columns, int diagonal) {
        return Triangles.indices("trilIndices", rows, columns, diagonal, true);
    }

    /// As [#trilIndices], of the upper triangle from the given diagonal on.
    ///
    /// @throws IllegalArgumentException if a number is negative
    public static LongTensor triuIndices(int rows, int columns, int diagonal) {
        return Triangles.indices("triuIndices", rows, columns, diagonal, false);
    }

    /// The numbers, live.
    public LongArray array() {
        return array;
    }

    /// The shape.
    public Shape shape() {
        return array.shape();
    }

    /// The size of a dimension; a negative one counts from the end.
    public int dim(int dimension) {
        return array.shape().dim(dimension);
    }

    /// The number of dimensions.
    public int rank() {
        return array.shape().rank();
    }

    /// The number of elements.
    public int elements() {
        return array.elements();
    }

    /// The element at these indices, one a dimension; negative ones count from the end.
    public long get(int... indices) {
        return array.get(indices);
    }

    /// The only element.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if there is not exactly one
    public long item() {
        return array.item();
    }

    /// A copy of the elements, row-major.
    public long[] toArray() {
        return array.toArray();
    }

    @Override
    public Layout layout() {
        return array.layout();
    }

    @Override
    public LongTensor viewed(Layout layout) {
        return new LongTensor(array.view(layout));
    }

    /// The same elements under other sizes, of which one may be −1; a copy where the strides allow no view.
    public LongTensor reshape(int... sizes) {
        LongArray source = array.layout().reshape(sizes) == null ? array.copy() : array;
        return new LongTensor(
                source.view(java.util.Objects.requireNonNull(source.layout().reshape(sizes))));
    }

    /// These dimensions turned round.
    public LongTensor flip(int... dims) {
        LongTensor flipped = this;
        for (int dim : dims) {
            int n = dim(dim);
            flipped = flipped.indexSelect(dim, arange(n - 1L, -1, -1));
        }
        return flipped;
    }

    /// See [Picking#indexSelect].
    public LongTensor indexSelect(int dim, LongTensor index) {
        return new LongTensor(LongIndexing.indexSelect(array, dim, index.array));
    }

    /// See [Picking#gather].
    public LongTensor gather(int dim, LongTensor index) {
        return new LongTensor(LongIndexing.gather(array, dim, index.array));
    }

    /// This tensor with `value` where `mask` is true. Both broadcast.
    public LongTensor maskedFill(BoolTensor mask, long value) {
        return new LongTensor(LongIndexing.maskedFill(array, mask.array(), value));
    }

    /// Where the elements along a dimension in their order are; see [Picking#sort(int, boolean)].
    public LongTensor argsort(int dim, boolean descending) {
        return new LongTensor(LongIndexing.argsort(array, dim, descending));
    }

    /// The tensors one after another in dimension `dim`; they agree in all other dimensions.
    public static LongTensor cat(List<LongTensor> tensors, int dim) {
        return new LongTensor(
                LongIndexing.cat(dim, tensors.stream().map(LongTensor::array).toArray(LongArray[]::new)));
    }

    /// The tensors, of one shape, beside each other in a new dimension `dim`.
    public static LongTensor stack(List<LongTensor> tensors, int dim) {
        return cat(
                tensors.stream()
                        .map(x -> new LongTensor(x.array.view(x.array.layout().unsqueeze(dim))))
                        .toList(),
                dim);
    }

    /// Whether not 0, element by element.
    public BoolTensor toBool() {
        long[] elements = toArray();
        boolean[] truths = new boolean[elements.length];
        for (int i = 0; i < truths.length; i++) {
            truths[i] = elements[i] != 0;
        }
        return BoolTensor.of(shape(), truths);
    }

    /// The sum over these dimensions, all if none is named; they stay with size 1 if `keepDim`.
    public LongTensor sum(boolean keepDim, int... dims) {
        return new LongTensor(LongReductions.sum(array, dims, keepDim));
    }

    /// The greatest over these dimensions, all if none is named; they stay with size 1 if `keepDim`.
    public LongTensor amax(boolean keepDim, int... dims) {
        return new LongTensor(LongReductions.amax(array, dims, keepDim));
    }

    /// The smallest over these dimensions, all if none is named; they stay with size 1 if `keepDim`.
    public LongTensor amin(boolean keepDim, int... dims) {
        return new LongTensor(LongReductions.amin(array, dims, keepDim));
    }

    /// The index of the greatest, of equal ones the first, row-major over these dimensions, all if none is named;
    /// they stay with size 1 if `keepDim`.
    public LongTensor argmax(boolean keepDim, int... dims) {
        return new LongTensor(LongReductions.argmax(array, dims, keepDim));
    }

    /// The index of the smallest, of equal ones the first, row-major over these dimensions, all if none is named;
    /// they stay with size 1 if `keepDim`.
    public LongTensor argmin(boolean keepDim, int... dims) {
        return new LongTensor(LongReductions.argmin(array, dims, keepDim));
    }

    /// The sums up to each element along a dimension.
    public LongTensor cumsum(int dim) {
        return new LongTensor(LongReductions.cumsum(array, dim));
    }

    /// A float32 copy. Beyond 2^24 in size, numbers are rounded.
    public Tensor toFloat() {
        NDArray floats = NDArray.empty(shape());
        long[] elements = toArray();
        for (int i = 0; i < elements.length; i++) {
            floats.data()[i] = elements[i];
        }
        return Tensor.of(floats);
    }

    /// Takes the memory out of its [lanewise.engine.Workspace]. Returns this.
    public LongTensor keep() {
        array.keep();
        return this;
    }

    /// As PyTorch prints: `tensor([1, 2])`, large ones abbreviated.
    @Override
    public String toString() {
        return TensorText.of(this);
    }
}

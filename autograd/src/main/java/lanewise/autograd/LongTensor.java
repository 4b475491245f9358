package lanewise.autograd;

import java.util.List;
import lanewise.engine.AnyArray;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.op.Elements;

/// An array of int64, for indices and labels: a thin handle over a [LongArray]. It has no gradient.
public final class LongTensor implements LongNumbers, LongProducts, LongReducing, LongPicking, Unrecorded<LongTensor> {
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

    /// Zeros of this tensor's shape.
    public static LongTensor zerosLike(AnyTensor<?> tensor) {
        return new LongTensor(LongArray.zeros(tensor.shape()));
    }

    /// Ones of this tensor's shape.
    public static LongTensor onesLike(AnyTensor<?> tensor) {
        return full(tensor.shape(), 1);
    }

    /// A tensor of ones, of these sizes.
    public static LongTensor ones(int... sizes) {
        return full(Shape.of(sizes), 1);
    }

    /// The identity matrix `[n, n]`.
    public static LongTensor eye(int n) {
        return eye(n, n);
    }

    /// A matrix with 1 on the main diagonal and 0 elsewhere.
    public static LongTensor eye(int rows, int columns) {
        LongTensor eye = zeros(rows, columns);
        eye.diagonal().array().fill(1);
        return eye;
    }

    /// The numbers, live.
    @Override
    public LongArray array() {
        return array;
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
    public LongTensor over(AnyArray elements) {
        return new LongTensor((LongArray) elements);
    }

    @Override
    @SuppressWarnings({"PMD.CloneMethodMustImplementCloneable", "MethodDoesntCallSuperMethod"})
    public LongTensor clone() {
        return new LongTensor(array.copy());
    }

    /// The tensors one after another in dimension `dim`; they agree in all other dimensions.
    public static LongTensor cat(List<LongTensor> tensors, int dim) {
        return new LongTensor((LongArray)
                Elements.cat(dim, tensors.stream().map(LongTensor::array).toArray(LongArray[]::new)));
    }

    /// The tensors, of one shape, beside each other in a new dimension `dim`.
    public static LongTensor stack(List<LongTensor> tensors, int dim) {
        return cat(tensors.stream().map(x -> x.unsqueeze(dim)).toList(), dim);
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

    /// A float32 copy. Beyond 2^24 in size, numbers are rounded.
    public Tensor toFloat() {
        NDArray floats = NDArray.empty(shape());
        long[] elements = toArray();
        for (int i = 0; i < elements.length; i++) {
            floats.data()[i] = elements[i];
        }
        return Tensor.of(floats);
    }

    /// As PyTorch prints: `tensor([1, 2])`, large ones abbreviated.
    @Override
    public String toString() {
        return TensorText.of(this);
    }
}

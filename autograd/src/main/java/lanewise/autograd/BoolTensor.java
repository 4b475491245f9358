package lanewise.autograd;

import java.util.List;
import lanewise.engine.AnyArray;
import lanewise.engine.BoolArray;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.op.CountNonzero;
import lanewise.engine.op.Elements;
import lanewise.engine.op.IndexedPlaces;
import lanewise.engine.op.Logic;

/// An array of truth values, for masks: a thin handle over a [BoolArray]. It has no gradient.
public final class BoolTensor implements BoolNumbers, Unrecorded<BoolTensor> {
    private final BoolArray array;

    private BoolTensor(BoolArray array) {
        this.array = array;
    }

    /// A tensor of false, of these sizes.
    public static BoolTensor zeros(int... sizes) {
        return new BoolTensor(BoolArray.zeros(Shape.of(sizes)));
    }

    /// A tensor of this shape with `value` everywhere.
    public static BoolTensor full(Shape shape, boolean value) {
        return new BoolTensor(BoolArray.full(shape, value));
    }

    /// A tensor of one dimension with a copy of these elements.
    public static BoolTensor of(boolean... elements) {
        return of(Shape.of(elements.length), elements);
    }

    /// A tensor of this shape with a copy of these elements, row-major.
    ///
    /// @throws ShapeMismatchException if there are not as many as `shape` has
    public static BoolTensor of(Shape shape, boolean... elements) {
        return new BoolTensor(BoolArray.of(shape, elements));
    }

    /// A tensor over this array, whose memory it shares.
    public static BoolTensor of(BoolArray array) {
        return new BoolTensor(array);
    }

    /// A tensor of true, of these sizes.
    public static BoolTensor ones(int... sizes) {
        return full(Shape.of(sizes), true);
    }

    /// The truth values, live.
    @Override
    public BoolArray array() {
        return array;
    }

    /// The element at these indices, one a dimension; negative ones count from the end.
    public boolean get(int... indices) {
        return array.get(indices);
    }

    /// The only element.
    ///
    /// @throws ShapeMismatchException if there is not exactly one
    public boolean item() {
        return array.item();
    }

    /// A copy of the elements, row-major.
    public boolean[] toArray() {
        return array.toArray();
    }

    /// True where this is false.
    public BoolTensor not() {
        boolean[] elements = toArray();
        for (int i = 0; i < elements.length; i++) {
            elements[i] = !elements[i];
        }
        return of(shape(), elements);
    }

    /// True where both are.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the two do not broadcast
    public BoolTensor and(BoolTensor other) {
        return new BoolTensor(Logic.and(array, other.array));
    }

    /// True where at least one is.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the two do not broadcast
    public BoolTensor or(BoolTensor other) {
        return new BoolTensor(Logic.or(array, other.array));
    }

    /// True where exactly one of both is.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the two do not broadcast
    public BoolTensor xor(BoolTensor other) {
        return new BoolTensor(Logic.xor(array, other.array));
    }

    /// Whether both have one shape and the same elements.
    public boolean equal(BoolTensor other) {
        return shape().equals(other.shape()) && !xor(other).any();
    }

    /// How many elements are true.
    public int count() {
        int count = 0;
        for (boolean element : toArray()) {
            count += element ? 1 : 0;
        }
        return count;
    }

    /// Whether any element is true.
    public boolean any() {
        return count() > 0;
    }

    /// Whether all elements are true.
    public boolean all() {
        return count() == elements();
    }

    /// Whether all elements are true over these dimensions, all if none is named; they stay with size 1 if
    /// `keepDim`.
    public BoolTensor all(boolean keepDim, int... dims) {
        return new BoolTensor(CountNonzero.all(array, dims, keepDim));
    }

    /// Whether any element is true over these dimensions, all if none is named; they stay with size 1 if `keepDim`.
    public BoolTensor any(boolean keepDim, int... dims) {
        return new BoolTensor(CountNonzero.any(array, dims, keepDim));
    }

    /// How many elements are true over these dimensions, all if none is named; they stay with size 1 if `keepDim`.
    public LongTensor countNonzero(boolean keepDim, int... dims) {
        return LongTensor.of(CountNonzero.of(array, dims, keepDim));
    }

    /// The indices of all true elements, row-major, one row each: `[n, rank]`.
    public LongTensor nonzero() {
        List<LongArray> columns = IndexedPlaces.ofTrue(array);
        int n = columns.isEmpty() ? count() : columns.getFirst().elements();
        LongArray rows = LongArray.empty(Shape.of(n, rank()));
        for (int d = 0; d < rank(); d++) {
            long[] column = columns.get(d).data();
            for (int i = 0; i < n; i++) {
                rows.data()[i * rank() + d] = column[i];
            }
        }
        return LongTensor.of(rows);
    }

    /// As [#nonzero()], one list of `[n]` a dimension; a single element counts as having one dimension.
    public List<LongTensor> nonzeroTuple() {
        BoolArray atLeastOne = rank() == 0 ? reshape(1).array : array;
        return IndexedPlaces.ofTrue(atLeastOne).stream().map(LongTensor::of).toList();
    }

    @Override
    public BoolTensor over(AnyArray elements) {
        return new BoolTensor((BoolArray) elements);
    }

    @Override
    @SuppressWarnings({"PMD.CloneMethodMustImplementCloneable", "MethodDoesntCallSuperMethod"})
    public BoolTensor clone() {
        return new BoolTensor(array.copy());
    }

    /// The tensors one after another in dimension `dim`; they agree in all other dimensions.
    public static BoolTensor cat(List<BoolTensor> tensors, int dim) {
        return new BoolTensor((BoolArray)
                Elements.cat(dim, tensors.stream().map(BoolTensor::array).toArray(BoolArray[]::new)));
    }

    /// The tensors, of one shape, beside each other in a new dimension `dim`.
    public static BoolTensor stack(List<BoolTensor> tensors, int dim) {
        return cat(tensors.stream().map(x -> x.unsqueeze(dim)).toList(), dim);
    }

    /// This tensor with `value` where `mask` is true. Both broadcast.
    public BoolTensor maskedFill(BoolTensor mask, boolean value) {
        return value ? or(mask) : and(mask.not());
    }

    /// As [Unrecorded#scatter], with one value.
    public BoolTensor scatter(int dim, LongTensor index, boolean value) {
        return scatter(dim, index, full(index.shape(), value));
    }

    /// `y[..., index[j], ...] = value`, in dimension `dim`.
    public BoolTensor indexFill(int dim, LongTensor index, boolean value) {
        return maskedFill(Slices.mask(shape(), dim, index), value);
    }

    /// This tensor where `mask` is true, `other` where it is false. All three broadcast.
    public BoolTensor where(BoolTensor mask, BoolTensor other) {
        return and(mask).or(other.and(mask.not()));
    }

    /// Whether both are the same, element by element.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the two do not broadcast
    public BoolTensor eq(BoolTensor other) {
        return xor(other).not();
    }

    /// Whether both are not the same, element by element.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the two do not broadcast
    public BoolTensor ne(BoolTensor other) {
        return xor(other);
    }

    /// 1 where true, 0 where false. PyTorch's arithmetic on truth values and whole numbers is that on these: the
    /// sum of a mask is `mask.toLong().sum()`, or [#countNonzero].
    public LongTensor toLong() {
        LongArray numbers = LongArray.empty(shape());
        boolean[] elements = toArray();
        for (int i = 0; i < elements.length; i++) {
            numbers.data()[i] = elements[i] ? 1 : 0;
        }
        return LongTensor.of(numbers);
    }

    /// 1 where true, 0 where false.
    public Tensor toFloat() {
        NDArray floats = NDArray.empty(shape());
        boolean[] elements = toArray();
        for (int i = 0; i < elements.length; i++) {
            floats.data()[i] = elements[i] ? 1f : 0f;
        }
        return Tensor.of(floats);
    }

    /// As PyTorch prints: `tensor([ True, False])`, large ones abbreviated.
    @Override
    public String toString() {
        return TensorText.of(this);
    }
}

package lanewise.autograd;

import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.op.Compare;
import lanewise.engine.op.MaskedFill;
import lanewise.engine.op.Where;

/// Comparisons of a [Tensor], element by element, what is chosen by a mask, and other types. Two tensors broadcast.
/// A comparison with NaN is false, but for `ne`. No gradient flows through a mask.
sealed interface Comparisons permits Tensor {
    /// `x == y`
    default BoolTensor eq(Tensor other) {
        return BoolTensor.of(Compare.eq(array(), other.array()));
    }

    /// `x == c`
    default BoolTensor eq(float c) {
        return BoolTensor.of(Compare.eq(array(), c));
    }

    /// `x != y`
    default BoolTensor ne(Tensor other) {
        return BoolTensor.of(Compare.ne(array(), other.array()));
    }

    /// `x != c`
    default BoolTensor ne(float c) {
        return BoolTensor.of(Compare.ne(array(), c));
    }

    /// `x < y`
    default BoolTensor lt(Tensor other) {
        return BoolTensor.of(Compare.lt(array(), other.array()));
    }

    /// `x < c`
    default BoolTensor lt(float c) {
        return BoolTensor.of(Compare.lt(array(), c));
    }

    /// `x <= y`
    default BoolTensor le(Tensor other) {
        return BoolTensor.of(Compare.le(array(), other.array()));
    }

    /// `x <= c`
    default BoolTensor le(float c) {
        return BoolTensor.of(Compare.le(array(), c));
    }

    /// `x > y`
    default BoolTensor gt(Tensor other) {
        return BoolTensor.of(Compare.gt(array(), other.array()));
    }

    /// `x > c`
    default BoolTensor gt(float c) {
        return BoolTensor.of(Compare.gt(array(), c));
    }

    /// `x >= y`
    default BoolTensor ge(Tensor other) {
        return BoolTensor.of(Compare.ge(array(), other.array()));
    }

    /// `x >= c`
    default BoolTensor ge(float c) {
        return BoolTensor.of(Compare.ge(array(), c));
    }

    /// This tensor where `mask` is true, `other` where it is false. All three broadcast.
    default Tensor where(BoolTensor mask, Tensor other) {
        return Tensor.applied(new Where(mask.array()), (Tensor) this, other);
    }

    /// This tensor with `value` where `mask` is true. Both broadcast.
    default Tensor maskedFill(BoolTensor mask, float value) {
        Tensor self = (Tensor) this;
        boolean fits = mask.shape().broadcastsTo(self.shape());
        Tensor wide = fits
                ? self
                : self.expand(Shape.broadcast("maskedFill", self.shape(), mask.shape())
                        .toArray());
        return Tensor.applied(new MaskedFill(mask.array(), value), wide);
    }

    /// As [#maskedFill(BoolTensor, float)], with a single number that may have a gradient.
    ///
    /// @throws ShapeMismatchException if it has dimensions
    default Tensor maskedFill(BoolTensor mask, Tensor value) {
        if (value.rank() > 0) {
            throw new ShapeMismatchException(
                    "maskedFill: a value " + value.shape() + " must be a single number without dimensions");
        }
        return value.where(mask, (Tensor) this);
    }

    /// Whether not 0, element by element; true for NaN.
    default BoolTensor toBool() {
        return ne(0f);
    }

    /// Whole numbers, the fraction cut off; NaN becomes 0.
    default LongTensor toLong() {
        float[] elements = array().toArray();
        long[] whole = new long[elements.length];
        for (int i = 0; i < whole.length; i++) {
            whole[i] = (long) elements[i];
        }
        return LongTensor.of(array().shape(), whole);
    }

    /// The numbers to compare.
    lanewise.engine.NDArray array();
}

package lanewise.autograd;

import lanewise.engine.Shape;
import lanewise.engine.op.LongArithmetic;
import lanewise.engine.op.LongCompare;

/// The arithmetic and comparisons of a [LongTensor], element by element. Two tensors broadcast.
sealed interface LongNumbers permits LongTensor {
    /// `x + y`
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the two do not broadcast
    default LongTensor add(LongTensor other) {
        return LongTensor.of(LongArithmetic.ADD.apply(self().array(), other.array()));
    }

    /// As [#add(LongTensor)], with a number.
    default LongTensor add(long c) {
        return add(LongTensor.full(Shape.SCALAR, c));
    }

    /// `x − y`
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the two do not broadcast
    default LongTensor sub(LongTensor other) {
        return LongTensor.of(LongArithmetic.SUB.apply(self().array(), other.array()));
    }

    /// As [#sub(LongTensor)], with a number.
    default LongTensor sub(long c) {
        return sub(LongTensor.full(Shape.SCALAR, c));
    }

    /// `x·y`
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the two do not broadcast
    default LongTensor mul(LongTensor other) {
        return LongTensor.of(LongArithmetic.MUL.apply(self().array(), other.array()));
    }

    /// As [#mul(LongTensor)], with a number.
    default LongTensor mul(long c) {
        return mul(LongTensor.full(Shape.SCALAR, c));
    }

    /// The greater of both.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the two do not broadcast
    default LongTensor maximum(LongTensor other) {
        return LongTensor.of(LongArithmetic.MAXIMUM.apply(self().array(), other.array()));
    }

    /// As [#maximum(LongTensor)], with a number.
    default LongTensor maximum(long c) {
        return maximum(LongTensor.full(Shape.SCALAR, c));
    }

    /// The smaller of both.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the two do not broadcast
    default LongTensor minimum(LongTensor other) {
        return LongTensor.of(LongArithmetic.MINIMUM.apply(self().array(), other.array()));
    }

    /// As [#minimum(LongTensor)], with a number.
    default LongTensor minimum(long c) {
        return minimum(LongTensor.full(Shape.SCALAR, c));
    }

    /// Whether `x == y`.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the two do not broadcast
    default BoolTensor eq(LongTensor other) {
        return BoolTensor.of(LongCompare.EQ.apply(self().array(), other.array()));
    }

    /// As [#eq(LongTensor)], with a number.
    default BoolTensor eq(long c) {
        return eq(LongTensor.full(Shape.SCALAR, c));
    }

    /// Whether `x != y`.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the two do not broadcast
    default BoolTensor ne(LongTensor other) {
        return eq(other).not();
    }

    /// As [#ne(LongTensor)], with a number.
    default BoolTensor ne(long c) {
        return ne(LongTensor.full(Shape.SCALAR, c));
    }

    /// Whether `x < y`.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the two do not broadcast
    default BoolTensor lt(LongTensor other) {
        return BoolTensor.of(LongCompare.LT.apply(self().array(), other.array()));
    }

    /// As [#lt(LongTensor)], with a number.
    default BoolTensor lt(long c) {
        return lt(LongTensor.full(Shape.SCALAR, c));
    }

    /// Whether `x <= y`.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the two do not broadcast
    default BoolTensor le(LongTensor other) {
        return BoolTensor.of(LongCompare.LE.apply(self().array(), other.array()));
    }

    /// As [#le(LongTensor)], with a number.
    default BoolTensor le(long c) {
        return le(LongTensor.full(Shape.SCALAR, c));
    }

    /// Whether `x > y`.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the two do not broadcast
    default BoolTensor gt(LongTensor other) {
        return other.lt(self());
    }

    /// As [#gt(LongTensor)], with a number.
    default BoolTensor gt(long c) {
        return gt(LongTensor.full(Shape.SCALAR, c));
    }

    /// Whether `x >= y`.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the two do not broadcast
    default BoolTensor ge(LongTensor other) {
        return other.le(self());
    }

    /// As [#ge(LongTensor)], with a number.
    default BoolTensor ge(long c) {
        return ge(LongTensor.full(Shape.SCALAR, c));
    }

    /// `−x`
    default LongTensor neg() {
        return mul(-1);
    }

    /// `|x|`
    default LongTensor abs() {
        return maximum(neg());
    }

    /// −1, 0 or 1.
    default LongTensor sign() {
        return clamp(-1, 1);
    }

    /// `x²`
    default LongTensor square() {
        return mul(self());
    }

    /// `min(max(x, min), max)`
    default LongTensor clamp(long min, long max) {
        return maximum(min).minimum(max);
    }

    /// This tensor where `mask` is true, `other` where it is false. All three broadcast.
    default LongTensor where(BoolTensor mask, LongTensor other) {
        return LongTensor.of(LongArithmetic.where(mask.array(), self().array(), other.array()));
    }

    /// Whether both have one shape and the same elements.
    default boolean equal(LongTensor other) {
        return self().shape().equals(other.shape()) && eq(other).all();
    }

    private LongTensor self() {
        return (LongTensor) this;
    }
}

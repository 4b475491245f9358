package lanewise.autograd;

import lanewise.engine.Shape;
import lanewise.engine.op.LongArithmetic;
import lanewise.engine.op.LongCompare;
import org.jspecify.annotations.Nullable;

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

    /// `x + alpha·y`
    default LongTensor add(LongTensor other, long alpha) {
        return add(other.mul(alpha));
    }

    /// `x − alpha·y`
    default LongTensor sub(LongTensor other, long alpha) {
        return sub(other.mul(alpha));
    }

    /// `y − x`
    default LongTensor rsub(LongTensor other) {
        return other.sub(self());
    }

    /// `c − x`
    default LongTensor rsub(long c) {
        return neg().add(c);
    }

    /// `x + value·a·b`
    default LongTensor addcmul(LongTensor a, LongTensor b, long value) {
        return add(a.mul(b).mul(value));
    }

    /// The quotient in float32, as Python's `/`.
    default Tensor div(LongTensor other) {
        return self().toFloat().div(other.toFloat());
    }

    /// The quotient, rounded to a whole number.
    ///
    /// @throws ArithmeticException if `other` has a 0
    default LongTensor div(LongTensor other, RoundingMode rounding) {
        return switch (rounding) {
            case TRUNC -> LongTensor.of(LongArithmetic.TRUNC_DIVIDE.apply(self().array(), other.array()));
            case FLOOR -> floorDivide(other);
        };
    }

    /// The quotient rounded down, as Python's `//`.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the two do not broadcast
    /// @throws ArithmeticException if `other` has a 0
    default LongTensor floorDivide(LongTensor other) {
        return LongTensor.of(LongArithmetic.FLOOR_DIVIDE.apply(self().array(), other.array()));
    }

    /// As [#floorDivide(LongTensor)], with a number.
    default LongTensor floorDivide(long c) {
        return floorDivide(LongTensor.full(Shape.SCALAR, c));
    }

    /// What [#floorDivide(LongTensor)] leaves, as Python's `%`: it has the sign of `other`.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the two do not broadcast
    /// @throws ArithmeticException if `other` has a 0
    default LongTensor remainder(LongTensor other) {
        return LongTensor.of(LongArithmetic.REMAINDER.apply(self().array(), other.array()));
    }

    /// As [#remainder(LongTensor)], with a number.
    default LongTensor remainder(long c) {
        return remainder(LongTensor.full(Shape.SCALAR, c));
    }

    /// What the division leaves that is rounded towards 0, as Java's `%`: it has the sign of this tensor.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the two do not broadcast
    /// @throws ArithmeticException if `other` has a 0
    default LongTensor fmod(LongTensor other) {
        return LongTensor.of(LongArithmetic.FMOD.apply(self().array(), other.array()));
    }

    /// As [#fmod(LongTensor)], with a number.
    default LongTensor fmod(long c) {
        return fmod(LongTensor.full(Shape.SCALAR, c));
    }

    /// `x` to the power of `exponent`; to a negative one the fraction is cut off.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the two do not broadcast
    default LongTensor pow(LongTensor exponent) {
        return LongTensor.of(LongArithmetic.POW.apply(self().array(), exponent.array()));
    }

    /// As [#pow(LongTensor)], to one power.
    ///
    /// @throws IllegalArgumentException if it is negative
    default LongTensor pow(long exponent) {
        if (exponent < 0) {
            throw new IllegalArgumentException(
                    "pow: exponent is " + exponent + "; of whole numbers it must not be negative, use toFloat().pow");
        }
        return pow(LongTensor.full(Shape.SCALAR, exponent));
    }

    /// Where 0 is.
    default BoolTensor logicalNot() {
        return eq(0);
    }

    /// Whether both are not 0.
    default BoolTensor logicalAnd(LongTensor other) {
        return self().toBool().and(other.toBool());
    }

    /// Whether one or both are not 0.
    default BoolTensor logicalOr(LongTensor other) {
        return self().toBool().or(other.toBool());
    }

    /// Whether exactly one of both is not 0.
    default BoolTensor logicalXor(LongTensor other) {
        return self().toBool().xor(other.toBool());
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

    /// As [#sign()].
    default LongTensor sgn() {
        return sign();
    }

    /// This tensor.
    default LongTensor positive() {
        return self();
    }

    /// A copy: a whole number is its own [Tensor#floor()], and likewise with the other roundings, which are there
    /// so that a program need not know the type.
    default LongTensor floor() {
        return self().clone();
    }

    /// As [#floor()].
    default LongTensor ceil() {
        return self().clone();
    }

    /// As [#floor()].
    default LongTensor round() {
        return self().clone();
    }

    /// As [#floor()].
    default LongTensor trunc() {
        return self().clone();
    }

    /// 0 where `x < 0`, 1 where `x > 0`, and the given value where it is 0.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the two do not broadcast
    default LongTensor heaviside(LongTensor values) {
        return values.where(eq(0), gt(0).toLong());
    }

    /// `x²`
    default LongTensor square() {
        return mul(self());
    }

    /// `min(max(x, min), max)`
    default LongTensor clamp(long min, long max) {
        return maximum(min).minimum(max);
    }

    /// `min(max(x, min), max)`; a bound may be null: none. All three broadcast.
    ///
    /// @throws IllegalArgumentException if both are null
    default LongTensor clamp(@Nullable LongTensor min, @Nullable LongTensor max) {
        if (min == null && max == null) {
            throw new IllegalArgumentException("clamp: both bounds are null; at least one is needed");
        }
        LongTensor above = min == null ? self() : maximum(min);
        return max == null ? above : above.minimum(max);
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

package lanewise.autograd;

import lanewise.engine.op.Ceil;
import lanewise.engine.op.Floor;
import lanewise.engine.op.FloorDivide;
import lanewise.engine.op.Fmod;
import lanewise.engine.op.Frac;
import lanewise.engine.op.NanToNum;
import lanewise.engine.op.Remainder;
import lanewise.engine.op.Round;
import lanewise.engine.op.Trunc;
import lanewise.engine.op.TruncDivide;

/// The elements of a [Tensor] rounded, and what divisions leave.
sealed interface Roundings permits Tensor {
    /// The largest integer that is not above x. No gradient flows.
    default Tensor floor() {
        return Tensor.applied(Floor.FLOOR, self());
    }

    /// The smallest integer that is not below x. No gradient flows.
    default Tensor ceil() {
        return Tensor.applied(Ceil.CEIL, self());
    }

    /// The integer part, the fraction cut off. No gradient flows.
    default Tensor trunc() {
        return Tensor.applied(Trunc.TRUNC, self());
    }

    /// The fraction, with the sign of x.
    default Tensor frac() {
        return Tensor.applied(Frac.FRAC, self());
    }

    /// The nearest integer, of two the even one. No gradient flows.
    default Tensor round() {
        return round(0);
    }

    /// The nearest number of so many decimals; negative ones round to tens, hundreds and so on.
    default Tensor round(int decimals) {
        return Tensor.applied(new Round(decimals), self());
    }

    /// −1, 0 or 1: [Tensor#sign()].
    default Tensor sgn() {
        return self().sign();
    }

    /// This tensor itself, `+x`.
    default Tensor positive() {
        return self();
    }

    /// 0 in place of NaN, the largest float in place of +∞ and its negative in place of −∞.
    default Tensor nanToNum() {
        return nanToNum(0f, Float.MAX_VALUE, -Float.MAX_VALUE);
    }

    /// These numbers in place of NaN, +∞ and −∞.
    default Tensor nanToNum(float nan, float infinity, float minusInfinity) {
        return Tensor.applied(new NanToNum(nan, infinity, minusInfinity), self());
    }

    /// The quotient, rounded to an integer. No gradient flows.
    default Tensor div(Tensor other, RoundingMode rounding) {
        return switch (rounding) {
            case TRUNC -> Tensor.applied(TruncDivide.TRUNC_DIVIDE, self(), other);
            case FLOOR -> Tensor.applied(FloorDivide.FLOOR_DIVIDE, self(), other);
        };
    }

    /// As [#div(Tensor, RoundingMode)], by a number.
    default Tensor div(float c, RoundingMode rounding) {
        return div(Tensor.scalar(c), rounding);
    }

    /// The quotient rounded down, as Python's `//`. No gradient flows.
    default Tensor floorDivide(Tensor other) {
        return div(other, RoundingMode.FLOOR);
    }

    /// As [#floorDivide(Tensor)], by a number.
    default Tensor floorDivide(float c) {
        return div(c, RoundingMode.FLOOR);
    }

    /// What the division leaves that is rounded down, as Python's `%`: it has the sign of `other`.
    default Tensor remainder(Tensor other) {
        return Tensor.applied(Remainder.REMAINDER, self(), other);
    }

    /// As [#remainder(Tensor)], by a number.
    default Tensor remainder(float c) {
        return remainder(Tensor.scalar(c));
    }

    /// What the division leaves that is rounded towards 0, as Java's `%`: it has the sign of this tensor.
    default Tensor fmod(Tensor other) {
        return Tensor.applied(Fmod.FMOD, self(), other);
    }

    /// As [#fmod(Tensor)], by a number.
    default Tensor fmod(float c) {
        return fmod(Tensor.scalar(c));
    }

    private Tensor self() {
        return (Tensor) this;
    }
}

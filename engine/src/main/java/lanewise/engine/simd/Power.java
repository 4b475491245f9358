package lanewise.engine.simd;

import static lanewise.engine.simd.Constants.ATANH_1;
import static lanewise.engine.simd.Constants.ATANH_2;
import static lanewise.engine.simd.Constants.ATANH_3;
import static lanewise.engine.simd.Constants.EXP2_1;
import static lanewise.engine.simd.Constants.EXP2_2;
import static lanewise.engine.simd.Constants.EXP2_3;
import static lanewise.engine.simd.Constants.EXP2_4;
import static lanewise.engine.simd.Constants.EXP2_5;
import static lanewise.engine.simd.Constants.EXP2_6;
import static lanewise.engine.simd.Constants.LOG2_E_HIGH;
import static lanewise.engine.simd.Constants.LOG2_E_LOW;
import static lanewise.engine.simd.Constants.ONE;
import static lanewise.engine.simd.Constants.ROUND;
import static lanewise.engine.simd.LaneMath.INFINITY;
import static lanewise.engine.simd.LaneMath.SIGN_BIT;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// `x^y` of one vector as `2^(y·log₂x)`, with the logarithm in two floats, since its error is multiplied by up to
/// 128; see [LaneMath].
final class Power {
    private static final float THIRD_HIGH = 0x1.555556p-2f;
    private static final float THIRD_LOW = -0x1.555556p-27f;

    private Power() {}

    /// See [LaneMath#pow(FloatVector, FloatVector)].
    static FloatVector pow(FloatVector x, FloatVector y) {
        var plain = LaneMath.isOrdinary(x).and(y.abs().compare(VectorOperators.LT, INFINITY));
        return plain.allTrue() ? ofPositive(x, FloatVector.zero(SPECIES), y) : ofAny(x, y);
    }

    /// `(x·2^shift)^y` for positive, finite `x` that is not denormal.
    ///
    /// With `x = m·2^n` and `s = (m − 1)/(m + 1)`: `ln m = 2s·(1 + s²/3 + s⁴/5 + ...)`. A name that ends in `Low`
    /// is what the rounding of its fellow lost.
    private static FloatVector ofPositive(FloatVector x, FloatVector shift, FloatVector y) {
        var bits = x.reinterpretAsInts();
        var exponent = LaneMath.negatedExponent(bits);
        var n = shift.sub(LaneMath.toFloat(exponent));
        var f = LaneMath.significand(bits, exponent).sub(1f);
        var d = f.add(2f);
        var inverse = ONE.div(d);
        var s = f.mul(inverse);
        var dLow = f.sub(d.sub(2f));
        var sLow = s.neg().fma(dLow, s.neg().fma(d, f)).mul(inverse);
        var z = s.mul(s);
        var w = series(z);
        var v = z.mul(w);
        // the logarithm is 2s·(1 + v)
        var twice = s.add(s);
        var product = twice.mul(v);
        var ln = twice.add(product);
        var lnLow = product.sub(ln.sub(twice)).add(lowPart(s, sLow, z, w, v, product));
        // times log₂e, plus n
        var part = ln.mul(LOG2_E_HIGH);
        var partLow = lnLow.fma(LOG2_E_HIGH, ln.fma(LOG2_E_LOW, lost(ln, LOG2_E_HIGH, part)));
        var log2 = n.add(part);
        return powerOfTwo(y, log2, part.sub(log2.sub(n)).add(partLow));
    }

    /// `1/3 + z/5 + z²/7 + ...`
    private static FloatVector series(FloatVector z) {
        return tailOfSeries(z).add(THIRD_HIGH);
    }

    /// `z/5 + z²/7 + ...`
    private static FloatVector tailOfSeries(FloatVector z) {
        var u = ATANH_3.fma(z, ATANH_2);
        return u.fma(z, ATANH_1).mul(z);
    }

    /// What is missing from `product`, the rounded `2s·v`, to `2(s + sLow)·(1 + v) − 2s` unrounded.
    private static FloatVector lowPart(
            FloatVector s, FloatVector sLow, FloatVector z, FloatVector w, FloatVector v, FloatVector product) {
        var zLow = s.add(s).fma(sLow, lost(s, s, z));
        var wLow = tailOfSeries(z).sub(w.sub(THIRD_HIGH)).add(THIRD_LOW);
        var vLow = zLow.fma(w, z.fma(wLow, lost(z, w, v)));
        var twice = s.add(s);
        var productLow = twice.fma(vLow, lost(twice, v, product));
        var twiceLow = sLow.add(sLow);
        return productLow.add(twiceLow.fma(v, twiceLow));
    }

    /// What the rounding of `product = a·b` lost.
    private static FloatVector lost(FloatVector a, FloatVector b, FloatVector product) {
        return a.fma(b, product.neg());
    }

    /// `2^(y·(log2 + log2Low))`
    private static FloatVector powerOfTwo(FloatVector y, FloatVector log2, FloatVector log2Low) {
        var e = y.mul(log2);
        var eLow = y.fma(log2Low, y.fma(log2, e.neg()));
        var outside = e.abs().compare(VectorOperators.GT, 160f);
        eLow = eLow.blend(0f, outside);
        e = e.blend(160f, e.compare(VectorOperators.GT, 160f));
        e = e.blend(-160f, e.compare(VectorOperators.LT, -160f));
        var rounded = e.add(ROUND);
        var r = e.sub(rounded.sub(ROUND)).add(eLow);
        var p = EXP2_6;
        p = p.fma(r, EXP2_5);
        p = p.fma(r, EXP2_4);
        p = p.fma(r, EXP2_3);
        p = p.fma(r, EXP2_2);
        p = p.fma(r, EXP2_1);
        return LaneMath.scale(p.fma(r, ONE), rounded.reinterpretAsInts());
    }

    /// `x^y` whatever the two are.
    private static FloatVector ofAny(FloatVector x, FloatVector y) {
        var a = x.abs();
        var denormal = a.compare(VectorOperators.LT, Float.MIN_NORMAL);
        var isZero = a.compare(VectorOperators.EQ, 0f);
        var isInfinite = a.compare(VectorOperators.EQ, INFINITY);
        var scaled = a.blend(a.mul(0x1p24f), denormal).blend(1f, isZero.or(isInfinite));
        var power = ofPositive(scaled, FloatVector.zero(SPECIES).blend(-24f, denormal), y);
        // y·(±∞) decides at 0 and ∞, (log₂ x)·(±∞) for an infinite y
        var rises = a.compare(VectorOperators.GT, 1f).and(y.compare(VectorOperators.GT, 0f));
        var falls = a.compare(VectorOperators.LT, 1f).and(y.compare(VectorOperators.LT, 0f));
        var grows = rises.or(falls);
        var extreme = isZero.or(isInfinite).or(y.abs().compare(VectorOperators.EQ, INFINITY));
        power = power.blend(FloatVector.zero(SPECIES).blend(INFINITY, grows), extreme);

        var odd = isOdd(y);
        var negative = x.compare(VectorOperators.LT, 0f);
        var signBit = x.reinterpretAsInts().and(SIGN_BIT);
        var negated =
                power.reinterpretAsInts().lanewise(VectorOperators.XOR, signBit).reinterpretAsFloats();
        power = power.blend(negated, odd);
        var infiniteBase = x.compare(VectorOperators.EQ, -INFINITY);
        power = power.blend(Float.NaN, negative.andNot(isInteger(y)).andNot(infiniteBase));
        power = power.blend(Float.NaN, x.compare(VectorOperators.NE, x).or(y.compare(VectorOperators.NE, y)));
        var minusOneToInfinity = x.compare(VectorOperators.EQ, -1f).and(y.abs().compare(VectorOperators.EQ, INFINITY));
        var one = x.compare(VectorOperators.EQ, 1f)
                .or(y.compare(VectorOperators.EQ, 0f))
                .or(minusOneToInfinity);
        return power.blend(1f, one);
    }

    /// Infinite counts as an integer, as every float from 2^23 on is one.
    private static VectorMask<Float> isInteger(FloatVector y) {
        var a = y.abs();
        var whole = a.add(0x1p23f).sub(0x1p23f);
        return a.compare(VectorOperators.EQ, whole).or(a.compare(VectorOperators.GE, 0x1p23f));
    }

    private static VectorMask<Float> isOdd(FloatVector y) {
        return isInteger(y).andNot(isInteger(y.mul(0.5f)));
    }
}

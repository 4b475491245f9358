package lanewise.engine.simd;

import static lanewise.engine.simd.Constants.CDF_TAIL_0;
import static lanewise.engine.simd.Constants.CDF_TAIL_1;
import static lanewise.engine.simd.Constants.CDF_TAIL_2;
import static lanewise.engine.simd.Constants.CDF_TAIL_3;
import static lanewise.engine.simd.Constants.CDF_TAIL_4;
import static lanewise.engine.simd.Constants.CDF_TAIL_5;
import static lanewise.engine.simd.Constants.CDF_TAIL_6;
import static lanewise.engine.simd.Constants.CDF_TAIL_7;
import static lanewise.engine.simd.Constants.CDF_TAIL_8;
import static lanewise.engine.simd.Constants.CDF_TAIL_9;
import static lanewise.engine.simd.Constants.DENSITY_AT_0;
import static lanewise.engine.simd.Constants.ERF_0;
import static lanewise.engine.simd.Constants.ERF_1;
import static lanewise.engine.simd.Constants.ERF_2;
import static lanewise.engine.simd.Constants.ERF_3;
import static lanewise.engine.simd.Constants.ERF_4;
import static lanewise.engine.simd.Constants.ERF_5;
import static lanewise.engine.simd.Constants.ERF_6;
import static lanewise.engine.simd.Constants.ERF_BOUND;
import static lanewise.engine.simd.Constants.ERF_TAIL_0;
import static lanewise.engine.simd.Constants.ERF_TAIL_1;
import static lanewise.engine.simd.Constants.ERF_TAIL_2;
import static lanewise.engine.simd.Constants.ERF_TAIL_3;
import static lanewise.engine.simd.Constants.ERF_TAIL_4;
import static lanewise.engine.simd.Constants.ERF_TAIL_5;
import static lanewise.engine.simd.Constants.ERF_TAIL_6;
import static lanewise.engine.simd.Constants.EXPM1_2;
import static lanewise.engine.simd.Constants.EXPM1_3;
import static lanewise.engine.simd.Constants.EXPM1_4;
import static lanewise.engine.simd.Constants.EXPM1_5;
import static lanewise.engine.simd.Constants.EXPM1_6;
import static lanewise.engine.simd.Constants.EXPM1_7;
import static lanewise.engine.simd.Constants.EXP_2;
import static lanewise.engine.simd.Constants.EXP_3;
import static lanewise.engine.simd.Constants.EXP_4;
import static lanewise.engine.simd.Constants.EXP_5;
import static lanewise.engine.simd.Constants.EXP_6;
import static lanewise.engine.simd.Constants.EXP_BEGIN;
import static lanewise.engine.simd.Constants.EXP_END;
import static lanewise.engine.simd.Constants.HALF;
import static lanewise.engine.simd.Constants.LOG2_E_HIGH;
import static lanewise.engine.simd.Constants.LOG_10;
import static lanewise.engine.simd.Constants.LOG_2;
import static lanewise.engine.simd.Constants.LOG_3;
import static lanewise.engine.simd.Constants.LOG_4;
import static lanewise.engine.simd.Constants.LOG_5;
import static lanewise.engine.simd.Constants.LOG_6;
import static lanewise.engine.simd.Constants.LOG_7;
import static lanewise.engine.simd.Constants.LOG_8;
import static lanewise.engine.simd.Constants.LOG_9;
import static lanewise.engine.simd.Constants.MINUS_LN2_HIGH;
import static lanewise.engine.simd.Constants.MINUS_LN2_LOW;
import static lanewise.engine.simd.Constants.NORMAL_END;
import static lanewise.engine.simd.Constants.ONE;
import static lanewise.engine.simd.Constants.ROUND;
import static lanewise.engine.simd.Constants.SQRT_HALF;
import static lanewise.engine.simd.Constants.TANH_1;
import static lanewise.engine.simd.Constants.TANH_2;
import static lanewise.engine.simd.Constants.TANH_3;
import static lanewise.engine.simd.Constants.TANH_4;
import static lanewise.engine.simd.Constants.TANH_5;
import static lanewise.engine.simd.Constants.ZERO;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// Transcendental functions of one vector, in float32.
///
/// They are made of additions, multiplications, FMAs, divisions, comparisons, blends and operations on the bits
/// alone, so that interpreted and compiled code give the same bits; the Vector API's own functions do not. Each
/// states the largest error, in units in the last place of the true result, that a test holds it to on a machine
/// with FMA.
///
/// The polynomials are minimax fits, found by iteratively reweighted least squares, their coefficients rounded to
/// float one after another with the later ones fitted anew. Splitting the argument follows Cody and Waite,
/// "Software Manual for the Elementary Functions", 1980.
public final class LaneMath {

    private static final int ONE_BITS = 0x3f800000;
    private static final int ROUND_BITS = 0x4b400000;
    static final int SIGN_BIT = 0x80000000;
    static final float INFINITY = Float.POSITIVE_INFINITY;

    /// The bits of sqrt(1/2): significands are taken from `[sqrt(1/2), sqrt(2))`.
    static final int SQRT_HALF_BITS = 0x3f3504f3;

    private LaneMath() {}

    /// `e^x`, within 1 ULP; results below 2^-126 are denormal, as they should be.
    public static FloatVector exp(FloatVector x) {
        // e^89 overflows and e^-104 rounds to 0; a NaN compares false and stays
        var bounded = x.blend(EXP_END, x.compare(VectorOperators.GT, EXP_END));
        bounded = bounded.blend(EXP_BEGIN, bounded.compare(VectorOperators.LT, EXP_BEGIN));
        var rounded = bounded.fma(LOG2_E_HIGH, ROUND);
        var power = expOfRemainder(bounded, rounded.sub(ROUND));
        return scale(power, rounded.reinterpretAsInts());
    }

    /// `e^x` for `x` in `[-87, 88]`, within 1 ULP: the result is neither denormal nor infinite.
    static FloatVector expInRange(FloatVector x) {
        var rounded = x.fma(LOG2_E_HIGH, ROUND);
        return expOfRemainder(x, rounded.sub(ROUND)).mul(powerOfTwo(rounded.reinterpretAsInts()));
    }

    /// `e^x − 1`, within 1.5 ULP.
    public static FloatVector expm1(FloatVector x) {
        var bounded = x.blend(89f, x.compare(VectorOperators.GT, 89f));
        bounded = bounded.blend(-20f, bounded.compare(VectorOperators.LT, -20f));
        var rounded = bounded.fma(LOG2_E_HIGH, ROUND);
        var r = remainder(bounded, rounded.sub(ROUND));
        var q = EXPM1_7;
        q = q.fma(r, EXPM1_6);
        q = q.fma(r, EXPM1_5);
        q = q.fma(r, EXPM1_4);
        q = q.fma(r, EXPM1_3);
        q = q.fma(r, EXPM1_2);
        var power = r.mul(r).fma(q, r); // e^r − 1
        // 2^n·(e^r − 1) + (2^n − 1), all of it halved so that 2^n does not overflow before the result does
        var half = powerOfTwo(rounded.reinterpretAsInts().sub(1));
        var result = half.fma(power, half.sub(0.5f)).mul(2f);
        return result.blend(x, x.compare(VectorOperators.EQ, 0f)); // −0 stays −0
    }

    /// `ln x`, within 1 ULP; NaN below 0, −∞ at 0.
    public static FloatVector log(FloatVector x) {
        if (isOrdinary(x).allTrue()) {
            var bits = x.reinterpretAsInts();
            var exponent = negatedExponent(bits);
            var f = significand(bits, exponent).sub(1f);
            return logOfParts(f, toFloat(exponent));
        }
        return logOfAny(x);
    }

    /// `ln(1 + x)`, within 1.5 ULP; NaN below −1, −∞ at −1.
    public static FloatVector log1p(FloatVector x) {
        var sum = x.add(1f);
        var bits = sum.reinterpretAsInts();
        var exponent = negatedExponent(bits);
        // what rounding took from 1 + x (Knuth's two-sum), brought to the significand's scale
        var added = sum.sub(x);
        var lost = x.sub(sum.sub(added)).add(ONE.sub(added));
        var scale = powerOfTwo(exponent.max(-126)); // nothing is lost of so large a sum
        var f = lost.fma(scale, significand(bits, exponent).sub(1f));
        var result = logOfParts(f, toFloat(exponent));
        result = result.blend(x, x.compare(VectorOperators.EQ, 0f)); // −0 stays −0
        return isOrdinary(sum).allTrue() ? result : atEdges(result, sum);
    }

    /// The hyperbolic tangent, within 1.5 ULP.
    public static FloatVector tanh(FloatVector x) {
        var a = x.abs();
        var z = a.mul(a);
        var p = TANH_5;
        p = p.fma(z, TANH_4);
        p = p.fma(z, TANH_3);
        p = p.fma(z, TANH_2);
        p = p.fma(z, TANH_1);
        var small = a.mul(z).fma(p, a);
        // 1 − 2/(e^2a + 1), which is 1 from 9.02 on
        var twice = a.add(a);
        var e = expInRange(twice.blend(20f, twice.compare(VectorOperators.GT, 20f)));
        var large = ONE.sub(FloatVector.broadcast(SPECIES, 2f).div(e.add(1f)));
        return withSignOf(large.blend(small, a.compare(VectorOperators.LT, 0.625f)), x);
    }

    /// The logistic function `1/(1 + e^-x)`, within 2.5 ULP, denormal results included.
    public static FloatVector sigmoid(FloatVector x) {
        // of e^-|x| in both halves, which cannot overflow: 1/(1 + e) and e/(1 + e)
        var e = exp(x.abs().neg());
        var numerator = ONE.blend(e, x.compare(VectorOperators.LT, ZERO));
        return numerator.div(e.add(ONE));
    }

    /// The error function `2/√π·∫₀ˣ e^-t² dt`, within 1.5 ULP.
    public static FloatVector erf(FloatVector x) {
        var t = x.abs();
        var small = erfNearZero(t);
        // erf(4) rounds to 1. Beyond 0.9375: 1 − e^(t·p(t))
        var s = t.blend(4f, t.compare(VectorOperators.GT, 4f));
        var p = ERF_TAIL_6;
        p = p.fma(s, ERF_TAIL_5);
        p = p.fma(s, ERF_TAIL_4);
        p = p.fma(s, ERF_TAIL_3);
        p = p.fma(s, ERF_TAIL_2);
        p = p.fma(s, ERF_TAIL_1);
        p = p.fma(s, ERF_TAIL_0);
        var large = ONE.sub(expInRange(p.mul(s)));
        return withSignOf(large.blend(small, t.compare(VectorOperators.LT, ERF_BOUND)), x);
    }

    /// The distribution function of the standard normal distribution, `(1 + erf(x/√2))/2`, within 2^-23; where the
    /// result is small its relative error stays below 2·10^-4, down to `x = -13`, below which it is 0.
    public static FloatVector normalCdf(FloatVector x) {
        var t = x.abs().mul(SQRT_HALF);
        var upper = HALF.sub(erfNearZero(t).mul(HALF)).blend(normalTail(t), t.compare(VectorOperators.GT, ERF_BOUND));
        return ONE.sub(upper).blend(upper, x.compare(VectorOperators.LT, ZERO));
    }

    /// The density of the standard normal distribution, `e^(-x²/2)/√(2π)`, within 1e-7; 0 beyond `|x| = 13`.
    public static FloatVector normalDensity(FloatVector x) {
        var t = x.abs().mul(SQRT_HALF);
        var far = t.compare(VectorOperators.GT, NORMAL_END);
        var s = t.blend(NORMAL_END, far);
        return expInRange(s.mul(s).neg()).mul(DENSITY_AT_0).blend(ZERO, far);
    }

    /// `(1 − erf t)/2` for `t` from 0.9375 on, and NaN.
    private static FloatVector normalTail(FloatVector t) {
        var far = t.compare(VectorOperators.GT, NORMAL_END);
        var s = t.blend(NORMAL_END, far);
        var p = CDF_TAIL_9;
        p = p.fma(s, CDF_TAIL_8);
        p = p.fma(s, CDF_TAIL_7);
        p = p.fma(s, CDF_TAIL_6);
        p = p.fma(s, CDF_TAIL_5);
        p = p.fma(s, CDF_TAIL_4);
        p = p.fma(s, CDF_TAIL_3);
        p = p.fma(s, CDF_TAIL_2);
        p = p.fma(s, CDF_TAIL_1);
        p = p.fma(s, CDF_TAIL_0);
        return expInRange(p.mul(s)).mul(HALF).blend(ZERO, far);
    }

    /// The sine, within 1.5 ULP for every finite `x`: by Cody and Waite's reduction up to 100,000, lane by lane
    /// with [StrictMath#sin(double)] beyond.
    public static FloatVector sin(FloatVector x) {
        return Trigonometry.sin(x);
    }

    /// The cosine, within 1.5 ULP for every finite `x`; see [#sin(FloatVector)].
    public static FloatVector cos(FloatVector x) {
        return Trigonometry.cos(x);
    }

    /// `x^y`, within 1 ULP, with the special cases of C's `pow`: 1 for `y = 0` and for `x = 1`, NaN for a negative
    /// `x` and a `y` that is no integer.
    public static FloatVector pow(FloatVector x, FloatVector y) {
        return Power.pow(x, y);
    }

    /// `magnitude`, which is not negative, with the sign of `x`.
    static FloatVector withSignOf(FloatVector magnitude, FloatVector x) {
        var sign = x.reinterpretAsInts().and(SIGN_BIT);
        return magnitude.reinterpretAsInts().or(sign).reinterpretAsFloats();
    }

    /// `value·2^n`, rounded once, where the low bits of `n` hold an integer from -252 to 254 (modulo 512).
    static FloatVector scale(FloatVector value, IntVector n) {
        var half = n.lanewise(VectorOperators.ASHR, 1);
        return value.mul(powerOfTwo(half)).mul(powerOfTwo(n.sub(half)));
    }

    /// `2^n`, where the low bits of `n` hold an integer from -126 to 127 (modulo 512).
    static FloatVector powerOfTwo(IntVector n) {
        return n.lanewise(VectorOperators.LSHL, 23).add(ONE_BITS).reinterpretAsFloats();
    }

    /// `−n`, where `x = m·2^n` with `m` in `[sqrt(1/2), sqrt(2))`.
    static IntVector negatedExponent(IntVector bits) {
        return bits.neg().add(SQRT_HALF_BITS + 0x7fffff).lanewise(VectorOperators.ASHR, 23);
    }

    /// `m`, where `x = m·2^n` with `m` in `[sqrt(1/2), sqrt(2))`.
    static FloatVector significand(IntVector bits, IntVector negatedExponent) {
        return bits.add(negatedExponent.lanewise(VectorOperators.LSHL, 23)).reinterpretAsFloats();
    }

    /// Integers of less than 23 bits as floats; 0 becomes +0.
    static FloatVector toFloat(IntVector n) {
        return n.add(ROUND_BITS).reinterpretAsFloats().sub(ROUND);
    }

    /// Positive, finite and not denormal.
    static VectorMask<Float> isOrdinary(FloatVector x) {
        return x.compare(VectorOperators.GE, Float.MIN_NORMAL).and(x.compare(VectorOperators.LT, INFINITY));
    }

    /// `x − n·ln 2`, with ln 2 in two parts.
    private static FloatVector remainder(FloatVector x, FloatVector n) {
        return n.fma(MINUS_LN2_LOW, n.fma(MINUS_LN2_HIGH, x));
    }

    /// `e^(x − n·ln 2)`
    private static FloatVector expOfRemainder(FloatVector x, FloatVector n) {
        var r = remainder(x, n);
        var q = EXP_6;
        q = q.fma(r, EXP_5);
        q = q.fma(r, EXP_4);
        q = q.fma(r, EXP_3);
        q = q.fma(r, EXP_2);
        return r.mul(r).fma(q, r).add(ONE);
    }

    /// `ln(1 + f) + n·ln 2` for `f` in `[sqrt(1/2) − 1, sqrt(2) − 1]`. That `n` comes negated keeps the sign of `f
    /// = −0`.
    private static FloatVector logOfParts(FloatVector f, FloatVector negatedExponent) {
        var s = LOG_10;
        s = s.fma(f, LOG_9);
        s = s.fma(f, LOG_8);
        s = s.fma(f, LOG_7);
        s = s.fma(f, LOG_6);
        s = s.fma(f, LOG_5);
        s = s.fma(f, LOG_4);
        s = s.fma(f, LOG_3);
        s = s.fma(f, LOG_2);
        var tail = negatedExponent.fma(MINUS_LN2_LOW, f.mul(f).mul(s));
        return negatedExponent.fma(MINUS_LN2_HIGH, tail.add(f));
    }

    /// The logarithm where zeros, negative, denormal or non-finite numbers are among the arguments.
    private static FloatVector logOfAny(FloatVector x) {
        var denormal = x.compare(VectorOperators.LT, Float.MIN_NORMAL);
        var scaled = x.blend(x.mul(0x1p24f), denormal);
        var bits = scaled.reinterpretAsInts();
        var exponent = negatedExponent(bits);
        var f = significand(bits, exponent).sub(1f);
        var result =
                logOfParts(f, toFloat(exponent).add(FloatVector.zero(SPECIES).blend(24f, denormal)));
        return atEdges(result, x);
    }

    /// A logarithm's `result`, put right where its argument `x` is zero, negative, infinite or NaN.
    private static FloatVector atEdges(FloatVector result, FloatVector x) {
        var fixed = result.blend(-INFINITY, x.compare(VectorOperators.EQ, 0f));
        fixed = fixed.blend(Float.NaN, x.compare(VectorOperators.LT, 0f));
        fixed = fixed.blend(x, x.compare(VectorOperators.EQ, INFINITY));
        return fixed.blend(x, x.compare(VectorOperators.NE, x));
    }

    /// `erf t` for `t` in `[0, 0.9375]`.
    private static FloatVector erfNearZero(FloatVector t) {
        var z = t.mul(t);
        var p = ERF_6;
        p = p.fma(z, ERF_5);
        p = p.fma(z, ERF_4);
        p = p.fma(z, ERF_3);
        p = p.fma(z, ERF_2);
        p = p.fma(z, ERF_1);
        p = p.fma(z, ERF_0);
        return p.fma(t, t);
    }
}

package lanewise.engine.simd;

import static lanewise.engine.simd.Constants.CDF_1;
import static lanewise.engine.simd.Constants.CDF_2;
import static lanewise.engine.simd.Constants.CDF_3;
import static lanewise.engine.simd.Constants.CDF_4;
import static lanewise.engine.simd.Constants.CDF_5;
import static lanewise.engine.simd.Constants.CDF_6;
import static lanewise.engine.simd.Constants.CDF_7;
import static lanewise.engine.simd.Constants.CDF_WIDTH;
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
import static lanewise.engine.simd.Constants.EXP_2;
import static lanewise.engine.simd.Constants.EXP_3;
import static lanewise.engine.simd.Constants.EXP_4;
import static lanewise.engine.simd.Constants.EXP_5;
import static lanewise.engine.simd.Constants.EXP_6;
import static lanewise.engine.simd.Constants.LN2_HIGH;
import static lanewise.engine.simd.Constants.LN2_LOW;
import static lanewise.engine.simd.Constants.LOG2_E;
import static lanewise.engine.simd.Constants.NORMAL_END;
import static lanewise.engine.simd.Constants.ONE_BITS;
import static lanewise.engine.simd.Constants.ROUND;
import static lanewise.engine.simd.Constants.SIGN_BIT;
import static lanewise.engine.simd.Constants.SQRT_HALF;
import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// The error function and the normal distribution, of runs of floats, made as [Exponential] says: near 0 a
/// polynomial, beyond 0.9375 the exponential function of one.
public final class ErrorFunction {
    private ErrorFunction() {}

    /// `for i in [0, length): y[yo + i] = erf x[xo + i]`, the error function `2/√π·∫₀ˣ e^-t² dt`, within 1.5 ULP.
    /// `y` may be `x` at the same offset.
    public static void erf(float[] x, int xo, float[] y, int yo, int length) {
        var t0 = FloatVector.broadcast(SPECIES, ERF_TAIL_0);
        var t1 = FloatVector.broadcast(SPECIES, ERF_TAIL_1);
        var t2 = FloatVector.broadcast(SPECIES, ERF_TAIL_2);
        var t3 = FloatVector.broadcast(SPECIES, ERF_TAIL_3);
        var t4 = FloatVector.broadcast(SPECIES, ERF_TAIL_4);
        var t5 = FloatVector.broadcast(SPECIES, ERF_TAIL_5);
        var t6 = FloatVector.broadcast(SPECIES, ERF_TAIL_6);
        var e0 = FloatVector.broadcast(SPECIES, ERF_0);
        var e1 = FloatVector.broadcast(SPECIES, ERF_1);
        var e2 = FloatVector.broadcast(SPECIES, ERF_2);
        var e3 = FloatVector.broadcast(SPECIES, ERF_3);
        var e4 = FloatVector.broadcast(SPECIES, ERF_4);
        var e5 = FloatVector.broadcast(SPECIES, ERF_5);
        var e6 = FloatVector.broadcast(SPECIES, ERF_6);
        var log2e = FloatVector.broadcast(SPECIES, LOG2_E);
        var minusLn2High = FloatVector.broadcast(SPECIES, -LN2_HIGH);
        var minusLn2Low = FloatVector.broadcast(SPECIES, -LN2_LOW);
        var one = FloatVector.broadcast(SPECIES, 1f);
        var c2 = FloatVector.broadcast(SPECIES, EXP_2);
        var c3 = FloatVector.broadcast(SPECIES, EXP_3);
        var c4 = FloatVector.broadcast(SPECIES, EXP_4);
        var c5 = FloatVector.broadcast(SPECIES, EXP_5);
        var c6 = FloatVector.broadcast(SPECIES, EXP_6);
        var bound = FloatVector.broadcast(SPECIES, ERF_BOUND);
        var end = FloatVector.broadcast(SPECIES, 4f); // beyond, it rounds to 1
        var round = FloatVector.broadcast(SPECIES, ROUND);
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var t = xi.abs();
            var z = t.mul(t);
            var z2 = z.mul(z);
            var odd = e6.fma(z2, e5.fma(z, e4)).fma(z2.mul(z2), e3.fma(z, e2).fma(z2, e1.fma(z, e0)));
            var small = odd.fma(t, t);
            // from there on 1 − e^(t·p(t))
            var s = t.blend(end, t.compare(VectorOperators.GT, end));
            var s2 = s.mul(s);
            var p = t6.fma(s2, t5.fma(s, t4)).fma(s2.mul(s2), t3.fma(s, t2).fma(s2, t1.fma(s, t0)));
            var a = p.mul(s);
            var rounded = a.fma(log2e, round);
            var n = rounded.sub(round);
            var r = n.fma(minusLn2Low, n.fma(minusLn2High, a));
            var r2 = r.mul(r);
            var q = c6.fma(r2, c5.fma(r, c4)).fma(r2, c3.fma(r, c2));
            var power = q.fma(r, one).fma(r, one);
            var scale = rounded.reinterpretAsInts()
                    .lanewise(VectorOperators.LSHL, 23)
                    .add(ONE_BITS)
                    .reinterpretAsFloats();
            var large = one.sub(power.mul(scale));
            var magnitude = large.blend(small, t.compare(VectorOperators.LT, bound));
            var sign = xi.reinterpretAsInts().and(SIGN_BIT);
            var yi = magnitude.reinterpretAsInts().or(sign).reinterpretAsFloats();
            if (i <= length - LANES) {
                yi.intoArray(y, yo + i);
            } else {
                yi.intoArray(y, yo + i, SPECIES.indexInRange(0, length - i));
            }
        }
    }

    /// `for i in [0, length): y[yo + i] = Φ(x[xo + i])`, the distribution function of the standard normal
    /// distribution, `(1 + erf(x/√2))/2`, within 2·10^-7; where the result is small its relative error stays
    /// below 2·10^-4, down to `x = -13`, below which it is 0. `y` may be `x` at the same offset.
    ///
    /// `Φ(−t) = e^(-t²/2)·u·p(u)` with `u = h/(h + t)`, `h = 2.94`, of the form of Hastings, "Approximations for
    /// Digital Computers", 1955: the quotient of the tail and the density is smooth from 0 to its end.
    public static void normalCdf(float[] x, int xo, float[] y, int yo, int length) {
        var zero = FloatVector.broadcast(SPECIES, 0f);
        var minusHalf = FloatVector.broadcast(SPECIES, -0.5f);
        var end = FloatVector.broadcast(SPECIES, 13f);
        var width = FloatVector.broadcast(SPECIES, CDF_WIDTH);
        var u1 = FloatVector.broadcast(SPECIES, CDF_1);
        var u2 = FloatVector.broadcast(SPECIES, CDF_2);
        var u3 = FloatVector.broadcast(SPECIES, CDF_3);
        var u4 = FloatVector.broadcast(SPECIES, CDF_4);
        var u5 = FloatVector.broadcast(SPECIES, CDF_5);
        var u6 = FloatVector.broadcast(SPECIES, CDF_6);
        var u7 = FloatVector.broadcast(SPECIES, CDF_7);
        var round = FloatVector.broadcast(SPECIES, ROUND);
        var log2e = FloatVector.broadcast(SPECIES, LOG2_E);
        var minusLn2High = FloatVector.broadcast(SPECIES, -LN2_HIGH);
        var minusLn2Low = FloatVector.broadcast(SPECIES, -LN2_LOW);
        var one = FloatVector.broadcast(SPECIES, 1f);
        var c2 = FloatVector.broadcast(SPECIES, EXP_2);
        var c3 = FloatVector.broadcast(SPECIES, EXP_3);
        var c4 = FloatVector.broadcast(SPECIES, EXP_4);
        var c5 = FloatVector.broadcast(SPECIES, EXP_5);
        var c6 = FloatVector.broadcast(SPECIES, EXP_6);
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var t = xi.abs();
            var far = t.compare(VectorOperators.GT, end);
            t = t.blend(end, far);
            var u = width.div(t.add(width));
            var v = u.mul(u);
            var p = u7.fma(v, u6.fma(u, u5))
                    .fma(v, u4.fma(u, u3))
                    .fma(v.mul(u), u2.fma(u, u1).mul(u)); // u·p(u)
            // e^(-t²/2), which is not denormal
            var a = t.mul(t).mul(minusHalf);
            var rounded = a.fma(log2e, round);
            var n = rounded.sub(round);
            var r = n.fma(minusLn2Low, n.fma(minusLn2High, a));
            var r2 = r.mul(r);
            var q = c6.fma(r2, c5.fma(r, c4)).fma(r2, c3.fma(r, c2));
            var power = q.fma(r, one).fma(r, one);
            var scale = rounded.reinterpretAsInts()
                    .lanewise(VectorOperators.LSHL, 23)
                    .add(ONE_BITS)
                    .reinterpretAsFloats();
            var tail = power.mul(scale).mul(p).blend(zero, far);
            var yi = one.sub(tail).blend(tail, xi.compare(VectorOperators.LT, zero));
            if (i <= length - LANES) {
                yi.intoArray(y, yo + i);
            } else {
                yi.intoArray(y, yo + i, SPECIES.indexInRange(0, length - i));
            }
        }
    }

    /// `for i in [0, length): y[yo + i] = x·Φ(x)`, `x = x[xo + i]`, within 2·10^-7·|x|, as
    /// `max(x, 0) − |x|·Φ(−|x|)` with the formula of [#normalCdf]. `y` may be `x` at the same offset.
    public static void gelu(float[] x, int xo, float[] y, int yo, int length) {
        var zero = FloatVector.broadcast(SPECIES, 0f);
        var minusHalf = FloatVector.broadcast(SPECIES, -0.5f);
        var end = FloatVector.broadcast(SPECIES, 13.2f);
        var width = FloatVector.broadcast(SPECIES, CDF_WIDTH);
        var u1 = FloatVector.broadcast(SPECIES, -CDF_1);
        var u2 = FloatVector.broadcast(SPECIES, -CDF_2);
        var u3 = FloatVector.broadcast(SPECIES, -CDF_3);
        var u4 = FloatVector.broadcast(SPECIES, -CDF_4);
        var u5 = FloatVector.broadcast(SPECIES, -CDF_5);
        var u6 = FloatVector.broadcast(SPECIES, -CDF_6);
        var u7 = FloatVector.broadcast(SPECIES, -CDF_7);
        var round = FloatVector.broadcast(SPECIES, ROUND);
        var log2e = FloatVector.broadcast(SPECIES, LOG2_E);
        var minusLn2High = FloatVector.broadcast(SPECIES, -LN2_HIGH);
        var minusLn2Low = FloatVector.broadcast(SPECIES, -LN2_LOW);
        var one = FloatVector.broadcast(SPECIES, 1f);
        var c2 = FloatVector.broadcast(SPECIES, EXP_2);
        var c3 = FloatVector.broadcast(SPECIES, EXP_3);
        var c4 = FloatVector.broadcast(SPECIES, EXP_4);
        var c5 = FloatVector.broadcast(SPECIES, EXP_5);
        var c6 = FloatVector.broadcast(SPECIES, EXP_6);
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var t = xi.abs();
            t = t.blend(end, t.compare(VectorOperators.GT, end)); // e^(-t²/2) is not denormal, and its share nothing
            var u = width.div(t.add(width));
            var v = u.mul(u);
            var p = u7.fma(v, u6.fma(u, u5))
                    .fma(v, u4.fma(u, u3))
                    .fma(v.mul(u), u2.fma(u, u1).mul(u)); // u·p(u)
            var a = t.mul(t).mul(minusHalf);
            var rounded = a.fma(log2e, round);
            var n = rounded.sub(round);
            var r = n.fma(minusLn2Low, n.fma(minusLn2High, a));
            var r2 = r.mul(r);
            var q = c6.fma(r2, c5.fma(r, c4)).fma(r2, c3.fma(r, c2));
            var power = q.fma(r, one).fma(r, one);
            var scale = rounded.reinterpretAsInts()
                    .lanewise(VectorOperators.LSHL, 23)
                    .add(ONE_BITS)
                    .reinterpretAsFloats();
            var minusTail = power.mul(scale).mul(p);
            var yi = minusTail.fma(t, xi.blend(zero, xi.compare(VectorOperators.LT, zero)));
            if (i <= length - LANES) {
                yi.intoArray(y, yo + i);
            } else {
                yi.intoArray(y, yo + i, SPECIES.indexInRange(0, length - i));
            }
        }
    }

    /// `for i in [0, length): y[yo + i] += x·φ(x)`, `x = x[xo + i]`, with the density of the standard normal
    /// distribution, `φ(x) = e^(-x²/2)/√(2π)`, within 1e-7; 0 beyond `|x| = 13`, but NaN at infinity. `y` must
    /// not be `x`.
    public static void addNormalDensity(float[] x, int xo, float[] y, int yo, int length) {
        var zero = FloatVector.broadcast(SPECIES, 0f);
        var sqrtHalf = FloatVector.broadcast(SPECIES, SQRT_HALF);
        var end = FloatVector.broadcast(SPECIES, NORMAL_END);
        var densityAt0 = FloatVector.broadcast(SPECIES, DENSITY_AT_0);
        var round = FloatVector.broadcast(SPECIES, ROUND);
        var log2e = FloatVector.broadcast(SPECIES, LOG2_E);
        var minusLn2High = FloatVector.broadcast(SPECIES, -LN2_HIGH);
        var minusLn2Low = FloatVector.broadcast(SPECIES, -LN2_LOW);
        var one = FloatVector.broadcast(SPECIES, 1f);
        var c2 = FloatVector.broadcast(SPECIES, EXP_2);
        var c3 = FloatVector.broadcast(SPECIES, EXP_3);
        var c4 = FloatVector.broadcast(SPECIES, EXP_4);
        var c5 = FloatVector.broadcast(SPECIES, EXP_5);
        var c6 = FloatVector.broadcast(SPECIES, EXP_6);
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var t = xi.abs().mul(sqrtHalf);
            var far = t.compare(VectorOperators.GT, end);
            var s = t.blend(end, far);
            // e^(-s²), which is never denormal, by the polynomial of Exponential
            var a = s.mul(s).neg();
            var rounded = a.fma(log2e, round);
            var n = rounded.sub(round);
            var r = n.fma(minusLn2Low, n.fma(minusLn2High, a));
            var r2 = r.mul(r);
            var q = c6.fma(r2, c5.fma(r, c4)).fma(r2, c3.fma(r, c2));
            var power = q.fma(r, one).fma(r, one);
            var scale = rounded.reinterpretAsInts()
                    .lanewise(VectorOperators.LSHL, 23)
                    .add(ONE_BITS)
                    .reinterpretAsFloats();
            var density = power.mul(scale).mul(densityAt0).blend(zero, far);
            var yi = xi.fma(density, FloatVector.fromArray(SPECIES, y, yo + i));
            if (i <= length - LANES) {
                yi.intoArray(y, yo + i);
            } else {
                yi.intoArray(y, yo + i, SPECIES.indexInRange(0, length - i));
            }
        }
    }
}

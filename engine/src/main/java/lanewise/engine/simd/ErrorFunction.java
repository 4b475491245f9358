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
import static lanewise.engine.simd.Constants.EXP_2;
import static lanewise.engine.simd.Constants.EXP_3;
import static lanewise.engine.simd.Constants.EXP_4;
import static lanewise.engine.simd.Constants.EXP_5;
import static lanewise.engine.simd.Constants.EXP_6;
import static lanewise.engine.simd.Constants.HALF;
import static lanewise.engine.simd.Constants.LOG2_E_HIGH;
import static lanewise.engine.simd.Constants.MINUS_LN2_HIGH;
import static lanewise.engine.simd.Constants.MINUS_LN2_LOW;
import static lanewise.engine.simd.Constants.NORMAL_END;
import static lanewise.engine.simd.Constants.ONE;
import static lanewise.engine.simd.Constants.ONE_BITS;
import static lanewise.engine.simd.Constants.ROUND;
import static lanewise.engine.simd.Constants.SIGN_BIT;
import static lanewise.engine.simd.Constants.SQRT_HALF;
import static lanewise.engine.simd.Constants.ZERO;
import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// The error function and the normal distribution, of runs of floats, made as [Exponential] says: near 0 a
/// polynomial, beyond 0.9375 the exponential function of one.
public final class ErrorFunction {
    private ErrorFunction() {}

    /// `for i in [0, length): y[yo + i] = erf x[xo + i]`, the error function `2/√π·∫₀ˣ e^-t² dt`, within 1.5 ULP.
    /// `y` must not be `x`.
    public static void erf(float[] x, int xo, float[] y, int yo, int length) {
        logarithmsOfTails(x, xo, y, yo, length);
        Exponential.exp(y, yo, 0f, y, yo, length);
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var t = xi.abs();
            var z = t.mul(t);
            var p = ERF_6.fma(z, ERF_5);
            p = p.fma(z, ERF_4);
            p = p.fma(z, ERF_3);
            p = p.fma(z, ERF_2);
            p = p.fma(z, ERF_1);
            p = p.fma(z, ERF_0);
            var small = p.fma(t, t);
            var large = ONE.sub(FloatVector.fromArray(SPECIES, y, yo + i));
            var magnitude = large.blend(small, t.compare(VectorOperators.LT, ERF_BOUND));
            var sign = xi.reinterpretAsInts().and(SIGN_BIT);
            var yi = magnitude.reinterpretAsInts().or(sign).reinterpretAsFloats();
            if (i <= length - LANES) {
                yi.intoArray(y, yo + i);
            } else {
                yi.intoArray(y, yo + i, SPECIES.indexInRange(0, length - i));
            }
        }
    }

    /// `y = ln(1 − erf |x|)` where `|x|` is from 0.9375 to 4. Beyond, `erf x` rounds to 1.
    private static void logarithmsOfTails(float[] x, int xo, float[] y, int yo, int length) {
        for (int i = 0; i < length; i += LANES) {
            var t = FloatVector.fromArray(SPECIES, x, xo + i).abs();
            var s = t.blend(4f, t.compare(VectorOperators.GT, 4f));
            var p = ERF_TAIL_6.fma(s, ERF_TAIL_5);
            p = p.fma(s, ERF_TAIL_4);
            p = p.fma(s, ERF_TAIL_3);
            p = p.fma(s, ERF_TAIL_2);
            p = p.fma(s, ERF_TAIL_1);
            p = p.fma(s, ERF_TAIL_0);
            var yi = p.mul(s);
            if (i <= length - LANES) {
                yi.intoArray(y, yo + i);
            } else {
                yi.intoArray(y, yo + i, SPECIES.indexInRange(0, length - i));
            }
        }
    }

    /// `for i in [0, length): y[yo + i] = Φ(x[xo + i])`, the distribution function of the standard normal
    /// distribution, `(1 + erf(x/√2))/2`, within 2^-23; where the result is small its relative error stays below
    /// 2·10^-4, down to `x = -13`, below which it is 0. `y` must not be `x`.
    public static void normalCdf(float[] x, int xo, float[] y, int yo, int length) {
        logarithmsOfLongTails(x, xo, y, yo, length);
        Exponential.exp(y, yo, 0f, y, yo, length);
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var t = xi.abs().mul(SQRT_HALF);
            var z = t.mul(t);
            var p = ERF_6.fma(z, ERF_5);
            p = p.fma(z, ERF_4);
            p = p.fma(z, ERF_3);
            p = p.fma(z, ERF_2);
            p = p.fma(z, ERF_1);
            p = p.fma(z, ERF_0);
            var small = p.fma(t, t);
            var tail = FloatVector.fromArray(SPECIES, y, yo + i)
                    .mul(HALF)
                    .blend(ZERO, t.compare(VectorOperators.GT, NORMAL_END));
            var upper = HALF.sub(small.mul(HALF)).blend(tail, t.compare(VectorOperators.GT, ERF_BOUND));
            var yi = ONE.sub(upper).blend(upper, xi.compare(VectorOperators.LT, ZERO));
            if (i <= length - LANES) {
                yi.intoArray(y, yo + i);
            } else {
                yi.intoArray(y, yo + i, SPECIES.indexInRange(0, length - i));
            }
        }
    }

    /// `y = ln(1 − erf t)`, `t = |x|/√2`, where `t` is from 0.9375 to 9.2.
    private static void logarithmsOfLongTails(float[] x, int xo, float[] y, int yo, int length) {
        for (int i = 0; i < length; i += LANES) {
            var t = FloatVector.fromArray(SPECIES, x, xo + i).abs().mul(SQRT_HALF);
            var s = t.blend(NORMAL_END, t.compare(VectorOperators.GT, NORMAL_END));
            var p = CDF_TAIL_9.fma(s, CDF_TAIL_8);
            p = p.fma(s, CDF_TAIL_7);
            p = p.fma(s, CDF_TAIL_6);
            p = p.fma(s, CDF_TAIL_5);
            p = p.fma(s, CDF_TAIL_4);
            p = p.fma(s, CDF_TAIL_3);
            p = p.fma(s, CDF_TAIL_2);
            p = p.fma(s, CDF_TAIL_1);
            p = p.fma(s, CDF_TAIL_0);
            var yi = p.mul(s);
            if (i <= length - LANES) {
                yi.intoArray(y, yo + i);
            } else {
                yi.intoArray(y, yo + i, SPECIES.indexInRange(0, length - i));
            }
        }
    }

    /// `for i in [0, length): y[yo + i] += x·φ(x)`, `x = x[xo + i]`, with the density of the standard normal
    /// distribution, `φ(x) = e^(-x²/2)/√(2π)`, within 1e-7; 0 beyond `|x| = 13`. `y` must not be `x`.
    public static void addNormalDensity(float[] x, int xo, float[] y, int yo, int length) {
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var t = xi.abs().mul(SQRT_HALF);
            var far = t.compare(VectorOperators.GT, NORMAL_END);
            var s = t.blend(NORMAL_END, far);
            // e^(-s²), which is never denormal, by the polynomial of Exponential
            var a = s.mul(s).neg();
            var rounded = a.fma(LOG2_E_HIGH, ROUND);
            var n = rounded.sub(ROUND);
            var r = n.fma(MINUS_LN2_LOW, n.fma(MINUS_LN2_HIGH, a));
            var q = EXP_6.fma(r, EXP_5);
            q = q.fma(r, EXP_4);
            q = q.fma(r, EXP_3);
            q = q.fma(r, EXP_2);
            var power = r.mul(r).fma(q, r).add(ONE);
            var scale = rounded.reinterpretAsInts()
                    .lanewise(VectorOperators.LSHL, 23)
                    .add(ONE_BITS);
            var density =
                    power.mul(scale.reinterpretAsFloats()).mul(DENSITY_AT_0).blend(ZERO, far);
            var yi = xi.fma(density, FloatVector.fromArray(SPECIES, y, yo + i));
            if (i <= length - LANES) {
                yi.intoArray(y, yo + i);
            } else {
                yi.intoArray(y, yo + i, SPECIES.indexInRange(0, length - i));
            }
        }
    }
}

package lanewise.engine.simd;

import static lanewise.engine.simd.Constants.EXP_2;
import static lanewise.engine.simd.Constants.EXP_3;
import static lanewise.engine.simd.Constants.EXP_4;
import static lanewise.engine.simd.Constants.EXP_5;
import static lanewise.engine.simd.Constants.EXP_6;
import static lanewise.engine.simd.Constants.EXP_BEGIN;
import static lanewise.engine.simd.Constants.LOG2_E_HIGH;
import static lanewise.engine.simd.Constants.MINUS_LN2_HIGH;
import static lanewise.engine.simd.Constants.MINUS_LN2_LOW;
import static lanewise.engine.simd.Constants.ONE;
import static lanewise.engine.simd.Constants.ONE_BITS;
import static lanewise.engine.simd.Constants.ROUND;
import static lanewise.engine.simd.Constants.SIGN_BIT;
import static lanewise.engine.simd.Constants.TANH_1;
import static lanewise.engine.simd.Constants.TANH_2;
import static lanewise.engine.simd.Constants.TANH_3;
import static lanewise.engine.simd.Constants.TANH_4;
import static lanewise.engine.simd.Constants.TANH_5;
import static lanewise.engine.simd.Constants.TWO;
import static lanewise.engine.simd.Constants.ZERO;
import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// The logistic function and the hyperbolic tangent, which are one curve at two scales, of runs of floats; see
/// [Exponential], whose polynomial they repeat, since they divide while they multiply.
public final class Logistic {
    private Logistic() {}

    /// `for i in [0, length): y[yo + i] = 1/(1 + e^-x[xo + i])`, within 2.5 ULP, denormal results included. `y` may
    /// be `x` at the same offset.
    public static void sigmoid(float[] x, int xo, float[] y, int yo, int length) {
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            // of e = e^-|x| in both halves, which cannot overflow: 1/(1 + e) and e/(1 + e)
            var a = xi.abs().neg();
            var bounded = a.blend(EXP_BEGIN, a.compare(VectorOperators.LT, EXP_BEGIN));
            var rounded = bounded.fma(LOG2_E_HIGH, ROUND);
            var n = rounded.sub(ROUND);
            var r = n.fma(MINUS_LN2_LOW, n.fma(MINUS_LN2_HIGH, bounded));
            var q = EXP_6.fma(r, EXP_5);
            q = q.fma(r, EXP_4);
            q = q.fma(r, EXP_3);
            q = q.fma(r, EXP_2);
            var power = r.mul(r).fma(q, r).add(ONE);
            var exponent = rounded.reinterpretAsInts();
            var half = exponent.lanewise(VectorOperators.ASHR, 1);
            var other = exponent.sub(half);
            var e = power.mul(half.lanewise(VectorOperators.LSHL, 23)
                            .add(ONE_BITS)
                            .reinterpretAsFloats())
                    .mul(other.lanewise(VectorOperators.LSHL, 23).add(ONE_BITS).reinterpretAsFloats());
            var yi = ONE.blend(e, xi.compare(VectorOperators.LT, ZERO)).div(e.add(ONE));
            if (i <= length - LANES) {
                yi.intoArray(y, yo + i);
            } else {
                yi.intoArray(y, yo + i, SPECIES.indexInRange(0, length - i));
            }
        }
    }

    /// `for i in [0, length): y[yo + i] = tanh x[xo + i]`, within 1.5 ULP. `y` may be `x` at the same offset.
    public static void tanh(float[] x, int xo, float[] y, int yo, int length) {
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var a = xi.abs();
            var z = a.mul(a);
            var p = TANH_5.fma(z, TANH_4);
            p = p.fma(z, TANH_3);
            p = p.fma(z, TANH_2);
            p = p.fma(z, TANH_1);
            var small = a.mul(z).fma(p, a);
            // beyond 0.625: 1 − 2/(e^2a + 1), which is 1 from 9.02 on
            var twice = a.add(a);
            var bounded = twice.blend(20f, twice.compare(VectorOperators.GT, 20f));
            var rounded = bounded.fma(LOG2_E_HIGH, ROUND);
            var n = rounded.sub(ROUND);
            var r = n.fma(MINUS_LN2_LOW, n.fma(MINUS_LN2_HIGH, bounded));
            var q = EXP_6.fma(r, EXP_5);
            q = q.fma(r, EXP_4);
            q = q.fma(r, EXP_3);
            q = q.fma(r, EXP_2);
            var power = r.mul(r).fma(q, r).add(ONE);
            var scale = rounded.reinterpretAsInts()
                    .lanewise(VectorOperators.LSHL, 23)
                    .add(ONE_BITS);
            var e = power.mul(scale.reinterpretAsFloats());
            var large = ONE.sub(TWO.div(e.add(ONE)));
            var magnitude =
                    large.blend(small, a.compare(VectorOperators.LT, 0.625f)).reinterpretAsInts();
            var yi = magnitude.or(xi.reinterpretAsInts().and(SIGN_BIT)).reinterpretAsFloats();
            if (i <= length - LANES) {
                yi.intoArray(y, yo + i);
            } else {
                yi.intoArray(y, yo + i, SPECIES.indexInRange(0, length - i));
            }
        }
    }
}

package lanewise.engine.simd;

import static lanewise.engine.simd.Constants.EXP_2;
import static lanewise.engine.simd.Constants.EXP_3;
import static lanewise.engine.simd.Constants.EXP_4;
import static lanewise.engine.simd.Constants.EXP_5;
import static lanewise.engine.simd.Constants.EXP_6;
import static lanewise.engine.simd.Constants.LN2_HIGH;
import static lanewise.engine.simd.Constants.LN2_LOW;
import static lanewise.engine.simd.Constants.LOG2_E;
import static lanewise.engine.simd.Constants.ROUND;
import static lanewise.engine.simd.Constants.SIGN_BIT;
import static lanewise.engine.simd.Constants.SINH_1;
import static lanewise.engine.simd.Constants.SINH_2;
import static lanewise.engine.simd.Constants.SINH_3;
import static lanewise.engine.simd.Constants.SINH_4;
import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// The hyperbolic sine and cosine of runs of floats, made as [Exponential] says: `e^t/2 ∓ e^-t/2` for `t = |x|`,
/// with a quarter of the exponential in two floats, which does not overflow before the result does.
public final class Hyperbolic {
    /// The bits of 1/4.
    private static final int QUARTER_BITS = 0x3e800000;

    /// Both overflow before.
    private static final float END = 89.5f;

    private Hyperbolic() {}

    /// `for i in [0, length): y[yo + i] = sinh x[xo + i]`, within 1.5 ULP. `y` may be `x` at the same offset.
    ///
    /// Below 1 an odd polynomial, since little is left of the difference there.
    public static void sinh(float[] x, int xo, float[] y, int yo, int length) {
        var end = FloatVector.broadcast(SPECIES, END);
        var log2e = FloatVector.broadcast(SPECIES, LOG2_E);
        var minusLn2High = FloatVector.broadcast(SPECIES, -LN2_HIGH);
        var minusLn2Low = FloatVector.broadcast(SPECIES, -LN2_LOW);
        var round = FloatVector.broadcast(SPECIES, ROUND);
        var sixteenth = FloatVector.broadcast(SPECIES, 0.0625f);
        var c2 = FloatVector.broadcast(SPECIES, EXP_2);
        var c3 = FloatVector.broadcast(SPECIES, EXP_3);
        var c4 = FloatVector.broadcast(SPECIES, EXP_4);
        var c5 = FloatVector.broadcast(SPECIES, EXP_5);
        var c6 = FloatVector.broadcast(SPECIES, EXP_6);
        var bound = FloatVector.broadcast(SPECIES, 1f);
        var s1 = FloatVector.broadcast(SPECIES, SINH_1);
        var s2 = FloatVector.broadcast(SPECIES, SINH_2);
        var s3 = FloatVector.broadcast(SPECIES, SINH_3);
        var s4 = FloatVector.broadcast(SPECIES, SINH_4);
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var t = xi.abs();
            var a = t.blend(end, t.compare(VectorOperators.GT, end));
            var rounded = a.fma(log2e, round);
            var n = rounded.sub(round);
            var r = n.fma(minusLn2Low, n.fma(minusLn2High, a));
            var r2 = r.mul(r);
            var q = c6.fma(r2, c5.fma(r, c4)).fma(r2, c3.fma(r, c2));
            // e^t/4 = s + s·(e^r − 1) with s = 2^(n − 2), and what the rounding of that sum lost
            var scale = rounded.reinterpretAsInts()
                    .lanewise(VectorOperators.LSHL, 23)
                    .add(QUARTER_BITS)
                    .reinterpretAsFloats();
            var part = r2.fma(q, r).mul(scale);
            var power = scale.add(part);
            var lost = scale.sub(power).add(part);
            var inverse = sixteenth.div(power); // e^-t/4
            var z = t.mul(t);
            var small = t.mul(z).fma(s4.fma(z, s3).fma(z.mul(z), s2.fma(z, s1)), t);
            var half = lost.sub(inverse).add(power);
            var magnitude = half.add(half).blend(small, t.compare(VectorOperators.LT, bound));
            var sign = xi.reinterpretAsInts().and(SIGN_BIT);
            var yi = magnitude.reinterpretAsInts().or(sign).reinterpretAsFloats();
            if (i <= length - LANES) {
                yi.intoArray(y, yo + i);
            } else {
                yi.intoArray(y, yo + i, SPECIES.indexInRange(0, length - i));
            }
        }
    }

    /// `for i in [0, length): y[yo + i] = cosh x[xo + i]`, within 1.5 ULP. `y` may be `x` at the same offset.
    public static void cosh(float[] x, int xo, float[] y, int yo, int length) {
        var end = FloatVector.broadcast(SPECIES, END);
        var log2e = FloatVector.broadcast(SPECIES, LOG2_E);
        var minusLn2High = FloatVector.broadcast(SPECIES, -LN2_HIGH);
        var minusLn2Low = FloatVector.broadcast(SPECIES, -LN2_LOW);
        var round = FloatVector.broadcast(SPECIES, ROUND);
        var sixteenth = FloatVector.broadcast(SPECIES, 0.0625f);
        var c2 = FloatVector.broadcast(SPECIES, EXP_2);
        var c3 = FloatVector.broadcast(SPECIES, EXP_3);
        var c4 = FloatVector.broadcast(SPECIES, EXP_4);
        var c5 = FloatVector.broadcast(SPECIES, EXP_5);
        var c6 = FloatVector.broadcast(SPECIES, EXP_6);
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var t = xi.abs();
            var a = t.blend(end, t.compare(VectorOperators.GT, end));
            var rounded = a.fma(log2e, round);
            var n = rounded.sub(round);
            var r = n.fma(minusLn2Low, n.fma(minusLn2High, a));
            var r2 = r.mul(r);
            var q = c6.fma(r2, c5.fma(r, c4)).fma(r2, c3.fma(r, c2));
            // e^t/4 = s + s·(e^r − 1) with s = 2^(n − 2), and what the rounding of that sum lost
            var scale = rounded.reinterpretAsInts()
                    .lanewise(VectorOperators.LSHL, 23)
                    .add(QUARTER_BITS)
                    .reinterpretAsFloats();
            var part = r2.fma(q, r).mul(scale);
            var power = scale.add(part);
            var lost = scale.sub(power).add(part);
            var inverse = sixteenth.div(power); // e^-t/4
            var half = lost.add(inverse).add(power);
            var yi = half.add(half);
            if (i <= length - LANES) {
                yi.intoArray(y, yo + i);
            } else {
                yi.intoArray(y, yo + i, SPECIES.indexInRange(0, length - i));
            }
        }
    }
}

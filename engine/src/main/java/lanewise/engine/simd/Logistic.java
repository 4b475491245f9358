package lanewise.engine.simd;

import static lanewise.engine.simd.Constants.EXP_2;
import static lanewise.engine.simd.Constants.EXP_3;
import static lanewise.engine.simd.Constants.EXP_4;
import static lanewise.engine.simd.Constants.EXP_5;
import static lanewise.engine.simd.Constants.EXP_6;
import static lanewise.engine.simd.Constants.LN2_HIGH;
import static lanewise.engine.simd.Constants.LN2_LOW;
import static lanewise.engine.simd.Constants.LOG2_E;
import static lanewise.engine.simd.Constants.ONE_BITS;
import static lanewise.engine.simd.Constants.ROUND;
import static lanewise.engine.simd.Constants.SIGN_BIT;
import static lanewise.engine.simd.Constants.TANH_1;
import static lanewise.engine.simd.Constants.TANH_2;
import static lanewise.engine.simd.Constants.TANH_3;
import static lanewise.engine.simd.Constants.TANH_4;
import static lanewise.engine.simd.Constants.TANH_5;
import static lanewise.engine.simd.Constants.TANH_BOUND;
import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/// The logistic function and the hyperbolic tangent of runs of floats, made as [Exponential] says.
public final class Logistic {
    private Logistic() {}

    /// `for i in [0, length): y[yo + i] = 1/(1 + e^-x[xo + i])`, within 2.5 ULP. `y` may be `x` at the same offset.
    public static void sigmoid(float[] x, int xo, float[] y, int yo, int length) {
        int whole = Lanes.wholeVectors(length);
        for (int i = 0; i < whole; i += Exponential.RUN) {
            int count = Math.min(Exponential.RUN, whole - i);
            if (x == y) {
                byBlocks(x, xo + i, y, yo + i, count, false);
            } else if (ofNormal(x, xo + i, y, yo + i, count) > Exponential.NORMAL_BITS) {
                byBlocks(x, xo + i, y, yo + i, count, true);
            }
        }
        if (whole < length) { // as in Exponential
            ofAny(x, xo + whole, y, yo + whole, length - whole);
        }
    }

    /// As in [Exponential].
    private static void byBlocks(float[] x, int xo, float[] y, int yo, int length, boolean done) {
        for (int i = 0; i < length; i += Exponential.BLOCK) {
            int count = Math.min(Exponential.BLOCK, length - i);
            boolean normal = Exponential.largestMagnitude(x, xo + i, 0f, count) <= Exponential.NORMAL;
            if (!normal) {
                ofAny(x, xo + i, y, yo + i, count);
            } else if (!done) {
                ofNormal(x, xo + i, y, yo + i, count);
            }
        }
    }

    /// Of whole vectors of arguments whose powers are normal: the same bits as [#ofAny], in fewer steps. Returns
    /// the bits of the largest `|x|`, by which the caller finds out whether they were; a NaN's are larger.
    private static int ofNormal(float[] x, int xo, float[] y, int yo, int length) {
        var log2e = FloatVector.broadcast(SPECIES, LOG2_E);
        var minusLn2High = FloatVector.broadcast(SPECIES, -LN2_HIGH);
        var minusLn2Low = FloatVector.broadcast(SPECIES, -LN2_LOW);
        var round = FloatVector.broadcast(SPECIES, ROUND);
        var one = FloatVector.broadcast(SPECIES, 1f);
        var c2 = FloatVector.broadcast(SPECIES, EXP_2);
        var c3 = FloatVector.broadcast(SPECIES, EXP_3);
        var c4 = FloatVector.broadcast(SPECIES, EXP_4);
        var c5 = FloatVector.broadcast(SPECIES, EXP_5);
        var c6 = FloatVector.broadcast(SPECIES, EXP_6);
        IntVector largest = FloatVector.zero(SPECIES).reinterpretAsInts();
        for (int i = 0; i < length; i += LANES) {
            var a = FloatVector.fromArray(SPECIES, x, xo + i).neg();
            largest = largest.max(a.abs().reinterpretAsInts());
            var rounded = a.fma(log2e, round);
            var n = rounded.sub(round);
            var r = n.fma(minusLn2Low, n.fma(minusLn2High, a));
            var r2 = r.mul(r);
            var q = c6.fma(r2, c5.fma(r, c4)).fma(r2, c3.fma(r, c2));
            var power = q.fma(r, one).fma(r, one).reinterpretAsInts();
            var e = power.add(rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23))
                    .reinterpretAsFloats();
            one.div(e.add(one)).intoArray(y, yo + i);
        }
        return largest.reduceLanes(VectorOperators.MAX);
    }

    /// The same formula, but below −87 that of `e^x`, to which `1/(1 + e^-x)` is as near as makes no difference,
    /// and which ends in denormal numbers.
    private static void ofAny(float[] x, int xo, float[] y, int yo, int length) {
        var end = FloatVector.broadcast(SPECIES, Exponential.NORMAL);
        var begin = FloatVector.broadcast(SPECIES, -Exponential.NORMAL);
        var last = FloatVector.broadcast(SPECIES, -104f);
        var log2e = FloatVector.broadcast(SPECIES, LOG2_E);
        var minusLn2High = FloatVector.broadcast(SPECIES, -LN2_HIGH);
        var minusLn2Low = FloatVector.broadcast(SPECIES, -LN2_LOW);
        var round = FloatVector.broadcast(SPECIES, ROUND);
        var one = FloatVector.broadcast(SPECIES, 1f);
        var c2 = FloatVector.broadcast(SPECIES, EXP_2);
        var c3 = FloatVector.broadcast(SPECIES, EXP_3);
        var c4 = FloatVector.broadcast(SPECIES, EXP_4);
        var c5 = FloatVector.broadcast(SPECIES, EXP_5);
        var c6 = FloatVector.broadcast(SPECIES, EXP_6);
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var far = xi.compare(VectorOperators.LT, begin);
            // −x up to 87 (a NaN stays), and x itself where that is below −87
            var a = xi.blend(end, xi.compare(VectorOperators.GT, end)).neg().blend(xi, far);
            a = a.blend(last, a.compare(VectorOperators.LT, last));
            var rounded = a.fma(log2e, round);
            var n = rounded.sub(round);
            var r = n.fma(minusLn2Low, n.fma(minusLn2High, a));
            var r2 = r.mul(r);
            var q = c6.fma(r2, c5.fma(r, c4)).fma(r2, c3.fma(r, c2));
            var power = q.fma(r, one).fma(r, one);
            var exponent = rounded.reinterpretAsInts();
            var half = exponent.lanewise(VectorOperators.ASHR, 1);
            var other = exponent.sub(half);
            var e = power.mul(half.lanewise(VectorOperators.LSHL, 23)
                            .add(ONE_BITS)
                            .reinterpretAsFloats())
                    .mul(other.lanewise(VectorOperators.LSHL, 23).add(ONE_BITS).reinterpretAsFloats());
            var yi = one.div(e.add(one)).blend(e, far);
            if (i <= length - LANES) {
                yi.intoArray(y, yo + i);
            } else {
                yi.intoArray(y, yo + i, SPECIES.indexInRange(0, length - i));
            }
        }
    }

    /// `for i in [0, length): y[yo + i] = tanh x[xo + i]`, within 1.5 ULP. `y` may be `x` at the same offset.
    ///
    /// Up to 0.625 an odd polynomial, beyond it `1 − 2/(e^2|x| + 1)`, which is 1 from 9.02 on.
    public static void tanh(float[] x, int xo, float[] y, int yo, int length) {
        var end = FloatVector.broadcast(SPECIES, 10f);
        var bound = FloatVector.broadcast(SPECIES, TANH_BOUND);
        var t1 = FloatVector.broadcast(SPECIES, TANH_1);
        var t2 = FloatVector.broadcast(SPECIES, TANH_2);
        var t3 = FloatVector.broadcast(SPECIES, TANH_3);
        var t4 = FloatVector.broadcast(SPECIES, TANH_4);
        var t5 = FloatVector.broadcast(SPECIES, TANH_5);
        var log2e = FloatVector.broadcast(SPECIES, 2 * LOG2_E);
        var minusLn2High = FloatVector.broadcast(SPECIES, -LN2_HIGH);
        var minusLn2Low = FloatVector.broadcast(SPECIES, -LN2_LOW);
        var round = FloatVector.broadcast(SPECIES, ROUND);
        var one = FloatVector.broadcast(SPECIES, 1f);
        var minusTwo = FloatVector.broadcast(SPECIES, -2f);
        var c2 = FloatVector.broadcast(SPECIES, EXP_2);
        var c3 = FloatVector.broadcast(SPECIES, EXP_3);
        var c4 = FloatVector.broadcast(SPECIES, EXP_4);
        var c5 = FloatVector.broadcast(SPECIES, EXP_5);
        var c6 = FloatVector.broadcast(SPECIES, EXP_6);
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var t = xi.abs();
            var z = t.mul(t);
            var p = t5.fma(z, t4).fma(z.mul(z), t3.fma(z, t2)).fma(z, t1);
            var small = t.mul(z).fma(p, t);
            var a = t.blend(end, t.compare(VectorOperators.GT, end));
            var rounded = a.fma(log2e, round);
            var n = rounded.sub(round);
            var r = n.fma(minusLn2Low, n.fma(minusLn2High, a.add(a)));
            var r2 = r.mul(r);
            var q = c6.fma(r2, c5.fma(r, c4)).fma(r2, c3.fma(r, c2));
            var power = q.fma(r, one).fma(r, one);
            var scale = rounded.reinterpretAsInts()
                    .lanewise(VectorOperators.LSHL, 23)
                    .add(ONE_BITS)
                    .reinterpretAsFloats();
            var e = power.mul(scale);
            var large = minusTwo.div(e.add(one)).add(one);
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
}

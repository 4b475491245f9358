package lanewise.engine.simd;

import static lanewise.engine.simd.Constants.ATAN_1;
import static lanewise.engine.simd.Constants.ATAN_2;
import static lanewise.engine.simd.Constants.ATAN_3;
import static lanewise.engine.simd.Constants.ATAN_4;
import static lanewise.engine.simd.Constants.ATAN_5;
import static lanewise.engine.simd.Constants.ATAN_6;
import static lanewise.engine.simd.Constants.ATAN_7;
import static lanewise.engine.simd.Constants.ATAN_8;
import static lanewise.engine.simd.Constants.ATAN_9;
import static lanewise.engine.simd.Constants.COS_1;
import static lanewise.engine.simd.Constants.COS_2;
import static lanewise.engine.simd.Constants.COS_3;
import static lanewise.engine.simd.Constants.COS_4;
import static lanewise.engine.simd.Constants.MINUS_HALF_PI_HIGH;
import static lanewise.engine.simd.Constants.MINUS_HALF_PI_LOW;
import static lanewise.engine.simd.Constants.MINUS_HALF_PI_MIDDLE;
import static lanewise.engine.simd.Constants.ROUND;
import static lanewise.engine.simd.Constants.SIGN_BIT;
import static lanewise.engine.simd.Constants.SIN_1;
import static lanewise.engine.simd.Constants.SIN_2;
import static lanewise.engine.simd.Constants.SIN_3;
import static lanewise.engine.simd.Constants.SIN_4;
import static lanewise.engine.simd.Constants.TWO_OVER_PI;
import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/// Sine, cosine, tangent and arctangent of runs of floats, made as [Exponential] says.
public final class Trigonometry {
    /// Up to here the three parts of π/2 leave a remainder that is right to 1 ULP; found by trying every float.
    private static final float LIMIT = 1e5f;

    private static final int LIMIT_BITS = Float.floatToIntBits(LIMIT);

    /// Floats that are looked through again if one of them is beyond the limit, in the nearest cache still.
    private static final int BLOCK = 1 << 10;

    private Trigonometry() {}

    /// `for i in [0, length): y[yo + i] = sin x[xo + i]`, within 1.5 ULP for every finite `x`: by Cody and Waite's
    /// reduction up to 100,000, one by one with [StrictMath#sin(double)] beyond. `y` must not be `x`.
    public static void sin(float[] x, int xo, float[] y, int yo, int length) {
        for (int block = 0; block < length; block += BLOCK) {
            int end = Math.min(block + BLOCK, length);
            if (run(x, xo + block, y, yo + block, end - block, 0, SIGN_BIT) > LIMIT_BITS) {
                for (int i = block; i < end; i++) {
                    if (Math.abs(x[xo + i]) > LIMIT) {
                        y[yo + i] = (float) StrictMath.sin(x[xo + i]);
                    }
                }
            }
        }
    }

    /// `for i in [0, length): y[yo + i] = cos x[xo + i]`, within 1.5 ULP for every finite `x`; as the sine.
    public static void cos(float[] x, int xo, float[] y, int yo, int length) {
        for (int block = 0; block < length; block += BLOCK) {
            int end = Math.min(block + BLOCK, length);
            if (run(x, xo + block, y, yo + block, end - block, 1, 0) > LIMIT_BITS) {
                for (int i = block; i < end; i++) {
                    if (Math.abs(x[xo + i]) > LIMIT) {
                        y[yo + i] = (float) StrictMath.cos(x[xo + i]);
                    }
                }
            }
        }
    }

    /// `for i in [0, length): y[yo + i] = tan x[xo + i]`, within 3 ULP for every finite `x`; as the sine.
    public static void tan(float[] x, int xo, float[] y, int yo, int length) {
        for (int block = 0; block < length; block += BLOCK) {
            int end = Math.min(block + BLOCK, length);
            if (tanRun(x, xo + block, y, yo + block, end - block) > LIMIT_BITS) {
                for (int i = block; i < end; i++) {
                    if (Math.abs(x[xo + i]) > LIMIT) {
                        y[yo + i] = (float) StrictMath.tan(x[xo + i]);
                    }
                }
            }
        }
    }

    /// The sine of `x` turned on by `quarterTurns`: of `|x|` first, then with those bits of `x` that are in
    /// `signOfX`. Returns the bits of the largest `|x|`.
    private static int run(float[] x, int xo, float[] y, int yo, int length, int quarterTurns, int signOfX) {
        var zero = FloatVector.broadcast(SPECIES, 0f);
        var twoOverPi = FloatVector.broadcast(SPECIES, TWO_OVER_PI);
        var round = FloatVector.broadcast(SPECIES, ROUND);
        var minusHalfPiLow = FloatVector.broadcast(SPECIES, MINUS_HALF_PI_LOW);
        var minusHalfPiMiddle = FloatVector.broadcast(SPECIES, MINUS_HALF_PI_MIDDLE);
        var minusHalfPiHigh = FloatVector.broadcast(SPECIES, MINUS_HALF_PI_HIGH);
        var sin4 = FloatVector.broadcast(SPECIES, SIN_4);
        var sin3 = FloatVector.broadcast(SPECIES, SIN_3);
        var sin2 = FloatVector.broadcast(SPECIES, SIN_2);
        var sin1 = FloatVector.broadcast(SPECIES, SIN_1);
        var cos4 = FloatVector.broadcast(SPECIES, COS_4);
        var cos3 = FloatVector.broadcast(SPECIES, COS_3);
        var cos2 = FloatVector.broadcast(SPECIES, COS_2);
        var cos1 = FloatVector.broadcast(SPECIES, COS_1);
        var one = FloatVector.broadcast(SPECIES, 1f);
        IntVector largest = zero.reinterpretAsInts();
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var a = xi.abs();
            largest = largest.max(a.reinterpretAsInts());
            var turns = a.fma(twoOverPi, round); // the quarter turns in a, rounded to the nearest, plus ROUND
            var n = turns.sub(round);
            // a − n·π/2; the first product's difference is exact
            var r = n.fma(minusHalfPiLow, n.fma(minusHalfPiMiddle, n.fma(minusHalfPiHigh, a)));
            var z = r.mul(r);
            var s = sin4.fma(z, sin3);
            s = s.fma(z, sin2);
            s = s.fma(z, sin1);
            var sine = z.mul(r).fma(s, r);
            var c = cos4.fma(z, cos3);
            c = c.fma(z, cos2);
            c = c.fma(z, cos1);
            var cosine = c.fma(z, one);
            var quadrant = turns.reinterpretAsInts().add(quarterTurns); // its last two bits count
            var odd = quadrant.and(1).compare(VectorOperators.NE, 0).cast(SPECIES);
            var flipped = quadrant.lanewise(VectorOperators.LSHL, 30).and(SIGN_BIT);
            var sign = xi.reinterpretAsInts().and(signOfX).lanewise(VectorOperators.XOR, flipped);
            var yi = sine.blend(cosine, odd)
                    .reinterpretAsInts()
                    .lanewise(VectorOperators.XOR, sign)
                    .reinterpretAsFloats();
            if (i <= length - LANES) {
                yi.intoArray(y, yo + i);
            } else {
                yi.intoArray(y, yo + i, SPECIES.indexInRange(0, length - i));
            }
        }
        return largest.reduceLanes(VectorOperators.MAX);
    }

    /// Sine through cosine of what is left of `|x|`, or, after an odd number of quarter turns, the negated cosine
    /// through the sine; then with the sign of `x`. Returns the bits of the largest `|x|`.
    private static int tanRun(float[] x, int xo, float[] y, int yo, int length) {
        var zero = FloatVector.broadcast(SPECIES, 0f);
        var twoOverPi = FloatVector.broadcast(SPECIES, TWO_OVER_PI);
        var round = FloatVector.broadcast(SPECIES, ROUND);
        var minusHalfPiLow = FloatVector.broadcast(SPECIES, MINUS_HALF_PI_LOW);
        var minusHalfPiMiddle = FloatVector.broadcast(SPECIES, MINUS_HALF_PI_MIDDLE);
        var minusHalfPiHigh = FloatVector.broadcast(SPECIES, MINUS_HALF_PI_HIGH);
        var sin4 = FloatVector.broadcast(SPECIES, SIN_4);
        var sin3 = FloatVector.broadcast(SPECIES, SIN_3);
        var sin2 = FloatVector.broadcast(SPECIES, SIN_2);
        var sin1 = FloatVector.broadcast(SPECIES, SIN_1);
        var cos4 = FloatVector.broadcast(SPECIES, COS_4);
        var cos3 = FloatVector.broadcast(SPECIES, COS_3);
        var cos2 = FloatVector.broadcast(SPECIES, COS_2);
        var cos1 = FloatVector.broadcast(SPECIES, COS_1);
        var one = FloatVector.broadcast(SPECIES, 1f);
        IntVector largest = zero.reinterpretAsInts();
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var a = xi.abs();
            largest = largest.max(a.reinterpretAsInts());
            var turns = a.fma(twoOverPi, round); // the quarter turns in a, rounded to the nearest, plus ROUND
            var n = turns.sub(round);
            // a − n·π/2, and what the rounding of that lost: a quotient of two that it has moved apart has twice the
            // error; the first product's difference is exact
            var first = n.fma(minusHalfPiHigh, a);
            var product = n.mul(minusHalfPiMiddle);
            var second = first.add(product);
            var added = second.sub(first);
            var lost = first.sub(second.sub(added)).add(product.sub(added)); // Knuth's two-sum
            var third = n.fma(minusHalfPiLow, lost.add(n.fma(minusHalfPiMiddle, product.neg())));
            var r = second.add(third);
            var rest = second.sub(r).add(third);
            var z = r.mul(r);
            var s = sin4.fma(z, sin3);
            s = s.fma(z, sin2);
            s = s.fma(z, sin1);
            var sine = z.mul(r).fma(s, rest).add(r);
            var c = cos4.fma(z, cos3);
            c = c.fma(z, cos2);
            c = c.fma(z, cos1);
            var cosine = c.fma(z, r.mul(rest).neg()).add(one);
            var quadrant = turns.reinterpretAsInts(); // its last bit counts
            var odd = quadrant.and(1).compare(VectorOperators.NE, 0).cast(SPECIES);
            var flipped = quadrant.lanewise(VectorOperators.LSHL, 31);
            var sign = xi.reinterpretAsInts().and(SIGN_BIT).lanewise(VectorOperators.XOR, flipped);
            var yi = sine.blend(cosine, odd)
                    .div(cosine.blend(sine, odd))
                    .reinterpretAsInts()
                    .lanewise(VectorOperators.XOR, sign)
                    .reinterpretAsFloats();
            if (i <= length - LANES) {
                yi.intoArray(y, yo + i);
            } else {
                yi.intoArray(y, yo + i, SPECIES.indexInRange(0, length - i));
            }
        }
        return largest.reduceLanes(VectorOperators.MAX);
    }

    /// `for i in [0, length): y[yo + i] = arctan x[xo + i]`, within 1.5 ULP. `y` may be `x` at the same offset.
    ///
    /// Of `t = |x|` up to 1 an odd polynomial, beyond it `π/2 − arctan(1/t)`.
    public static void atan(float[] x, int xo, float[] y, int yo, int length) {
        var zero = FloatVector.broadcast(SPECIES, 0f);
        var one = FloatVector.broadcast(SPECIES, 1f);
        var minusOne = FloatVector.broadcast(SPECIES, -1f);
        var halfPi = FloatVector.broadcast(SPECIES, -MINUS_HALF_PI_HIGH);
        var halfPiLow = FloatVector.broadcast(SPECIES, -MINUS_HALF_PI_MIDDLE);
        var c9 = FloatVector.broadcast(SPECIES, ATAN_9);
        var c8 = FloatVector.broadcast(SPECIES, ATAN_8);
        var c7 = FloatVector.broadcast(SPECIES, ATAN_7);
        var c6 = FloatVector.broadcast(SPECIES, ATAN_6);
        var c5 = FloatVector.broadcast(SPECIES, ATAN_5);
        var c4 = FloatVector.broadcast(SPECIES, ATAN_4);
        var c3 = FloatVector.broadcast(SPECIES, ATAN_3);
        var c2 = FloatVector.broadcast(SPECIES, ATAN_2);
        var c1 = FloatVector.broadcast(SPECIES, ATAN_1);
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var t = xi.abs();
            var beyond = t.compare(VectorOperators.GT, one);
            var m = t.blend(minusOne.div(t), beyond); // t or −1/t
            var base = zero.blend(halfPi, beyond);
            var z = m.mul(m);
            var z2 = z.mul(z);
            var z4 = z2.mul(z2);
            var low = c4.fma(z, c3).fma(z2, c2.fma(z, c1));
            var high = c8.fma(z, c7).fma(z2, c6.fma(z, c5));
            var p = c9.fma(z4, high).fma(z4, low);
            // base + m, and what the rounding of that lost
            var sum = base.add(m);
            var rest = base.sub(sum).add(m).add(zero.blend(halfPiLow, beyond));
            var magnitude = m.mul(z).fma(p, rest).add(sum);
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

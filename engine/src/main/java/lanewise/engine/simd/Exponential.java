package lanewise.engine.simd;

import static lanewise.engine.simd.Constants.EXP2_1;
import static lanewise.engine.simd.Constants.EXP2_2;
import static lanewise.engine.simd.Constants.EXP2_3;
import static lanewise.engine.simd.Constants.EXP2_4;
import static lanewise.engine.simd.Constants.EXP2_5;
import static lanewise.engine.simd.Constants.EXP2_6;
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
import static lanewise.engine.simd.Constants.LN2_HIGH;
import static lanewise.engine.simd.Constants.LN2_LOW;
import static lanewise.engine.simd.Constants.LOG2_E;
import static lanewise.engine.simd.Constants.ONE_BITS;
import static lanewise.engine.simd.Constants.ROUND;
import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/// The exponential function of runs of floats.
///
/// The transcendental functions of this package are made of additions, multiplications, FMAs, divisions,
/// comparisons, blends and operations on the bits alone, so that interpreted and compiled code give the same bits;
/// the Vector API's own functions do not. Each states the largest error, in units in the last place of the true
/// result, that a test holds it to on a machine with FMA.
///
/// Each is a loop over a run of any length, written out. The last vector is read whole, into the padding, and
/// written in part. Constants are made vectors before the loop: those of static fields would be read again after
/// each store.
///
/// The polynomials are minimax fits, found by iteratively reweighted least squares, their coefficients rounded to
/// float one after another with the later ones fitted anew. They are evaluated by Estrin's scheme, pairs of terms
/// at once, which leaves the processor more to do at a time than Horner's. Splitting the argument follows Cody and
/// Waite, "Software Manual for the Elementary Functions", 1980.
public final class Exponential {
    /// Arguments up to here, of either sign, have a normal power.
    static final float NORMAL = 87f;

    /// As bits: floats from 0 on are in the order of their bits.
    static final int NORMAL_BITS = Float.floatToRawIntBits(NORMAL);

    /// Floats of whose powers it is found out in one pass whether all are normal: so many that the pass is seldom
    /// interrupted, which would cost a third from memory.
    static final int RUN = 1 << 15;

    /// Floats that are looked at before they are computed, and stay in the nearest cache meanwhile.
    static final int BLOCK = 1 << 10;

    private Exponential() {}

    /// `for i in [0, length): y[yo + i] = e^(x[xo + i] − shift)`, within 1 ULP for `shift = 0`; results below
    /// 2^-126 are denormal, as they should be. `y` may be `x` at the same offset.
    public static void exp(float[] x, int xo, float shift, float[] y, int yo, int length) {
        int whole = Lanes.wholeVectors(length);
        for (int i = 0; i < whole; i += RUN) {
            int count = Math.min(RUN, whole - i);
            if (x == y) {
                byBlocks(x, xo + i, shift, y, yo + i, count, false);
            } else if (ofNormal(x, xo + i, shift, y, yo + i, count) > NORMAL_BITS) {
                byBlocks(x, xo + i, shift, y, yo + i, count, true);
            }
        }
        if (whole < length) { // seldom called, that is long uncompiled, and puts its constants on the heap
            ofAny(x, xo + whole, shift, y, yo + whole, length - whole);
        }
    }

    /// Looks at each block before it computes it, which it does without those whose powers are normal if they are
    /// `done`.
    private static void byBlocks(float[] x, int xo, float shift, float[] y, int yo, int length, boolean done) {
        for (int i = 0; i < length; i += BLOCK) {
            int count = Math.min(BLOCK, length - i);
            boolean normal = largestMagnitude(x, xo + i, shift, count) <= NORMAL;
            if (!normal) {
                ofAny(x, xo + i, shift, y, yo + i, count);
            } else if (!done) {
                ofNormal(x, xo + i, shift, y, yo + i, count);
            }
        }
    }

    /// The largest `|x − shift|` of whole vectors; NaN if there is one.
    static float largestMagnitude(float[] x, int xo, float shift, int length) {
        var shifts = FloatVector.broadcast(SPECIES, shift);
        IntVector largest = FloatVector.zero(SPECIES).reinterpretAsInts();
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i).sub(shifts);
            largest = largest.max(xi.abs().reinterpretAsInts()); // floats from 0 on are in the order of their bits
        }
        return Float.intBitsToFloat(largest.reduceLanes(VectorOperators.MAX));
    }

    /// Of whole vectors of arguments whose powers are normal: the same bits as [#ofAny], in fewer steps. Returns
    /// the bits of the largest `|x − shift|`, by which the caller finds out whether they were; a NaN's are larger.
    private static int ofNormal(float[] x, int xo, float shift, float[] y, int yo, int length) {
        var shifts = FloatVector.broadcast(SPECIES, shift);
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
            var xi = FloatVector.fromArray(SPECIES, x, xo + i).sub(shifts);
            largest = largest.max(xi.abs().reinterpretAsInts());
            var rounded = xi.fma(log2e, round);
            var n = rounded.sub(round);
            var r = n.fma(minusLn2Low, n.fma(minusLn2High, xi)); // x − n·ln 2
            var r2 = r.mul(r);
            var q = c6.fma(r2, c5.fma(r, c4)).fma(r2, c3.fma(r, c2));
            var power = q.fma(r, one).fma(r, one);
            // times 2^n
            var exponent = rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
            power.reinterpretAsInts().add(exponent).reinterpretAsFloats().intoArray(y, yo + i);
        }
        return largest.reduceLanes(VectorOperators.MAX);
    }

    private static void ofAny(float[] x, int xo, float shift, float[] y, int yo, int length) {
        var shifts = FloatVector.broadcast(SPECIES, shift);
        // e^89 overflows and e^-104 rounds to 0
        var begin = FloatVector.broadcast(SPECIES, -104f);
        var end = FloatVector.broadcast(SPECIES, 89f);
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
            var xi = FloatVector.fromArray(SPECIES, x, xo + i).sub(shifts);
            // a NaN compares false and stays
            var bounded = xi.blend(end, xi.compare(VectorOperators.GT, end));
            bounded = bounded.blend(begin, bounded.compare(VectorOperators.LT, begin));
            var rounded = bounded.fma(log2e, round);
            var n = rounded.sub(round);
            var r = n.fma(minusLn2Low, n.fma(minusLn2High, bounded));
            var r2 = r.mul(r);
            var q = c6.fma(r2, c5.fma(r, c4)).fma(r2, c3.fma(r, c2));
            var power = q.fma(r, one).fma(r, one);
            // times 2^n, in two factors, since 2^n itself may be denormal or infinite
            var exponent = rounded.reinterpretAsInts();
            var half = exponent.lanewise(VectorOperators.ASHR, 1);
            var other = exponent.sub(half);
            var yi = power.mul(half.lanewise(VectorOperators.LSHL, 23)
                            .add(ONE_BITS)
                            .reinterpretAsFloats())
                    .mul(other.lanewise(VectorOperators.LSHL, 23).add(ONE_BITS).reinterpretAsFloats());
            if (i <= length - LANES) {
                yi.intoArray(y, yo + i);
            } else {
                yi.intoArray(y, yo + i, SPECIES.indexInRange(0, length - i));
            }
        }
    }

    /// `for i in [0, length): y[yo + i] = e^x[xo + i] − 1`, within 1.5 ULP. `y` may be `x` at the same offset.
    public static void expm1(float[] x, int xo, float[] y, int yo, int length) {
        var begin = FloatVector.broadcast(SPECIES, -20f);
        var end = FloatVector.broadcast(SPECIES, 89f);
        var log2e = FloatVector.broadcast(SPECIES, LOG2_E);
        var minusLn2High = FloatVector.broadcast(SPECIES, -LN2_HIGH);
        var minusLn2Low = FloatVector.broadcast(SPECIES, -LN2_LOW);
        var round = FloatVector.broadcast(SPECIES, ROUND);
        var halves = FloatVector.broadcast(SPECIES, 0.5f);
        var c2 = FloatVector.broadcast(SPECIES, EXPM1_2);
        var c3 = FloatVector.broadcast(SPECIES, EXPM1_3);
        var c4 = FloatVector.broadcast(SPECIES, EXPM1_4);
        var c5 = FloatVector.broadcast(SPECIES, EXPM1_5);
        var c6 = FloatVector.broadcast(SPECIES, EXPM1_6);
        var c7 = FloatVector.broadcast(SPECIES, EXPM1_7);
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var bounded = xi.blend(end, xi.compare(VectorOperators.GT, end));
            bounded = bounded.blend(begin, bounded.compare(VectorOperators.LT, begin));
            var rounded = bounded.fma(log2e, round);
            var n = rounded.sub(round);
            var r = n.fma(minusLn2Low, n.fma(minusLn2High, bounded)); // x − n·ln 2
            var r2 = r.mul(r);
            var q = c7.fma(r, c6).fma(r2, c5.fma(r, c4)).fma(r2, c3.fma(r, c2));
            var power = r2.fma(q, r); // e^r − 1
            // 2^n·(e^r − 1) + (2^n − 1), all of it halved so that 2^n does not overflow before the result does
            var half = rounded.reinterpretAsInts()
                    .sub(1)
                    .lanewise(VectorOperators.LSHL, 23)
                    .add(ONE_BITS)
                    .reinterpretAsFloats();
            var result = half.fma(power, half.sub(halves));
            var yi = result.add(result).blend(xi, xi.compare(VectorOperators.EQ, 0f)); // −0 stays −0
            if (i <= length - LANES) {
                yi.intoArray(y, yo + i);
            } else {
                yi.intoArray(y, yo + i, SPECIES.indexInRange(0, length - i));
            }
        }
    }

    /// `for i in [0, length): y[yo + i] = 2^x[xo + i]`, within 1 ULP. `y` may be `x` at the same offset.
    public static void exp2(float[] x, int xo, float[] y, int yo, int length) {
        // 2^-151 rounds to 0
        var begin = FloatVector.broadcast(SPECIES, -151f);
        var end = FloatVector.broadcast(SPECIES, 129f);
        var round = FloatVector.broadcast(SPECIES, ROUND);
        var one = FloatVector.broadcast(SPECIES, 1f);
        var c1 = FloatVector.broadcast(SPECIES, EXP2_1);
        var c2 = FloatVector.broadcast(SPECIES, EXP2_2);
        var c3 = FloatVector.broadcast(SPECIES, EXP2_3);
        var c4 = FloatVector.broadcast(SPECIES, EXP2_4);
        var c5 = FloatVector.broadcast(SPECIES, EXP2_5);
        var c6 = FloatVector.broadcast(SPECIES, EXP2_6);
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var bounded = xi.blend(end, xi.compare(VectorOperators.GT, end));
            bounded = bounded.blend(begin, bounded.compare(VectorOperators.LT, begin));
            var rounded = bounded.add(round);
            var r = bounded.sub(rounded.sub(round));
            var r2 = r.mul(r);
            var q = c6.fma(r2, c5.fma(r, c4)).fma(r2, c3.fma(r, c2)).fma(r, c1);
            var power = q.fma(r, one);
            // times 2^n, in two factors as above
            var exponent = rounded.reinterpretAsInts();
            var half = exponent.lanewise(VectorOperators.ASHR, 1);
            var other = exponent.sub(half);
            var yi = power.mul(half.lanewise(VectorOperators.LSHL, 23)
                            .add(ONE_BITS)
                            .reinterpretAsFloats())
                    .mul(other.lanewise(VectorOperators.LSHL, 23).add(ONE_BITS).reinterpretAsFloats());
            if (i <= length - LANES) {
                yi.intoArray(y, yo + i);
            } else {
                yi.intoArray(y, yo + i, SPECIES.indexInRange(0, length - i));
            }
        }
    }
}

package lanewise.engine.simd;

import static lanewise.engine.simd.Constants.LN2_HIGH;
import static lanewise.engine.simd.Constants.LN2_LOW;
import static lanewise.engine.simd.Constants.LOG10_2;
import static lanewise.engine.simd.Constants.LOG10_2_LOW;
import static lanewise.engine.simd.Constants.LOG10_E;
import static lanewise.engine.simd.Constants.LOG10_E_LOW;
import static lanewise.engine.simd.Constants.LOG2_E;
import static lanewise.engine.simd.Constants.LOG2_E_LOW;
import static lanewise.engine.simd.Constants.LOG_10;
import static lanewise.engine.simd.Constants.LOG_2;
import static lanewise.engine.simd.Constants.LOG_3;
import static lanewise.engine.simd.Constants.LOG_4;
import static lanewise.engine.simd.Constants.LOG_5;
import static lanewise.engine.simd.Constants.LOG_6;
import static lanewise.engine.simd.Constants.LOG_7;
import static lanewise.engine.simd.Constants.LOG_8;
import static lanewise.engine.simd.Constants.LOG_9;
import static lanewise.engine.simd.Constants.ONE_BITS;
import static lanewise.engine.simd.Constants.ROUND;
import static lanewise.engine.simd.Constants.ROUND_BITS;
import static lanewise.engine.simd.Constants.SQRT_HALF_BITS;
import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/// Logarithms of runs of floats, made as [Exponential] says: with `x = m·2^n` and `m` in
/// `[sqrt(1/2), sqrt(2))` a polynomial of `m − 1`, and `n·ln 2`.
///
/// The loop is right for arguments that are positive, finite and not denormal, and finds out on its way whether all
/// are. The others, which are few, are done again one by one.
public final class Logarithm {
    private static final int MIN_NORMAL_BITS = 0x00800000;
    private static final int INFINITY_BITS = 0x7f800000;

    /// Floats that are computed before it is asked whether all were ordinary: so many that the loop is seldom
    /// interrupted, which would cost a fifth from memory.
    private static final int RUN = 1 << 15;

    /// Floats that are looked through again if one of them is not ordinary, in the nearest cache still.
    private static final int BLOCK = 1 << 10;

    private static final double LN_2 = 0.693_147_180_559_945_3;

    private Logarithm() {}

    /// `for i in [0, length): y[yo + i] = ln x[xo + i]`, within 1 ULP; NaN below 0, −∞ at 0. `y` must not be `x`.
    public static void log(float[] x, int xo, float[] y, int yo, int length) {
        for (int i = 0; i < length; i += RUN) {
            int count = Math.min(RUN, length - i);
            if (!logOfOrdinary(x, xo + i, y, yo + i, count)) {
                repairLog(x, xo + i, y, yo + i, count);
            }
        }
    }

    private static void repairLog(float[] x, int xo, float[] y, int yo, int length) {
        for (int from = 0; from < length; from += BLOCK) {
            int count = Math.min(BLOCK, length - from);
            if (!logOfOrdinary(x, xo + from, y, yo + from, count)) {
                for (int i = from; i < from + count; i++) {
                    if (!isOrdinary(x[xo + i])) {
                        y[yo + i] = (float) StrictMath.log(x[xo + i]);
                    }
                }
            }
        }
    }

    /// Returns whether all were.
    private static boolean logOfOrdinary(float[] x, int xo, float[] y, int yo, int length) {
        var one = FloatVector.broadcast(SPECIES, 1f);
        var round = FloatVector.broadcast(SPECIES, ROUND);
        var c10 = FloatVector.broadcast(SPECIES, LOG_10);
        var c9 = FloatVector.broadcast(SPECIES, LOG_9);
        var c8 = FloatVector.broadcast(SPECIES, LOG_8);
        var c7 = FloatVector.broadcast(SPECIES, LOG_7);
        var c6 = FloatVector.broadcast(SPECIES, LOG_6);
        var c5 = FloatVector.broadcast(SPECIES, LOG_5);
        var c4 = FloatVector.broadcast(SPECIES, LOG_4);
        var c3 = FloatVector.broadcast(SPECIES, LOG_3);
        var c2 = FloatVector.broadcast(SPECIES, LOG_2);
        var minusLn2Low = FloatVector.broadcast(SPECIES, -LN2_LOW);
        var minusLn2High = FloatVector.broadcast(SPECIES, -LN2_HIGH);
        IntVector least = one.reinterpretAsInts();
        IntVector most = least;
        for (int i = 0; i < length; i += LANES) {
            var bits = FloatVector.fromArray(SPECIES, x, xo + i).reinterpretAsInts();
            least = least.min(bits);
            most = most.max(bits);
            // that n comes negated keeps the sign of f = −0
            var negated = bits.neg().add(SQRT_HALF_BITS + 0x7fffff).lanewise(VectorOperators.ASHR, 23);
            var f = bits.add(negated.lanewise(VectorOperators.LSHL, 23))
                    .reinterpretAsFloats()
                    .sub(one);
            var n = negated.add(ROUND_BITS).reinterpretAsFloats().sub(round);
            var f2 = f.mul(f);
            var f4 = f2.mul(f2);
            var low = c5.fma(f, c4).fma(f2, c3.fma(f, c2));
            var high = c10.fma(f4, c9.fma(f, c8).fma(f2, c7.fma(f, c6)));
            var tail = n.fma(minusLn2Low, f2.mul(high.fma(f4, low)));
            var yi = n.fma(minusLn2High, tail.add(f));
            if (i <= length - LANES) {
                yi.intoArray(y, yo + i);
            } else {
                yi.intoArray(y, yo + i, SPECIES.indexInRange(0, length - i));
            }
        }
        return least.reduceLanes(VectorOperators.MIN) >= MIN_NORMAL_BITS
                && most.reduceLanes(VectorOperators.MAX) < INFINITY_BITS;
    }

    /// `for i in [0, length): y[yo + i] = ln(1 + x[xo + i])`, within 1.5 ULP; NaN below −1, −∞ at −1. `y` may be
    /// `x` at the same offset if nothing but NaN is below 0 or above 1.
    public static void log1p(float[] x, int xo, float[] y, int yo, int length) {
        for (int i = 0; i < length; i += BLOCK) {
            log1pOfBlock(x, xo + i, y, yo + i, Math.min(BLOCK, length - i));
        }
    }

    private static void log1pOfBlock(float[] x, int xo, float[] y, int yo, int length) {
        var one = FloatVector.broadcast(SPECIES, 1f);
        var round = FloatVector.broadcast(SPECIES, ROUND);
        var c10 = FloatVector.broadcast(SPECIES, LOG_10);
        var c9 = FloatVector.broadcast(SPECIES, LOG_9);
        var c8 = FloatVector.broadcast(SPECIES, LOG_8);
        var c7 = FloatVector.broadcast(SPECIES, LOG_7);
        var c6 = FloatVector.broadcast(SPECIES, LOG_6);
        var c5 = FloatVector.broadcast(SPECIES, LOG_5);
        var c4 = FloatVector.broadcast(SPECIES, LOG_4);
        var c3 = FloatVector.broadcast(SPECIES, LOG_3);
        var c2 = FloatVector.broadcast(SPECIES, LOG_2);
        var minusLn2Low = FloatVector.broadcast(SPECIES, -LN2_LOW);
        var minusLn2High = FloatVector.broadcast(SPECIES, -LN2_HIGH);
        var zero = FloatVector.broadcast(SPECIES, 0f);
        IntVector least = one.reinterpretAsInts();
        IntVector most = least;
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var sum = xi.add(one);
            var bits = sum.reinterpretAsInts();
            least = least.min(bits);
            most = most.max(bits);
            var negated = bits.neg().add(SQRT_HALF_BITS + 0x7fffff).lanewise(VectorOperators.ASHR, 23);
            var significand =
                    bits.add(negated.lanewise(VectorOperators.LSHL, 23)).reinterpretAsFloats();
            // what rounding took from 1 + x (Knuth's two-sum), brought to the significand's scale, where nothing is
            // left of what so large a sum as 2^126 lost
            var added = sum.sub(xi);
            var lost = xi.sub(sum.sub(added)).add(one.sub(added));
            var scale = negated.max(-126).lanewise(VectorOperators.LSHL, 23).add(ONE_BITS);
            var exact = significand.sub(one);
            var rest = lost.mul(scale.reinterpretAsFloats());
            var f = exact.add(rest);
            var rounding = exact.sub(f).add(rest); // of which the logarithm has about as much
            var n = negated.add(ROUND_BITS).reinterpretAsFloats().sub(round);
            var f2 = f.mul(f);
            var f4 = f2.mul(f2);
            var low = c5.fma(f, c4).fma(f2, c3.fma(f, c2));
            var high = c10.fma(f4, c9.fma(f, c8).fma(f2, c7.fma(f, c6)));
            var tail = n.fma(minusLn2Low, f2.fma(high.fma(f4, low), rounding));
            var result = n.fma(minusLn2High, tail.add(f));
            var yi = xi.blend(result, xi.abs().compare(VectorOperators.GT, zero)); // −0 stays −0, and NaN NaN
            if (i <= length - LANES) {
                yi.intoArray(y, yo + i);
            } else {
                yi.intoArray(y, yo + i, SPECIES.indexInRange(0, length - i));
            }
        }
        if (least.reduceLanes(VectorOperators.MIN) < MIN_NORMAL_BITS
                || most.reduceLanes(VectorOperators.MAX) >= INFINITY_BITS) {
            for (int i = 0; i < length; i++) {
                if (!isOrdinary(x[xo + i] + 1f)) {
                    y[yo + i] = (float) StrictMath.log1p(x[xo + i]);
                }
            }
        }
    }

    /// `for i in [0, length): y[yo + i] = log₂ x[xo + i]`, within 1.5 ULP, right for the powers of 2; NaN below 0,
    /// −∞ at 0. `y` must not be `x`.
    public static void log2(float[] x, int xo, float[] y, int yo, int length) {
        for (int from = 0; from < length; from += BLOCK) {
            int count = Math.min(BLOCK, length - from);
            if (!toBase(x, xo + from, LOG2_E, LOG2_E_LOW, 1f, 0f, y, yo + from, count)) {
                for (int i = from; i < from + count; i++) {
                    if (!isOrdinary(x[xo + i])) {
                        y[yo + i] = (float) (StrictMath.log(x[xo + i]) / LN_2);
                    }
                }
            }
        }
    }

    /// `for i in [0, length): y[yo + i] = log₁₀ x[xo + i]`, within 1.5 ULP; as [#log2].
    public static void log10(float[] x, int xo, float[] y, int yo, int length) {
        for (int from = 0; from < length; from += BLOCK) {
            int count = Math.min(BLOCK, length - from);
            if (!toBase(x, xo + from, LOG10_E, LOG10_E_LOW, LOG10_2, LOG10_2_LOW, y, yo + from, count)) {
                for (int i = from; i < from + count; i++) {
                    if (!isOrdinary(x[xo + i])) {
                        y[yo + i] = (float) StrictMath.log10(x[xo + i]);
                    }
                }
            }
        }
    }

    /// The logarithm to a base, of which those of e and 2 are given, each with the rest that is no float any more:
    /// `n·ofTwo + (f + f²·p)·ofE`, of which the largest products are rounded with the sum. Returns whether all
    /// arguments were ordinary.
    private static boolean toBase(
            float[] x, int xo, float ofE, float ofELow, float ofTwo, float ofTwoLow, float[] y, int yo, int length) {
        var one = FloatVector.broadcast(SPECIES, 1f);
        var round = FloatVector.broadcast(SPECIES, ROUND);
        var c10 = FloatVector.broadcast(SPECIES, LOG_10);
        var c9 = FloatVector.broadcast(SPECIES, LOG_9);
        var c8 = FloatVector.broadcast(SPECIES, LOG_8);
        var c7 = FloatVector.broadcast(SPECIES, LOG_7);
        var c6 = FloatVector.broadcast(SPECIES, LOG_6);
        var c5 = FloatVector.broadcast(SPECIES, LOG_5);
        var c4 = FloatVector.broadcast(SPECIES, LOG_4);
        var c3 = FloatVector.broadcast(SPECIES, LOG_3);
        var c2 = FloatVector.broadcast(SPECIES, LOG_2);
        var eHigh = FloatVector.broadcast(SPECIES, ofE);
        var eLow = FloatVector.broadcast(SPECIES, ofELow);
        var minusTwoHigh = FloatVector.broadcast(SPECIES, -ofTwo);
        var minusTwoLow = FloatVector.broadcast(SPECIES, 0f - ofTwoLow);
        IntVector least = one.reinterpretAsInts();
        IntVector most = least;
        for (int i = 0; i < length; i += LANES) {
            var bits = FloatVector.fromArray(SPECIES, x, xo + i).reinterpretAsInts();
            least = least.min(bits);
            most = most.max(bits);
            var negated = bits.neg().add(SQRT_HALF_BITS + 0x7fffff).lanewise(VectorOperators.ASHR, 23);
            var f = bits.add(negated.lanewise(VectorOperators.LSHL, 23))
                    .reinterpretAsFloats()
                    .sub(one);
            var n = negated.add(ROUND_BITS).reinterpretAsFloats().sub(round);
            var f2 = f.mul(f);
            var f4 = f2.mul(f2);
            var low = c5.fma(f, c4).fma(f2, c3.fma(f, c2));
            var high = c10.fma(f4, c9.fma(f, c8).fma(f2, c7.fma(f, c6)));
            var tail = f2.mul(high.fma(f4, low));
            var small = tail.fma(eHigh, f.fma(eLow, n.mul(minusTwoLow)));
            var yi = n.fma(minusTwoHigh, f.fma(eHigh, small));
            if (i <= length - LANES) {
                yi.intoArray(y, yo + i);
            } else {
                yi.intoArray(y, yo + i, SPECIES.indexInRange(0, length - i));
            }
        }
        return least.reduceLanes(VectorOperators.MIN) >= MIN_NORMAL_BITS
                && most.reduceLanes(VectorOperators.MAX) < INFINITY_BITS;
    }

    /// Positive, finite and not denormal.
    private static boolean isOrdinary(float x) {
        return x >= Float.MIN_NORMAL && x < Float.POSITIVE_INFINITY;
    }
}

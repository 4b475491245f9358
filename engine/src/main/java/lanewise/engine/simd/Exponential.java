package lanewise.engine.simd;

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
import static lanewise.engine.simd.Constants.MINUS_LN2_HIGH;
import static lanewise.engine.simd.Constants.MINUS_LN2_LOW;
import static lanewise.engine.simd.Constants.ONE;
import static lanewise.engine.simd.Constants.ONE_BITS;
import static lanewise.engine.simd.Constants.ROUND;
import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// The exponential function of runs of floats.
///
/// The transcendental functions of this package are made of additions, multiplications, FMAs, divisions,
/// comparisons, blends and operations on the bits alone, so that interpreted and compiled code give the same bits;
/// the Vector API's own functions do not. Each states the largest error, in units in the last place of the true
/// result, that a test holds it to on a machine with FMA.
///
/// Each is a loop over a run of any length, written out. The last vector is read whole, into the padding, and
/// written in part.
///
/// The polynomials are minimax fits, found by iteratively reweighted least squares, their coefficients rounded to
/// float one after another with the later ones fitted anew. Splitting the argument follows Cody and Waite,
/// "Software Manual for the Elementary Functions", 1980.
public final class Exponential {
    private Exponential() {}

    /// `for i in [0, length): y[yo + i] = e^(x[xo + i] − shift)`, within 1 ULP for `shift = 0`; results below
    /// 2^-126 are denormal, as they should be. `y` may be `x` at the same offset.
    public static void exp(float[] x, int xo, float shift, float[] y, int yo, int length) {
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i).sub(shift);
            // e^89 overflows and e^-104 rounds to 0; a NaN compares false and stays
            var bounded = xi.blend(EXP_END, xi.compare(VectorOperators.GT, EXP_END));
            bounded = bounded.blend(EXP_BEGIN, bounded.compare(VectorOperators.LT, EXP_BEGIN));
            var rounded = bounded.fma(LOG2_E_HIGH, ROUND);
            var n = rounded.sub(ROUND);
            var r = n.fma(MINUS_LN2_LOW, n.fma(MINUS_LN2_HIGH, bounded)); // x − n·ln 2
            var q = EXP_6.fma(r, EXP_5);
            q = q.fma(r, EXP_4);
            q = q.fma(r, EXP_3);
            q = q.fma(r, EXP_2);
            var power = r.mul(r).fma(q, r).add(ONE);
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
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var bounded = xi.blend(89f, xi.compare(VectorOperators.GT, 89f));
            bounded = bounded.blend(-20f, bounded.compare(VectorOperators.LT, -20f));
            var rounded = bounded.fma(LOG2_E_HIGH, ROUND);
            var n = rounded.sub(ROUND);
            var r = n.fma(MINUS_LN2_LOW, n.fma(MINUS_LN2_HIGH, bounded)); // x − n·ln 2
            var q = EXPM1_7.fma(r, EXPM1_6);
            q = q.fma(r, EXPM1_5);
            q = q.fma(r, EXPM1_4);
            q = q.fma(r, EXPM1_3);
            q = q.fma(r, EXPM1_2);
            var power = r.mul(r).fma(q, r); // e^r − 1
            // 2^n·(e^r − 1) + (2^n − 1), all of it halved so that 2^n does not overflow before the result does
            var half = rounded.reinterpretAsInts()
                    .sub(1)
                    .lanewise(VectorOperators.LSHL, 23)
                    .add(ONE_BITS)
                    .reinterpretAsFloats();
            var result = half.fma(power, half.sub(HALF));
            var yi = result.add(result).blend(xi, xi.compare(VectorOperators.EQ, 0f)); // −0 stays −0
            if (i <= length - LANES) {
                yi.intoArray(y, yo + i);
            } else {
                yi.intoArray(y, yo + i, SPECIES.indexInRange(0, length - i));
            }
        }
    }
}

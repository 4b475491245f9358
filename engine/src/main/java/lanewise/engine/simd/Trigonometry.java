package lanewise.engine.simd;

import static lanewise.engine.simd.Constants.COS_1;
import static lanewise.engine.simd.Constants.COS_2;
import static lanewise.engine.simd.Constants.COS_3;
import static lanewise.engine.simd.Constants.COS_4;
import static lanewise.engine.simd.Constants.MINUS_HALF_PI_HIGH;
import static lanewise.engine.simd.Constants.MINUS_HALF_PI_LOW;
import static lanewise.engine.simd.Constants.MINUS_HALF_PI_MIDDLE;
import static lanewise.engine.simd.Constants.ONE;
import static lanewise.engine.simd.Constants.ROUND;
import static lanewise.engine.simd.Constants.SIGN_BIT;
import static lanewise.engine.simd.Constants.SIN_1;
import static lanewise.engine.simd.Constants.SIN_2;
import static lanewise.engine.simd.Constants.SIN_3;
import static lanewise.engine.simd.Constants.SIN_4;
import static lanewise.engine.simd.Constants.TWO_OVER_PI;
import static lanewise.engine.simd.Constants.ZERO;
import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/// Sine and cosine of runs of floats, made as [Exponential] says.
public final class Trigonometry {
    /// Up to here the three parts of π/2 leave a remainder that is right to 1 ULP; found by trying every float.
    private static final float LIMIT = 1e5f;

    private static final int LIMIT_BITS = Float.floatToIntBits(LIMIT);

    private Trigonometry() {}

    /// `for i in [0, length): y[yo + i] = sin x[xo + i]`, within 1.5 ULP for every finite `x`: by Cody and Waite's
    /// reduction up to 100,000, one by one with [StrictMath#sin(double)] beyond. `y` must not be `x`.
    public static void sin(float[] x, int xo, float[] y, int yo, int length) {
        if (run(x, xo, y, yo, length, 0, SIGN_BIT) > LIMIT_BITS) {
            for (int i = 0; i < length; i++) {
                if (Math.abs(x[xo + i]) > LIMIT) {
                    y[yo + i] = (float) StrictMath.sin(x[xo + i]);
                }
            }
        }
    }

    /// `for i in [0, length): y[yo + i] = cos x[xo + i]`, within 1.5 ULP for every finite `x`; as the sine.
    public static void cos(float[] x, int xo, float[] y, int yo, int length) {
        if (run(x, xo, y, yo, length, 1, 0) > LIMIT_BITS) {
            for (int i = 0; i < length; i++) {
                if (Math.abs(x[xo + i]) > LIMIT) {
                    y[yo + i] = (float) StrictMath.cos(x[xo + i]);
                }
            }
        }
    }

    /// The sine of `x` turned on by `quarterTurns`: of `|x|` first, then with those bits of `x` that are in
    /// `signOfX`. Returns the bits of the largest `|x|`.
    private static int run(float[] x, int xo, float[] y, int yo, int length, int quarterTurns, int signOfX) {
        IntVector largest = ZERO.reinterpretAsInts();
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var a = xi.abs();
            largest = largest.max(a.reinterpretAsInts());
            var turns = a.fma(TWO_OVER_PI, ROUND); // the quarter turns in a, rounded to the nearest, plus ROUND
            var n = turns.sub(ROUND);
            // a − n·π/2; the first product's difference is exact
            var r = n.fma(MINUS_HALF_PI_LOW, n.fma(MINUS_HALF_PI_MIDDLE, n.fma(MINUS_HALF_PI_HIGH, a)));
            var z = r.mul(r);
            var s = SIN_4.fma(z, SIN_3);
            s = s.fma(z, SIN_2);
            s = s.fma(z, SIN_1);
            var sine = z.mul(r).fma(s, r);
            var c = COS_4.fma(z, COS_3);
            c = c.fma(z, COS_2);
            c = c.fma(z, COS_1);
            var cosine = c.fma(z, ONE);
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
}

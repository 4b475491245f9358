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
import static lanewise.engine.simd.Constants.SIN_1;
import static lanewise.engine.simd.Constants.SIN_2;
import static lanewise.engine.simd.Constants.SIN_3;
import static lanewise.engine.simd.Constants.SIN_4;
import static lanewise.engine.simd.Constants.TWO_OVER_PI;
import static lanewise.engine.simd.LaneMath.SIGN_BIT;
import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// Sine and cosine of one vector; see [LaneMath].
final class Trigonometry {
    /// Up to here the three parts of π/2 leave a remainder that is right to 1 ULP; found by trying every float.
    private static final float LIMIT = 1e5f;

    private Trigonometry() {}

    /// See [LaneMath#sin(FloatVector)].
    static FloatVector sin(FloatVector x) {
        var a = x.abs();
        var far = a.compare(VectorOperators.GT, LIMIT);
        var quarters = quarterTurns(a);
        var flipped = quadrant(quarters, 0).lanewise(VectorOperators.LSHL, 30).and(SIGN_BIT);
        var sign = x.reinterpretAsInts().and(SIGN_BIT).lanewise(VectorOperators.XOR, flipped);
        var result = sineOrCosine(remainder(a, quarters), quadrant(quarters, 0), sign);
        return far.anyTrue() ? sinFar(x, result, far) : result;
    }

    /// See [LaneMath#cos(FloatVector)].
    static FloatVector cos(FloatVector x) {
        var a = x.abs();
        var far = a.compare(VectorOperators.GT, LIMIT);
        var quarters = quarterTurns(a);
        var quadrant = quadrant(quarters, 1);
        var sign = quadrant.lanewise(VectorOperators.LSHL, 30).and(SIGN_BIT);
        var result = sineOrCosine(remainder(a, quarters), quadrant, sign);
        return far.anyTrue() ? cosFar(x, result, far) : result;
    }

    /// The quarter turns in `a`, rounded to the nearest, plus [Constants#ROUND].
    private static FloatVector quarterTurns(FloatVector a) {
        return a.fma(TWO_OVER_PI, ROUND);
    }

    /// The number of quarter turns and `shift`; its last two bits count.
    private static IntVector quadrant(FloatVector quarters, int shift) {
        return quarters.reinterpretAsInts().add(shift);
    }

    /// `a − n·π/2`; the first product's difference is exact.
    private static FloatVector remainder(FloatVector a, FloatVector quarters) {
        var n = quarters.sub(ROUND);
        var r = n.fma(MINUS_HALF_PI_HIGH, a);
        r = n.fma(MINUS_HALF_PI_MIDDLE, r);
        return n.fma(MINUS_HALF_PI_LOW, r);
    }

    /// The sine of `r` in `[-π/4, π/4]` if `quadrant` is even, the cosine if it is odd, with `sign` flipped in.
    private static FloatVector sineOrCosine(FloatVector r, IntVector quadrant, IntVector sign) {
        var z = r.mul(r);
        var s = SIN_4;
        s = s.fma(z, SIN_3);
        s = s.fma(z, SIN_2);
        s = s.fma(z, SIN_1);
        var sine = z.mul(r).fma(s, r);
        var c = COS_4;
        c = c.fma(z, COS_3);
        c = c.fma(z, COS_2);
        c = c.fma(z, COS_1);
        var cosine = c.fma(z, ONE);
        var odd = quadrant.and(1).compare(VectorOperators.NE, 0).cast(SPECIES);
        return sine.blend(cosine, odd)
                .reinterpretAsInts()
                .lanewise(VectorOperators.XOR, sign)
                .reinterpretAsFloats();
    }

    private static FloatVector sinFar(FloatVector x, FloatVector result, VectorMask<Float> far) {
        FloatVector fixed = result;
        for (int lane = 0; lane < LANES; lane++) {
            if (far.laneIsSet(lane)) {
                fixed = fixed.withLane(lane, (float) StrictMath.sin(x.lane(lane)));
            }
        }
        return fixed;
    }

    private static FloatVector cosFar(FloatVector x, FloatVector result, VectorMask<Float> far) {
        FloatVector fixed = result;
        for (int lane = 0; lane < LANES; lane++) {
            if (far.laneIsSet(lane)) {
                fixed = fixed.withLane(lane, (float) StrictMath.cos(x.lane(lane)));
            }
        }
        return fixed;
    }
}

package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// Runs of floats rounded to integers. Below 2^23, where a float can have a fraction, adding 2^23 to the magnitude
/// and taking it away rounds it to the nearest integer; larger ones and NaN stay. The sign stays too, that of 0
/// included. `length` is a multiple of the vector length; `y` may be `x` at the same offset.
public final class Rounding {
    private static final float WHOLE = 1 << 23;
    private static final int SIGN = 1 << 31;

    private Rounding() {}

    /// To the nearest, and of two to the even one.
    public static void nearest(float[] x, int xo, float[] y, int yo, int length) {
        var whole = FloatVector.broadcast(SPECIES, WHOLE);
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var a = xi.abs();
            var sign = xi.reinterpretAsInts().and(SIGN);
            var rounded = a.add(whole).sub(whole).reinterpretAsInts().or(sign).reinterpretAsFloats();
            xi.blend(rounded, a.compare(VectorOperators.LT, whole)).intoArray(y, yo + i);
        }
    }

    /// Down.
    public static void floor(float[] x, int xo, float[] y, int yo, int length) {
        var whole = FloatVector.broadcast(SPECIES, WHOLE);
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var a = xi.abs();
            var sign = xi.reinterpretAsInts().and(SIGN);
            var rounded = a.add(whole).sub(whole).reinterpretAsInts().or(sign).reinterpretAsFloats();
            var floor = rounded.blend(rounded.sub(1f), rounded.compare(VectorOperators.GT, xi));
            xi.blend(floor, a.compare(VectorOperators.LT, whole)).intoArray(y, yo + i);
        }
    }

    /// Up.
    public static void ceil(float[] x, int xo, float[] y, int yo, int length) {
        var whole = FloatVector.broadcast(SPECIES, WHOLE);
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var a = xi.abs();
            var sign = xi.reinterpretAsInts().and(SIGN);
            var rounded = a.add(whole).sub(whole).reinterpretAsInts().or(sign).reinterpretAsFloats();
            var above = rounded.add(1f).reinterpretAsInts().or(sign).reinterpretAsFloats(); // −1 + 1 is −0
            var ceil = rounded.blend(above, rounded.compare(VectorOperators.LT, xi));
            xi.blend(ceil, a.compare(VectorOperators.LT, whole)).intoArray(y, yo + i);
        }
    }

    /// Towards 0.
    public static void trunc(float[] x, int xo, float[] y, int yo, int length) {
        var whole = FloatVector.broadcast(SPECIES, WHOLE);
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var a = xi.abs();
            var sign = xi.reinterpretAsInts().and(SIGN);
            var rounded = a.add(whole).sub(whole);
            var below = rounded.blend(rounded.sub(1f), rounded.compare(VectorOperators.GT, a));
            var signed = below.reinterpretAsInts().or(sign).reinterpretAsFloats();
            xi.blend(signed, a.compare(VectorOperators.LT, whole)).intoArray(y, yo + i);
        }
    }
}

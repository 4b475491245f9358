package lanewise.engine.op;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// `|a|` with the sign of `b`, that of 0 included, broadcast.
///
///     ∂y/∂a = 1 where both have one sign, −1 elsewhere, 0 where a = 0;  ∂y/∂b = 0
public final class Copysign extends BinaryOperation {
    /// The one instance: it has no options.
    public static final Copysign COPYSIGN = new Copysign();

    private static final int SIGN = 1 << 31;

    private Copysign() {}

    @Override
    public String name() {
        return "copysign";
    }

    @Override
    protected void forward(float[] a, int ao, float[] b, int bo, float[] y, int yo, int length) {
        for (int i = 0; i < length; i += LANES) {
            var ai = FloatVector.fromArray(SPECIES, a, ao + i);
            var bi = FloatVector.fromArray(SPECIES, b, bo + i);
            var sign = bi.reinterpretAsInts().and(SIGN);
            var yi = ai.abs().reinterpretAsInts().or(sign).reinterpretAsFloats();
            yi.intoArray(y, yo + i);
        }
    }

    @Override
    protected void backwardFirst(
            float[] a, int ao, float[] b, int bo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        for (int i = 0; i < length; i += LANES) {
            var ai = FloatVector.fromArray(SPECIES, a, ao + i);
            var bi = FloatVector.fromArray(SPECIES, b, bo + i);
            var gi = FloatVector.fromArray(SPECIES, dy, dyo + i);
            var flipped = ai.reinterpretAsInts()
                    .lanewise(VectorOperators.XOR, bi.reinterpretAsInts())
                    .and(SIGN);
            var signed = gi.reinterpretAsInts()
                    .lanewise(VectorOperators.XOR, flipped)
                    .reinterpretAsFloats();
            var di = signed.blend(0f, ai.compare(VectorOperators.EQ, 0f));
            if (add) {
                di.add(FloatVector.fromArray(SPECIES, dx, dxo + i)).intoArray(dx, dxo + i);
            } else {
                di.intoArray(dx, dxo + i);
            }
        }
    }

    @Override
    protected void backwardSecond(
            float[] a, int ao, float[] b, int bo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        for (int i = 0; i < length; i += LANES) {
            var di = FloatVector.zero(SPECIES);
            if (add) {
                di.add(FloatVector.fromArray(SPECIES, dx, dxo + i)).intoArray(dx, dxo + i);
            } else {
                di.intoArray(dx, dxo + i);
            }
        }
    }

    @Override
    protected boolean isPiecewiseLinear() {
        return true;
    }
}

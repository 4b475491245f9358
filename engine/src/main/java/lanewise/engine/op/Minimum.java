package lanewise.engine.op;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// The smaller of `a` and `b`, broadcast; NaN where either is NaN.
///
///     ∂y/∂a = 1 where a is smaller, 1/2 where both are equal, 0 elsewhere; likewise ∂y/∂b
public final class Minimum extends BinaryOperation {
    /// The one instance: it has no options.
    public static final Minimum MINIMUM = new Minimum();

    private Minimum() {}

    @Override
    public String name() {
        return "minimum";
    }

    @Override
    protected void forward(float[] a, int ao, float[] b, int bo, float[] y, int yo, int length) {
        for (int i = 0; i < length; i += LANES) {
            var ai = FloatVector.fromArray(SPECIES, a, ao + i);
            var bi = FloatVector.fromArray(SPECIES, b, bo + i);
            var yi = ai.min(bi);
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
            // half to each where they are equal; where one is NaN, to both
            var share = gi.blend(gi.mul(0.5f), ai.compare(VectorOperators.EQ, bi));
            var di = share.blend(0f, bi.compare(VectorOperators.LT, ai));
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
            var ai = FloatVector.fromArray(SPECIES, a, ao + i);
            var bi = FloatVector.fromArray(SPECIES, b, bo + i);
            var gi = FloatVector.fromArray(SPECIES, dy, dyo + i);
            // half to each where they are equal; where one is NaN, to both
            var share = gi.blend(gi.mul(0.5f), ai.compare(VectorOperators.EQ, bi));
            var di = share.blend(0f, ai.compare(VectorOperators.LT, bi));
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

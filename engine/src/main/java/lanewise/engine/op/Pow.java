package lanewise.engine.op;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import lanewise.engine.parallel.Division;
import lanewise.engine.simd.LaneMath;

/// `y = a^b`, broadcast, with the special cases of [LaneMath#pow(FloatVector, FloatVector)].
///
///     ∂y/∂a = b·a^(b−1), 0 where b = 0
///     ∂y/∂b = a^b·ln a, 0 where a = 0 and b >= 0
public final class Pow extends BinaryOperation {
    /// The one instance: it has no options.
    public static final Pow POW = new Pow();

    private Pow() {}

    @Override
    public String name() {
        return "pow";
    }

    @Override
    protected int part() {
        return Division.COSTLY;
    }

    @Override
    protected void forward(float[] a, int ao, float[] b, int bo, float[] y, int yo, int length) {
        for (int i = 0; i < length; i += LANES) {
            var ai = FloatVector.fromArray(SPECIES, a, ao + i);
            var bi = FloatVector.fromArray(SPECIES, b, bo + i);
            var yi = LaneMath.pow(ai, bi);
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
            var slope = bi.mul(LaneMath.pow(ai, bi.sub(1f)));
            var di = gi.mul(slope).blend(0f, bi.compare(VectorOperators.EQ, 0f));
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
            var slope = LaneMath.pow(ai, bi).mul(LaneMath.log(ai));
            var flat = ai.compare(VectorOperators.EQ, 0f).and(bi.compare(VectorOperators.GE, 0f));
            var di = gi.mul(slope).blend(0f, flat);
            if (add) {
                di.add(FloatVector.fromArray(SPECIES, dx, dxo + i)).intoArray(dx, dxo + i);
            } else {
                di.intoArray(dx, dxo + i);
            }
        }
    }
}

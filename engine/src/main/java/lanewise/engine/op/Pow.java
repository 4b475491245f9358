package lanewise.engine.op;

import static lanewise.engine.kernel.Accumulate.put;
import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.load;
import static lanewise.engine.simd.Lanes.store;

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
            store(value(load(a, ao + i), load(b, bo + i)), y, yo + i);
        }
    }

    @Override
    protected void backwardFirst(
            float[] a, int ao, float[] b, int bo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        for (int i = 0; i < length; i += LANES) {
            put(gradientOfA(load(a, ao + i), load(b, bo + i), load(dy, dyo + i)), dx, dxo + i, add);
        }
    }

    @Override
    protected void backwardSecond(
            float[] a, int ao, float[] b, int bo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        for (int i = 0; i < length; i += LANES) {
            put(gradientOfB(load(a, ao + i), load(b, bo + i), load(dy, dyo + i)), dx, dxo + i, add);
        }
    }

    private static FloatVector value(FloatVector a, FloatVector b) {
        return LaneMath.pow(a, b);
    }

    private static FloatVector gradientOfA(FloatVector a, FloatVector b, FloatVector dy) {
        var slope = b.mul(LaneMath.pow(a, b.sub(1f)));
        return dy.mul(slope).blend(0f, b.compare(VectorOperators.EQ, 0f));
    }

    private static FloatVector gradientOfB(FloatVector a, FloatVector b, FloatVector dy) {
        var slope = LaneMath.pow(a, b).mul(LaneMath.log(a));
        var flat = a.compare(VectorOperators.EQ, 0f).and(b.compare(VectorOperators.GE, 0f));
        return dy.mul(slope).blend(0f, flat);
    }
}

package lanewise.engine.op;

import static lanewise.engine.kernel.Accumulate.put;
import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.load;
import static lanewise.engine.simd.Lanes.store;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// The larger of `a` and `b`, broadcast; NaN where either is NaN.
///
///     ∂y/∂a = 1 where a is larger, 1/2 where both are equal, 0 elsewhere; likewise ∂y/∂b
public final class Maximum extends BinaryOperation {
    /// The one instance: it has no options.
    public static final Maximum MAXIMUM = new Maximum();

    private Maximum() {}

    @Override
    public String name() {
        return "maximum";
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
        return a.max(b);
    }

    private static FloatVector gradientOfA(FloatVector a, FloatVector b, FloatVector dy) {
        // half to each where they are equal; where one is NaN, to both
        var share = dy.blend(dy.mul(0.5f), a.compare(VectorOperators.EQ, b));
        return share.blend(0f, b.compare(VectorOperators.GT, a));
    }

    private static FloatVector gradientOfB(FloatVector a, FloatVector b, FloatVector dy) {
        // half to each where they are equal; where one is NaN, to both
        var share = dy.blend(dy.mul(0.5f), a.compare(VectorOperators.EQ, b));
        return share.blend(0f, a.compare(VectorOperators.GT, b));
    }
}

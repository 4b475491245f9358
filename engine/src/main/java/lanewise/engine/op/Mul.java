package lanewise.engine.op;

import static lanewise.engine.kernel.Accumulate.put;
import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.load;
import static lanewise.engine.simd.Lanes.store;

import jdk.incubator.vector.FloatVector;

/// `y = a·b`, broadcast.
///
///     ∂y/∂a = b,  ∂y/∂b = a
public final class Mul extends BinaryOperation {
    /// The one instance: it has no options.
    public static final Mul MUL = new Mul();

    private Mul() {}

    @Override
    public String name() {
        return "mul";
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
            put(gradientOfA(load(b, bo + i), load(dy, dyo + i)), dx, dxo + i, add);
        }
    }

    @Override
    protected void backwardSecond(
            float[] a, int ao, float[] b, int bo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        for (int i = 0; i < length; i += LANES) {
            put(gradientOfB(load(a, ao + i), load(dy, dyo + i)), dx, dxo + i, add);
        }
    }

    private static FloatVector value(FloatVector a, FloatVector b) {
        return a.mul(b);
    }

    private static FloatVector gradientOfA(FloatVector b, FloatVector dy) {
        return dy.mul(b);
    }

    private static FloatVector gradientOfB(FloatVector a, FloatVector dy) {
        return dy.mul(a);
    }
}

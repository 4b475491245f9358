package lanewise.engine.op;

import static lanewise.engine.kernel.Accumulate.put;
import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.load;
import static lanewise.engine.simd.Lanes.store;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// `y = |x|`
///
///     dy/dx = sign x, 0 at x = 0
public final class Abs extends UnaryOperation {
    /// The one instance: it has no options.
    public static final Abs ABS = new Abs();

    private Abs() {}

    @Override
    public String name() {
        return "abs";
    }

    @Override
    protected void forward(float[] x, int xo, float[] y, int yo, int length) {
        for (int i = 0; i < length; i += LANES) {
            store(value(load(x, xo + i)), y, yo + i);
        }
    }

    @Override
    protected void backward(float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        for (int i = 0; i < length; i += LANES) {
            put(gradient(load(x, xo + i), load(dy, dyo + i)), dx, dxo + i, add);
        }
    }

    private static FloatVector value(FloatVector x) {
        return x.abs();
    }

    private static FloatVector gradient(FloatVector x, FloatVector dy) {
        var zeroed = dy.blend(0f, x.compare(VectorOperators.EQ, 0f));
        return zeroed.blend(dy.neg(), x.compare(VectorOperators.LT, 0f));
    }
}

package lanewise.engine.op;

import static lanewise.engine.kernel.Accumulate.put;
import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.load;
import static lanewise.engine.simd.Lanes.splat;
import static lanewise.engine.simd.Lanes.store;

import jdk.incubator.vector.FloatVector;

/// `y = 1/x`
///
///     dy/dx = −1/x² = −y²
public final class Reciprocal extends UnaryOperation {
    /// The one instance: it has no options.
    public static final Reciprocal RECIPROCAL = new Reciprocal();

    private Reciprocal() {}

    @Override
    public String name() {
        return "reciprocal";
    }

    @Override
    public boolean savesOutput() {
        return true;
    }

    @Override
    protected void forward(float[] x, int xo, float[] y, int yo, int length) {
        for (int i = 0; i < length; i += LANES) {
            store(value(load(x, xo + i)), y, yo + i);
        }
    }

    @Override
    protected void backward(float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        for (int i = 0; i < length; i += LANES) {
            put(gradient(load(y, yo + i), load(dy, dyo + i)), dx, dxo + i, add);
        }
    }

    private static FloatVector value(FloatVector x) {
        return splat(1f).div(x);
    }

    private static FloatVector gradient(FloatVector y, FloatVector dy) {
        return dy.neg().mul(y.mul(y));
    }
}

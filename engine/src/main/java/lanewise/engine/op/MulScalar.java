package lanewise.engine.op;

import static lanewise.engine.kernel.Accumulate.put;
import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.load;
import static lanewise.engine.simd.Lanes.store;

import jdk.incubator.vector.FloatVector;

/// `y = c·x`
///
///     dy/dx = c
public final class MulScalar extends UnaryOperation {
    private final float c;

    /// With the factor.
    public MulScalar(float c) {
        this.c = c;
    }

    @Override
    public String name() {
        return "mul";
    }

    @Override
    public boolean savesInput(int i) {
        return false;
    }

    @Override
    protected void forward(float[] x, int xo, float[] y, int yo, int length) {
        for (int i = 0; i < length; i += LANES) {
            store(value(load(x, xo + i)), y, yo + i);
        }
    }

    @Override
    protected void backward(float[] saved, int so, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        for (int i = 0; i < length; i += LANES) {
            put(gradient(load(dy, dyo + i)), dx, dxo + i, add);
        }
    }

    private FloatVector value(FloatVector x) {
        return x.mul(c);
    }

    private FloatVector gradient(FloatVector dy) {
        return dy.mul(c);
    }
}

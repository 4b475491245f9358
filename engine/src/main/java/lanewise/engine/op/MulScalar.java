package lanewise.engine.op;

import static lanewise.engine.kernel.Accumulate.put;
import static lanewise.engine.kernel.Accumulate.putFirst;
import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.load;
import static lanewise.engine.simd.Lanes.loadFirst;
import static lanewise.engine.simd.Lanes.store;
import static lanewise.engine.simd.Lanes.storeFirst;

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
        int i = 0;
        for (; i <= length - LANES; i += LANES) {
            store(value(load(x, xo + i)), y, yo + i);
        }
        if (i < length) {
            storeFirst(value(loadFirst(x, xo + i, length - i)), y, yo + i, length - i);
        }
    }

    @Override
    protected void backward(float[] saved, int so, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        int i = 0;
        for (; i <= length - LANES; i += LANES) {
            put(gradient(load(dy, dyo + i)), dx, dxo + i, add);
        }
        if (i < length) {
            putFirst(gradient(loadFirst(dy, dyo + i, length - i)), dx, dxo + i, length - i, add);
        }
    }

    private FloatVector value(FloatVector x) {
        return x.mul(c);
    }

    private FloatVector gradient(FloatVector dy) {
        return dy.mul(c);
    }
}

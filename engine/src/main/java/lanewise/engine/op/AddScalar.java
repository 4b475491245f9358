package lanewise.engine.op;

import static lanewise.engine.kernel.Accumulate.put;
import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.load;
import static lanewise.engine.simd.Lanes.store;

import jdk.incubator.vector.FloatVector;

/// `y = x + c`
///
///     dy/dx = 1
public final class AddScalar extends UnaryOperation {
    private final float c;

    /// With the addend.
    public AddScalar(float c) {
        this.c = c;
    }

    @Override
    public String name() {
        return "add";
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

    @Override
    public void backward(BackwardPass pass) {
        GradientSum dx = pass.gradient(0);
        if (dx != null && !dx.lend(pass.outputGradient())) {
            super.backward(pass);
        }
    }

    private FloatVector value(FloatVector x) {
        return x.add(c);
    }

    private static FloatVector gradient(FloatVector dy) {
        return dy;
    }
}

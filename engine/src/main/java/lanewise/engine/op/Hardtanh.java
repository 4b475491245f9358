package lanewise.engine.op;

import static lanewise.engine.kernel.Accumulate.put;
import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.load;
import static lanewise.engine.simd.Lanes.splat;
import static lanewise.engine.simd.Lanes.store;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// `y = min(max(x, min), max)`; NaN stays NaN.
///
///     dy/dx = 1 inside (min, max), 0 at the bounds and outside
public final class Hardtanh extends UnaryOperation {
    private final float min;
    private final float max;

    /// With the bounds; PyTorch's defaults are −1 and 1.
    ///
    /// @throws IllegalArgumentException unless `min <= max`
    public Hardtanh(float min, float max) {
        if (!(min <= max)) {
            throw new IllegalArgumentException(
                    "hardtanh: min is " + min + " and max is " + max + "; min must not be above max");
        }
        this.min = min;
        this.max = max;
    }

    @Override
    public String name() {
        return "hardtanh";
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

    private FloatVector value(FloatVector x) {
        return x.max(splat(min)).min(splat(max));
    }

    private FloatVector gradient(FloatVector x, FloatVector dy) {
        var inside = dy.blend(0f, x.compare(VectorOperators.LE, min));
        return inside.blend(0f, x.compare(VectorOperators.GE, max));
    }
}

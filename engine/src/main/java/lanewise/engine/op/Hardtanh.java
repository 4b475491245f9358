package lanewise.engine.op;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// `y = min(max(x, min), max)`; NaN stays NaN.
///
///     dy/dx = 1 inside (min, max), 0 at the bounds and outside
public final class Hardtanh extends UnaryOperation {
    private final float min;
    private final float max;

    /// With the bounds; PyTorch's defaults are −1 and 1. Where `min` is above `max`, every element becomes `max`,
    /// as in PyTorch.
    public Hardtanh(float min, float max) {
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
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var yi = xi.max(FloatVector.broadcast(SPECIES, min)).min(FloatVector.broadcast(SPECIES, max));
            yi.intoArray(y, yo + i);
        }
    }

    @Override
    protected void backward(float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        for (int i = 0; i < length; i += LANES) {
            var gi = FloatVector.fromArray(SPECIES, dy, dyo + i);
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var inside = gi.blend(0f, xi.compare(VectorOperators.LE, min));
            var di = inside.blend(0f, xi.compare(VectorOperators.GE, max));
            if (add) {
                di.add(FloatVector.fromArray(SPECIES, dx, dxo + i)).intoArray(dx, dxo + i);
            } else {
                di.intoArray(dx, dxo + i);
            }
        }
    }

    @Override
    protected boolean isPiecewiseLinear() {
        return true;
    }
}

package lanewise.engine.op;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// `y = min(max(x, min), max)`; NaN stays NaN. An infinite bound leaves that side open.
///
///     dy/dx = 1 in [min, max], the bounds included, 0 outside
public final class Clamp extends UnaryOperation {
    private final float min;
    private final float max;

    /// With the bounds. If `min` is above `max`, the result is `max` everywhere, as in PyTorch.
    ///
    /// @throws IllegalArgumentException if a bound is NaN
    public Clamp(float min, float max) {
        if (Float.isNaN(min) || Float.isNaN(max)) {
            throw new IllegalArgumentException(
                    "clamp: min is " + min + " and max is " + max + "; a bound must not be NaN");
        }
        this.min = min;
        this.max = max;
    }

    @Override
    public String name() {
        return "clamp";
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
            var inside = FloatVector.zero(SPECIES).blend(gi, xi.compare(VectorOperators.GE, min));
            var di = FloatVector.zero(SPECIES).blend(inside, xi.compare(VectorOperators.LE, max));
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

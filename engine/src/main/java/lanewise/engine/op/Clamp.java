package lanewise.engine.op;

import static lanewise.engine.kernel.Accumulate.put;
import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.load;
import static lanewise.engine.simd.Lanes.splat;
import static lanewise.engine.simd.Lanes.store;
import static lanewise.engine.simd.Lanes.zero;

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
        var inside = zero().blend(dy, x.compare(VectorOperators.GE, min));
        return zero().blend(inside, x.compare(VectorOperators.LE, max));
    }
}

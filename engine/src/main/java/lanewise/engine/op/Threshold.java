package lanewise.engine.op;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// `y = x` above the threshold, otherwise `value`; NaN stays NaN.
///
///     dy/dx = 1 above the threshold, otherwise 0
public final class Threshold extends UnaryOperation {
    private final float threshold;
    private final float value;

    /// With the threshold and what takes the place of all that is not above.
    public Threshold(float threshold, float value) {
        this.threshold = threshold;
        this.value = value;
    }

    @Override
    public String name() {
        return "threshold";
    }

    @Override
    protected void forward(float[] x, int xo, float[] y, int yo, int length) {
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var yi = xi.blend(value, xi.compare(VectorOperators.LE, threshold));
            yi.intoArray(y, yo + i);
        }
    }

    @Override
    protected void backward(float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        for (int i = 0; i < length; i += LANES) {
            var gi = FloatVector.fromArray(SPECIES, dy, dyo + i);
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var di = gi.blend(0f, xi.compare(VectorOperators.LE, threshold));
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

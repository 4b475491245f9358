package lanewise.engine.op;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

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
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var yi = xi.abs();
            yi.intoArray(y, yo + i);
        }
    }

    @Override
    protected void backward(float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        for (int i = 0; i < length; i += LANES) {
            var gi = FloatVector.fromArray(SPECIES, dy, dyo + i);
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var zeroed = gi.blend(0f, xi.compare(VectorOperators.EQ, 0f));
            var di = zeroed.blend(gi.neg(), xi.compare(VectorOperators.LT, 0f));
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

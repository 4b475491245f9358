package lanewise.engine.op;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// `y = x` where `|x| > lambda`, otherwise 0; NaN stays NaN.
///
///     dy/dx = 1 where |x| > lambda, otherwise 0
public final class Hardshrink extends UnaryOperation {
    private final float lambda;

    /// With the bound; PyTorch's default is 0.5.
    public Hardshrink(float lambda) {
        this.lambda = lambda;
    }

    @Override
    public String name() {
        return "hardshrink";
    }

    @Override
    protected void forward(float[] x, int xo, float[] y, int yo, int length) {
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var inside = xi.compare(VectorOperators.GE, -lambda).and(xi.compare(VectorOperators.LE, lambda));
            var yi = xi.blend(0f, inside);
            yi.intoArray(y, yo + i);
        }
    }

    @Override
    protected void backward(float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        for (int i = 0; i < length; i += LANES) {
            var gi = FloatVector.fromArray(SPECIES, dy, dyo + i);
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var inside = xi.compare(VectorOperators.GE, -lambda).and(xi.compare(VectorOperators.LE, lambda));
            var di = gi.blend(0f, inside);
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

package lanewise.engine.op;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// `y = x − lambda` above lambda, `x + lambda` below −lambda, 0 in between; NaN stays NaN.
///
///     dy/dx = 1 where |x| > lambda, otherwise 0
public final class Softshrink extends UnaryOperation {
    private final float lambda;

    /// With the bound; PyTorch's default is 0.5.
    ///
    /// @throws IllegalArgumentException if it is negative or NaN
    public Softshrink(float lambda) {
        if (!(lambda >= 0)) {
            throw new IllegalArgumentException("softshrink: lambda is " + lambda + "; it must not be negative");
        }
        this.lambda = lambda;
    }

    @Override
    public String name() {
        return "softshrink";
    }

    @Override
    protected void forward(float[] x, int xo, float[] y, int yo, int length) {
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var inside = xi.mul(0f); // NaN where x is
            var above = inside.blend(xi.sub(lambda), xi.compare(VectorOperators.GT, lambda));
            var yi = above.blend(xi.add(lambda), xi.compare(VectorOperators.LT, -lambda));
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

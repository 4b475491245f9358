package lanewise.engine.op;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// A sigmoid of three straight lines: `y = min(max(x + 3, 0), 6)/6`.
///
///     dy/dx = 1/6 inside (-3, 3), 0 at the bounds and outside
///
/// Courbariaux, Bengio, David 2015, arXiv:1511.00363, in the form of Howard et al. 2019, arXiv:1905.02244.
public final class Hardsigmoid extends UnaryOperation {
    /// The one instance: it has no options.
    public static final Hardsigmoid HARDSIGMOID = new Hardsigmoid();

    private Hardsigmoid() {}

    @Override
    public String name() {
        return "hardsigmoid";
    }

    @Override
    protected void forward(float[] x, int xo, float[] y, int yo, int length) {
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var yi = xi.add(3f)
                    .max(FloatVector.zero(SPECIES))
                    .min(FloatVector.broadcast(SPECIES, 6f))
                    .div(6f);
            yi.intoArray(y, yo + i);
        }
    }

    @Override
    protected void backward(float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        for (int i = 0; i < length; i += LANES) {
            var gi = FloatVector.fromArray(SPECIES, dy, dyo + i);
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var inside = FloatVector.zero(SPECIES).blend(gi.div(6f), xi.compare(VectorOperators.GT, -3f));
            var di = inside.blend(0f, xi.compare(VectorOperators.GE, 3f));
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

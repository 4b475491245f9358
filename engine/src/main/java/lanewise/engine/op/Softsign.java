package lanewise.engine.op;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/// `y = x/(1 + |x|)`
///
///     dy/dx = 1/(1 + |x|)²
public final class Softsign extends UnaryOperation {
    /// The one instance: it has no options.
    public static final Softsign SOFTSIGN = new Softsign();

    private Softsign() {}

    @Override
    public String name() {
        return "softsign";
    }

    @Override
    protected void forward(float[] x, int xo, float[] y, int yo, int length) {
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var yi = xi.div(xi.abs().add(1f));
            yi.intoArray(y, yo + i);
        }
    }

    @Override
    protected void backward(float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        for (int i = 0; i < length; i += LANES) {
            var gi = FloatVector.fromArray(SPECIES, dy, dyo + i);
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var d = xi.abs().add(1f);
            var di = gi.div(d.mul(d));
            if (add) {
                di.add(FloatVector.fromArray(SPECIES, dx, dxo + i)).intoArray(dx, dxo + i);
            } else {
                di.intoArray(dx, dxo + i);
            }
        }
    }

    @Override
    protected Variable derivative(Variable x) {
        return x.apply(Abs.ABS).add(1).square().reciprocal();
    }
}

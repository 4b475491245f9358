package lanewise.engine.op;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import lanewise.engine.kernel.Rounding;

/// The fraction of x, with its sign: `y = x − trunc x`.
///
///     dy/dx = 1
public final class Frac extends UnaryOperation {
    /// The one instance: it has no options.
    public static final Frac FRAC = new Frac();

    private Frac() {}

    @Override
    public String name() {
        return "frac";
    }

    @Override
    public boolean savesInput(int i) {
        return false;
    }

    @Override
    protected void forward(float[] x, int xo, float[] y, int yo, int length) {
        Rounding.trunc(x, xo, y, yo, length);
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            xi.sub(FloatVector.fromArray(SPECIES, y, yo + i)).intoArray(y, yo + i);
        }
    }

    @Override
    protected void backward(float[] saved, int so, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        for (int i = 0; i < length; i += LANES) {
            var di = FloatVector.fromArray(SPECIES, dy, dyo + i);
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

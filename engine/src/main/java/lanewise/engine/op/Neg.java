package lanewise.engine.op;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/// `y = −x`
///
///     dy/dx = −1
public final class Neg extends UnaryOperation {
    /// The one instance: it has no options.
    public static final Neg NEG = new Neg();

    private Neg() {}

    @Override
    public String name() {
        return "neg";
    }

    @Override
    public boolean savesInput(int i) {
        return false;
    }

    @Override
    protected void forward(float[] x, int xo, float[] y, int yo, int length) {
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var yi = xi.neg();
            yi.intoArray(y, yo + i);
        }
    }

    @Override
    protected void backward(float[] saved, int so, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        for (int i = 0; i < length; i += LANES) {
            var gi = FloatVector.fromArray(SPECIES, dy, dyo + i);
            var di = gi.neg();
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

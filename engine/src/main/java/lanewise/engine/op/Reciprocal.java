package lanewise.engine.op;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/// `y = 1/x`
///
///     dy/dx = −1/x² = −y²
public final class Reciprocal extends UnaryOperation {
    /// The one instance: it has no options.
    public static final Reciprocal RECIPROCAL = new Reciprocal();

    private Reciprocal() {}

    @Override
    public String name() {
        return "reciprocal";
    }

    @Override
    public boolean savesOutput() {
        return true;
    }

    @Override
    protected void forward(float[] x, int xo, float[] y, int yo, int length) {
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var yi = FloatVector.broadcast(SPECIES, 1f).div(xi);
            yi.intoArray(y, yo + i);
        }
    }

    @Override
    protected void backward(float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        for (int i = 0; i < length; i += LANES) {
            var gi = FloatVector.fromArray(SPECIES, dy, dyo + i);
            var yi = FloatVector.fromArray(SPECIES, y, yo + i);
            var di = gi.neg().mul(yi.mul(yi));
            if (add) {
                di.add(FloatVector.fromArray(SPECIES, dx, dxo + i)).intoArray(dx, dxo + i);
            } else {
                di.intoArray(dx, dxo + i);
            }
        }
    }

    @Override
    protected Variable derivative(Variable y) {
        return y.square().neg();
    }
}

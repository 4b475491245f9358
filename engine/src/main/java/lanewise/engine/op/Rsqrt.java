package lanewise.engine.op;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/// `y = 1/√x`, NaN below 0, ∞ at 0.
///
///     dy/dx = −y³/2
public final class Rsqrt extends UnaryOperation {
    /// The one instance: it has no options.
    public static final Rsqrt RSQRT = new Rsqrt();

    private Rsqrt() {}

    @Override
    public String name() {
        return "rsqrt";
    }

    @Override
    public boolean savesOutput() {
        return true;
    }

    @Override
    protected void forward(float[] x, int xo, float[] y, int yo, int length) {
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var yi = FloatVector.broadcast(SPECIES, 1f).div(xi.sqrt());
            yi.intoArray(y, yo + i);
        }
    }

    @Override
    protected void backward(float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        for (int i = 0; i < length; i += LANES) {
            var gi = FloatVector.fromArray(SPECIES, dy, dyo + i);
            var yi = FloatVector.fromArray(SPECIES, y, yo + i);
            var di = gi.mul(-0.5f).mul(yi.mul(yi).mul(yi));
            if (add) {
                di.add(FloatVector.fromArray(SPECIES, dx, dxo + i)).intoArray(dx, dxo + i);
            } else {
                di.intoArray(dx, dxo + i);
            }
        }
    }

    @Override
    protected Variable derivative(Variable y) {
        return y.mul(y.square()).mul(-0.5f);
    }
}

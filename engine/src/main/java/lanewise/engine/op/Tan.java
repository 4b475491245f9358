package lanewise.engine.op;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import lanewise.engine.parallel.Division;
import lanewise.engine.simd.Trigonometry;

/// `y = tan x`, `x` in radians.
///
///     dy/dx = 1 + y²
public final class Tan extends UnaryOperation {
    /// The one instance: it has no options.
    public static final Tan TAN = new Tan();

    private Tan() {}

    @Override
    public String name() {
        return "tan";
    }

    @Override
    public boolean savesOutput() {
        return true;
    }

    @Override
    protected int part() {
        return Division.COSTLY;
    }

    @Override
    protected void forward(float[] x, int xo, float[] y, int yo, int length) {
        Trigonometry.tan(x, xo, y, yo, length);
    }

    @Override
    protected void backward(float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        for (int i = 0; i < length; i += LANES) {
            var gi = FloatVector.fromArray(SPECIES, dy, dyo + i);
            var yi = FloatVector.fromArray(SPECIES, y, yo + i);
            var di = gi.mul(yi.fma(yi, FloatVector.broadcast(SPECIES, 1f)));
            if (add) {
                di.add(FloatVector.fromArray(SPECIES, dx, dxo + i)).intoArray(dx, dxo + i);
            } else {
                di.intoArray(dx, dxo + i);
            }
        }
    }

    @Override
    protected Variable derivative(Variable y) {
        return y.square().add(1);
    }
}

package lanewise.engine.op;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// `y = 1` for positive `x`, `−1` for negative `x`, `0` for zero and NaN.
///
///     dy/dx = 0
public final class Sign extends UnaryOperation {
    /// The one instance: it has no options.
    public static final Sign SIGN = new Sign();

    private Sign() {}

    @Override
    public String name() {
        return "sign";
    }

    @Override
    public boolean savesInput(int i) {
        return false;
    }

    @Override
    protected void forward(float[] x, int xo, float[] y, int yo, int length) {
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var positive = FloatVector.zero(SPECIES).blend(1f, xi.compare(VectorOperators.GT, 0f));
            var yi = positive.blend(-1f, xi.compare(VectorOperators.LT, 0f));
            yi.intoArray(y, yo + i);
        }
    }

    @Override
    protected void backward(float[] saved, int so, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        for (int i = 0; i < length; i += LANES) {
            if (!add) {
                FloatVector.zero(SPECIES).intoArray(dx, dxo + i);
            }
        }
    }
}

package lanewise.engine.op;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import lanewise.engine.parallel.Division;
import lanewise.engine.simd.LaneMath;

/// The error function `y = 2/√π·∫₀ˣ e^-t² dt`.
///
///     dy/dx = 2/√π·e^-x²
public final class Erf extends UnaryOperation {
    /// The one instance: it has no options.
    public static final Erf ERF = new Erf();

    private Erf() {}

    @Override
    public String name() {
        return "erf";
    }

    @Override
    protected int part() {
        return Division.COSTLY;
    }

    @Override
    protected void forward(float[] x, int xo, float[] y, int yo, int length) {
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var yi = LaneMath.erf(xi);
            yi.intoArray(y, yo + i);
        }
    }

    @Override
    protected void backward(float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        for (int i = 0; i < length; i += LANES) {
            var gi = FloatVector.fromArray(SPECIES, dy, dyo + i);
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            // 2/√π = 1.1283792
            var di = gi.mul(1.1283792f).mul(LaneMath.exp(xi.mul(xi).neg()));
            if (add) {
                di.add(FloatVector.fromArray(SPECIES, dx, dxo + i)).intoArray(dx, dxo + i);
            } else {
                di.intoArray(dx, dxo + i);
            }
        }
    }
}

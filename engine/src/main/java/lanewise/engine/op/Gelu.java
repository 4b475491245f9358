package lanewise.engine.op;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import lanewise.engine.parallel.Division;
import lanewise.engine.simd.LaneMath;

/// The Gaussian error linear unit: `y = x·Φ(x)`, where `Φ` is the distribution function of the standard normal
/// distribution.
///
///     dy/dx = Φ(x) + x·e^(-x²/2)/√(2π)
///
/// Hendrycks, Gimpel 2016, arXiv:1606.08415.
public final class Gelu extends UnaryOperation {
    /// The one instance: it has no options.
    public static final Gelu GELU = new Gelu();

    private Gelu() {}

    @Override
    public String name() {
        return "gelu";
    }

    @Override
    protected int part() {
        return Division.COSTLY;
    }

    @Override
    protected void forward(float[] x, int xo, float[] y, int yo, int length) {
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var yi = xi.mul(LaneMath.normalCdf(xi));
            yi.intoArray(y, yo + i);
        }
    }

    @Override
    protected void backward(float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        addCdf(x, xo, dy, dyo, dx, dxo, length, add);
        addDensity(x, xo, dy, dyo, dx, dxo, length);
    }

    /// `dx (+)= dy·Φ(x)`. The two terms have a loop each, since one loop of both is more than the compiler inlines.
    private static void addCdf(float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        for (int i = 0; i < length; i += LANES) {
            var di = FloatVector.fromArray(SPECIES, dy, dyo + i)
                    .mul(LaneMath.normalCdf(FloatVector.fromArray(SPECIES, x, xo + i)));
            if (add) {
                di.add(FloatVector.fromArray(SPECIES, dx, dxo + i)).intoArray(dx, dxo + i);
            } else {
                di.intoArray(dx, dxo + i);
            }
        }
    }

    /// `dx += dy·x·e^(-x²/2)/√(2π)`
    private static void addDensity(float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int length) {
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var slope = xi.mul(LaneMath.normalDensity(xi));
            FloatVector.fromArray(SPECIES, dy, dyo + i)
                    .fma(slope, FloatVector.fromArray(SPECIES, dx, dxo + i))
                    .intoArray(dx, dxo + i);
        }
    }
}

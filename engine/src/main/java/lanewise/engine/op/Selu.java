package lanewise.engine.op;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import lanewise.engine.parallel.Division;
import lanewise.engine.simd.LaneMath;

/// The self-normalising unit: `y = scale·x` for `x > 0`, otherwise `scale·alpha·(e^x − 1)`, with the two constants
/// that keep mean 0 and variance 1 from layer to layer.
///
///     dy/dx = scale for x > 0, otherwise scale·alpha·e^x
///
/// Klambauer, Unterthiner, Mayr, Hochreiter 2017, arXiv:1706.02515.
public final class Selu extends UnaryOperation {
    /// The one instance: it has no options.
    public static final Selu SELU = new Selu();

    private static final float SCALE = 1.05070098735548049f;
    private static final float SCALE_ALPHA = (float) (1.05070098735548049 * 1.67326324235437728);

    private Selu() {}

    @Override
    public String name() {
        return "selu";
    }

    @Override
    protected int part() {
        return Division.COSTLY;
    }

    @Override
    protected void forward(float[] x, int xo, float[] y, int yo, int length) {
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var yi = xi.mul(SCALE).blend(LaneMath.expm1(xi).mul(SCALE_ALPHA), xi.compare(VectorOperators.LE, 0f));
            yi.intoArray(y, yo + i);
        }
    }

    @Override
    protected void backward(float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        for (int i = 0; i < length; i += LANES) {
            var gi = FloatVector.fromArray(SPECIES, dy, dyo + i);
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var below = gi.mul(SCALE_ALPHA).mul(LaneMath.exp(xi));
            var di = gi.mul(SCALE).blend(below, xi.compare(VectorOperators.LE, 0f));
            if (add) {
                di.add(FloatVector.fromArray(SPECIES, dx, dxo + i)).intoArray(dx, dxo + i);
            } else {
                di.intoArray(dx, dxo + i);
            }
        }
    }
}

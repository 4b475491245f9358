package lanewise.engine.op;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import lanewise.engine.parallel.Division;
import lanewise.engine.simd.LaneMath;

/// SiLU, also called swish: `y = x·σ(x)`.
///
///     dy/dx = σ(x)·(1 + x·(1 − σ(x)))
///
/// Elfwing, Uchibe, Doya 2017, arXiv:1702.03118.
public final class Silu extends UnaryOperation {
    /// The one instance: it has no options.
    public static final Silu SILU = new Silu();

    private Silu() {}

    @Override
    public String name() {
        return "silu";
    }

    @Override
    protected int part() {
        return Division.COSTLY;
    }

    @Override
    protected void forward(float[] x, int xo, float[] y, int yo, int length) {
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var yi = xi.mul(LaneMath.sigmoid(xi));
            yi.intoArray(y, yo + i);
        }
    }

    @Override
    protected void backward(float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        for (int i = 0; i < length; i += LANES) {
            var gi = FloatVector.fromArray(SPECIES, dy, dyo + i);
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var s = LaneMath.sigmoid(xi);
            var di = gi.mul(
                    s.mul(xi.fma(FloatVector.broadcast(SPECIES, 1f).sub(s), FloatVector.broadcast(SPECIES, 1f))));
            if (add) {
                di.add(FloatVector.fromArray(SPECIES, dx, dxo + i)).intoArray(dx, dxo + i);
            } else {
                di.intoArray(dx, dxo + i);
            }
        }
    }
}

package lanewise.engine.op;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import lanewise.engine.parallel.Division;
import lanewise.engine.simd.LaneMath;

/// Mish: `y = x·tanh(ln(1 + e^x))`. With `e = e^x` and `n = e·(e + 2)` that is `x·n/(n + 2)`.
///
///     dy/dx = n/(n + 2) + x·4e·(e + 1)/(n + 2)²
///
/// Misra 2019, arXiv:1908.08681.
public final class Mish extends UnaryOperation {
    /// The one instance: it has no options.
    public static final Mish MISH = new Mish();

    private Mish() {}

    @Override
    public String name() {
        return "mish";
    }

    @Override
    protected int part() {
        return Division.COSTLY;
    }

    @Override
    protected void forward(float[] x, int xo, float[] y, int yo, int length) {
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var e = boundedExp(xi);
            var n = e.mul(e.add(2f));
            var yi = xi.mul(n.div(n.add(2f)));
            yi.intoArray(y, yo + i);
        }
    }

    @Override
    protected void backward(float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        for (int i = 0; i < length; i += LANES) {
            var gi = FloatVector.fromArray(SPECIES, dy, dyo + i);
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var e = boundedExp(xi);
            var n = e.mul(e.add(2f));
            var d = FloatVector.broadcast(SPECIES, 1f).div(n.add(2f));
            var gate = n.mul(d);
            var change = e.mul(4f).mul(e.add(1f)).mul(d).mul(d);
            var di = gi.mul(xi.fma(change, gate));
            if (add) {
                di.add(FloatVector.fromArray(SPECIES, dx, dxo + i)).intoArray(dx, dxo + i);
            } else {
                di.intoArray(dx, dxo + i);
            }
        }
    }

    /// `e^x`, at most `e^20`: there `n/(n + 2)` is 1 already, and `n²` does not overflow.
    private static FloatVector boundedExp(FloatVector x) {
        return LaneMath.exp(x.blend(20f, x.compare(VectorOperators.GT, 20f)));
    }
}

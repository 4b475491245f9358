package lanewise.engine.op;

import static lanewise.engine.kernel.Accumulate.put;
import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.fma;
import static lanewise.engine.simd.Lanes.load;
import static lanewise.engine.simd.Lanes.splat;
import static lanewise.engine.simd.Lanes.store;

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
            store(value(load(x, xo + i)), y, yo + i);
        }
    }

    @Override
    protected void backward(float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        for (int i = 0; i < length; i += LANES) {
            put(gradient(load(x, xo + i), load(dy, dyo + i)), dx, dxo + i, add);
        }
    }

    private static FloatVector value(FloatVector x) {
        return x.mul(LaneMath.sigmoid(x));
    }

    private static FloatVector gradient(FloatVector x, FloatVector dy) {
        var s = LaneMath.sigmoid(x);
        return dy.mul(s.mul(fma(x, splat(1f).sub(s), splat(1f))));
    }
}

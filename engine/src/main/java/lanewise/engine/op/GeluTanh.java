package lanewise.engine.op;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import lanewise.engine.parallel.Division;
import lanewise.engine.simd.LaneMath;

/// The Gaussian error linear unit in its approximate form: `y = x/2·(1 + tanh u) = x·σ(2u)`, `u = √(2/π)·(x +
/// 0.044715·x³)`.
///
///     dy/dx = σ(2u) + x·σ(2u)·(1 − σ(2u))·2·√(2/π)·(1 + 3·0.044715·x²)
///
/// Hendrycks, Gimpel 2016, arXiv:1606.08415.
public final class GeluTanh extends UnaryOperation {
    /// The one instance: it has no options.
    public static final GeluTanh GELU_TANH = new GeluTanh();

    /// `2·√(2/π)`
    private static final float LINEAR = 1.5957691f;

    private static final float CUBIC = 0.044715f;

    private GeluTanh() {}

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
            var yi = xi.mul(gate(xi));
            yi.intoArray(y, yo + i);
        }
    }

    @Override
    protected void backward(float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        for (int i = 0; i < length; i += LANES) {
            var gi = FloatVector.fromArray(SPECIES, dy, dyo + i);
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var s = gate(xi);
            var slope = xi.mul(xi)
                    .fma(FloatVector.broadcast(SPECIES, 3 * LINEAR * CUBIC), FloatVector.broadcast(SPECIES, LINEAR));
            var di = gi.mul(
                    xi.mul(s).fma(FloatVector.broadcast(SPECIES, 1f).sub(s).mul(slope), s));
            if (add) {
                di.add(FloatVector.fromArray(SPECIES, dx, dxo + i)).intoArray(dx, dxo + i);
            } else {
                di.intoArray(dx, dxo + i);
            }
        }
    }

    /// `σ(2u)`
    private static FloatVector gate(FloatVector x) {
        return LaneMath.sigmoid(x.mul(
                x.mul(x).fma(FloatVector.broadcast(SPECIES, LINEAR * CUBIC), FloatVector.broadcast(SPECIES, LINEAR))));
    }
}

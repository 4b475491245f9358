package lanewise.engine.op;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import lanewise.engine.simd.Exponential;

/// Mish: `y = x·tanh(ln(1 + e^x))`. With `e = e^x` and `n = e·(e + 2)` that is `x·n/(n + 2)`.
///
///     dy/dx = n/(n + 2) + x·4e·(e + 1)/(n + 2)²
///
/// Misra 2019, arXiv:1908.08681.
public final class Mish extends BlockwiseOperation {
    /// The one instance: it has no options.
    public static final Mish MISH = new Mish();

    private Mish() {}

    @Override
    public String name() {
        return "mish";
    }

    @Override
    void value(float[] x, int xo, float[] y, int yo, int length) {
        boundedExp(x, xo, y, yo, length);
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var e = FloatVector.fromArray(SPECIES, y, yo + i);
            var n = e.mul(e.add(2f));
            xi.mul(n.div(n.add(2f))).intoArray(y, yo + i);
        }
    }

    @Override
    void slope(float[] x, int xo, float[] s, int so, int length) {
        boundedExp(x, xo, s, so, length);
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var e = FloatVector.fromArray(SPECIES, s, so + i);
            var n = e.mul(e.add(2f));
            var d = FloatVector.broadcast(SPECIES, 1f).div(n.add(2f));
            var gate = n.mul(d);
            var change = e.mul(4f).mul(e.add(1f)).mul(d).mul(d);
            xi.fma(change, gate).intoArray(s, so + i);
        }
    }

    /// `y = e^x`, at most `e^20`: there `n/(n + 2)` is 1 already, and `n²` does not overflow.
    private static void boundedExp(float[] x, int xo, float[] y, int yo, int length) {
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            xi.blend(20f, xi.compare(VectorOperators.GT, 20f)).intoArray(y, yo + i);
        }
        Exponential.exp(y, yo, 0f, y, yo, length);
    }

    @Override
    protected Variable derivative(Variable x) {
        Variable t = x.apply(new Softplus(1, 20)).apply(Tanh.TANH);
        return t.add(x.mul(x.apply(Sigmoid.SIGMOID)).mul(t.square().neg().add(1)));
    }
}

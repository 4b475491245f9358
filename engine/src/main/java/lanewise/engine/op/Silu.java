package lanewise.engine.op;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import lanewise.engine.simd.Logistic;

/// SiLU, also called swish: `y = x·σ(x)`.
///
///     dy/dx = σ(x)·(1 + x·(1 − σ(x)))
///
/// Elfwing, Uchibe, Doya 2017, arXiv:1702.03118.
public final class Silu extends BlockwiseOperation {
    /// The one instance: it has no options.
    public static final Silu SILU = new Silu();

    private Silu() {}

    @Override
    public String name() {
        return "silu";
    }

    @Override
    void value(float[] x, int xo, float[] y, int yo, int length) {
        Logistic.sigmoid(x, xo, y, yo, length);
        multiply(x, xo, y, yo, length);
    }

    @Override
    void slope(float[] x, int xo, float[] s, int so, int length) {
        Logistic.sigmoid(x, xo, s, so, length);
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var si = FloatVector.fromArray(SPECIES, s, so + i);
            var one = FloatVector.broadcast(SPECIES, 1f);
            si.mul(xi.fma(one.sub(si), one)).intoArray(s, so + i);
        }
    }

    @Override
    protected Variable derivative(Variable x) {
        Variable s = x.apply(Sigmoid.SIGMOID);
        return s.mul(x.mul(s.neg().add(1)).add(1));
    }
}

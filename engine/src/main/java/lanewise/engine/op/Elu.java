package lanewise.engine.op;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import lanewise.engine.simd.Exponential;

/// The exponential linear unit: `y = x` for `x > 0`, otherwise `alpha·(e^x − 1)`.
///
///     dy/dx = 1 for x > 0, otherwise alpha·e^x
///
/// Clevert, Unterthiner, Hochreiter 2015, arXiv:1511.07289.
public final class Elu extends BlockwiseOperation {
    private final float alpha;

    /// With the value that is approached towards −∞, negated; PyTorch's default is 1.
    public Elu(float alpha) {
        this.alpha = alpha;
    }

    @Override
    public String name() {
        return "elu";
    }

    @Override
    void value(float[] x, int xo, float[] y, int yo, int length) {
        Exponential.expm1(x, xo, y, yo, length);
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var below = FloatVector.fromArray(SPECIES, y, yo + i).mul(alpha);
            xi.blend(below, xi.compare(VectorOperators.LE, 0f)).intoArray(y, yo + i);
        }
    }

    @Override
    void slope(float[] x, int xo, float[] s, int so, int length) {
        Exponential.exp(x, xo, 0f, s, so, length);
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var below = FloatVector.fromArray(SPECIES, s, so + i).mul(alpha);
            FloatVector.broadcast(SPECIES, 1f)
                    .blend(below, xi.compare(VectorOperators.LE, 0f))
                    .intoArray(s, so + i);
        }
    }

    @Override
    protected Variable derivative(Variable x) {
        return x.apply(new Clamp(Float.NEGATIVE_INFINITY, 0)).exp().mul(alpha).fill(Compare.gt(x.array(), 0), 1);
    }
}

package lanewise.engine.op;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import lanewise.engine.simd.Exponential;

/// The continuously differentiable exponential linear unit: `y = x` for `x > 0`, otherwise `alpha·(e^(x/alpha) −
/// 1)`.
///
///     dy/dx = 1 for x > 0, otherwise e^(x/alpha)
///
/// Barron 2017, arXiv:1704.07483.
public final class Celu extends BlockwiseOperation {
    private final float alpha;

    /// With the value that is approached towards −∞, negated; PyTorch's default is 1.
    ///
    /// @throws IllegalArgumentException if it is 0
    public Celu(float alpha) {
        if (alpha == 0) {
            throw new IllegalArgumentException("celu: alpha is 0; it divides x, so it must not be");
        }
        this.alpha = alpha;
    }

    @Override
    public String name() {
        return "celu";
    }

    @Override
    void value(float[] x, int xo, float[] y, int yo, int length) {
        divide(x, xo, y, yo, length);
        Exponential.expm1(y, yo, y, yo, length);
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var below = FloatVector.fromArray(SPECIES, y, yo + i).mul(alpha);
            xi.blend(below, xi.compare(VectorOperators.LE, 0f)).intoArray(y, yo + i);
        }
    }

    @Override
    void slope(float[] x, int xo, float[] s, int so, int length) {
        divide(x, xo, s, so, length);
        Exponential.exp(s, so, 0f, s, so, length);
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var below = FloatVector.fromArray(SPECIES, s, so + i);
            FloatVector.broadcast(SPECIES, 1f)
                    .blend(below, xi.compare(VectorOperators.LE, 0f))
                    .intoArray(s, so + i);
        }
    }

    private void divide(float[] x, int xo, float[] y, int yo, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector.fromArray(SPECIES, x, xo + i).div(alpha).intoArray(y, yo + i);
        }
    }

    @Override
    protected Variable derivative(Variable x) {
        return x.apply(new Clamp(Float.NEGATIVE_INFINITY, 0)).mul(1 / alpha).exp();
    }
}

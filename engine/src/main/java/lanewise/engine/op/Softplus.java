package lanewise.engine.op;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import lanewise.engine.simd.Exponential;
import lanewise.engine.simd.Logarithm;
import lanewise.engine.simd.Logistic;

/// A smooth rectifier: `y = ln(1 + e^(beta·x))/beta`, and `y = x` where `beta·x > threshold`.
///
///     dy/dx = σ(beta·x), 1 where beta·x > threshold
public final class Softplus extends BlockwiseOperation {
    private final float beta;
    private final float threshold;

    /// With PyTorch's options; its defaults are 1 and 20.
    ///
    /// @throws IllegalArgumentException if `beta` is 0 or NaN
    public Softplus(float beta, float threshold) {
        if (beta == 0 || Float.isNaN(beta)) {
            throw new IllegalArgumentException("softplus: beta is " + beta + "; it must not be 0 or NaN");
        }
        this.beta = beta;
        this.threshold = threshold;
    }

    @Override
    public String name() {
        return "softplus";
    }

    @Override
    void value(float[] x, int xo, float[] y, int yo, int length) {
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            xi.mul(beta).abs().neg().intoArray(y, yo + i);
        }
        Exponential.exp(y, yo, 0f, y, yo, length);
        Logarithm.log1p(y, yo, y, yo, length);
        // (ln(1 + e^-|b|) + max(b, 0))/beta, which is ln(1 + e^b)/beta and cannot overflow, or x
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var b = xi.mul(beta);
            var soft = FloatVector.fromArray(SPECIES, y, yo + i).add(b.max(FloatVector.zero(SPECIES)));
            soft.div(beta).blend(xi, b.compare(VectorOperators.GT, threshold)).intoArray(y, yo + i);
        }
    }

    @Override
    void slope(float[] x, int xo, float[] s, int so, int length) {
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            xi.mul(beta).intoArray(s, so + i);
        }
        Logistic.sigmoid(s, so, s, so, length);
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var steep = xi.mul(beta).compare(VectorOperators.GT, threshold);
            FloatVector.fromArray(SPECIES, s, so + i).blend(1f, steep).intoArray(s, so + i);
        }
    }

    @Override
    protected Variable derivative(Variable x) {
        return x.mul(beta).apply(Sigmoid.SIGMOID).fill(Compare.gt(x.mul(beta).array(), threshold), 1);
    }
}

package lanewise.engine.op;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import lanewise.engine.parallel.Division;
import lanewise.engine.simd.LaneMath;

/// A smooth rectifier: `y = ln(1 + e^(beta·x))/beta`, and `y = x` where `beta·x > threshold`.
///
///     dy/dx = σ(beta·x), 1 where beta·x > threshold
public final class Softplus extends UnaryOperation {
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
    protected int part() {
        return Division.COSTLY;
    }

    @Override
    protected void forward(float[] x, int xo, float[] y, int yo, int length) {
        exponentials(x, xo, y, yo, length);
        logarithms(x, xo, y, yo, length);
    }

    /// `y = e^-|beta·x|`. Exponential and logarithm have a loop each, since one loop of both is more than the
    /// compiler inlines.
    private void exponentials(float[] x, int xo, float[] y, int yo, int length) {
        for (int i = 0; i < length; i += LANES) {
            LaneMath.exp(FloatVector.fromArray(SPECIES, x, xo + i)
                            .mul(beta)
                            .abs()
                            .neg())
                    .intoArray(y, yo + i);
        }
    }

    /// `y = (ln(1 + y) + max(beta·x, 0))/beta`, which is `ln(1 + e^(beta·x))/beta` and cannot overflow, or `x`
    private void logarithms(float[] x, int xo, float[] y, int yo, int length) {
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var b = xi.mul(beta);
            var soft = LaneMath.log1p(FloatVector.fromArray(SPECIES, y, yo + i)).add(b.max(FloatVector.zero(SPECIES)));
            soft.div(beta).blend(xi, b.compare(VectorOperators.GT, threshold)).intoArray(y, yo + i);
        }
    }

    @Override
    protected void backward(float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        for (int i = 0; i < length; i += LANES) {
            var gi = FloatVector.fromArray(SPECIES, dy, dyo + i);
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var b = xi.mul(beta);
            var di = gi.mul(LaneMath.sigmoid(b)).blend(gi, b.compare(VectorOperators.GT, threshold));
            if (add) {
                di.add(FloatVector.fromArray(SPECIES, dx, dxo + i)).intoArray(dx, dxo + i);
            } else {
                di.intoArray(dx, dxo + i);
            }
        }
    }
}

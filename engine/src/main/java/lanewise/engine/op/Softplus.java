package lanewise.engine.op;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;
import static lanewise.engine.simd.Lanes.load;
import static lanewise.engine.simd.Lanes.zero;

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
        for (int i = 0; i < length; i += LANES) {
            var xi = load(x, xo + i);
            var b = xi.mul(beta);
            // ln(1 + e^b) = max(b, 0) + ln(1 + e^-|b|), which cannot overflow
            var soft = LaneMath.log1p(LaneMath.exp(b.abs().neg())).add(b.max(zero()));
            var yi = soft.div(beta).blend(xi, b.compare(VectorOperators.GT, threshold));
            yi.intoArray(y, yo + i);
        }
    }

    @Override
    protected void backward(float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        for (int i = 0; i < length; i += LANES) {
            var gi = load(dy, dyo + i);
            var xi = load(x, xo + i);
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

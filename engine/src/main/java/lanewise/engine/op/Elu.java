package lanewise.engine.op;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import lanewise.engine.parallel.Division;
import lanewise.engine.simd.LaneMath;

/// The exponential linear unit: `y = x` for `x > 0`, otherwise `alpha·(e^x − 1)`.
///
///     dy/dx = 1 for x > 0, otherwise alpha·e^x
///
/// Clevert, Unterthiner, Hochreiter 2015, arXiv:1511.07289.
public final class Elu extends UnaryOperation {
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
    protected int part() {
        return Division.COSTLY;
    }

    @Override
    protected void forward(float[] x, int xo, float[] y, int yo, int length) {
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var yi = xi.blend(LaneMath.expm1(xi).mul(alpha), xi.compare(VectorOperators.LE, 0f));
            yi.intoArray(y, yo + i);
        }
    }

    @Override
    protected void backward(float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        for (int i = 0; i < length; i += LANES) {
            var gi = FloatVector.fromArray(SPECIES, dy, dyo + i);
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var di = gi.blend(gi.mul(alpha).mul(LaneMath.exp(xi)), xi.compare(VectorOperators.LE, 0f));
            if (add) {
                di.add(FloatVector.fromArray(SPECIES, dx, dxo + i)).intoArray(dx, dxo + i);
            } else {
                di.intoArray(dx, dxo + i);
            }
        }
    }
}

package lanewise.engine.op;

import static lanewise.engine.kernel.Accumulate.put;
import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.load;
import static lanewise.engine.simd.Lanes.store;

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
            store(value(load(x, xo + i)), y, yo + i);
        }
    }

    @Override
    protected void backward(float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        for (int i = 0; i < length; i += LANES) {
            put(gradient(load(x, xo + i), load(dy, dyo + i)), dx, dxo + i, add);
        }
    }

    private FloatVector value(FloatVector x) {
        return x.blend(LaneMath.expm1(x).mul(alpha), x.compare(VectorOperators.LE, 0f));
    }

    private FloatVector gradient(FloatVector x, FloatVector dy) {
        return dy.blend(dy.mul(alpha).mul(LaneMath.exp(x)), x.compare(VectorOperators.LE, 0f));
    }
}

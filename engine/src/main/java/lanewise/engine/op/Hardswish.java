package lanewise.engine.op;

import static lanewise.engine.kernel.Accumulate.put;
import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.load;
import static lanewise.engine.simd.Lanes.splat;
import static lanewise.engine.simd.Lanes.store;
import static lanewise.engine.simd.Lanes.zero;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// Swish with the sigmoid of three straight lines: `y = x·min(max(x + 3, 0), 6)/6`.
///
///     dy/dx = 0 for x < −3, x/3 + 1/2 in [−3, 3], 1 above
///
/// Howard et al. 2019, arXiv:1905.02244.
public final class Hardswish extends UnaryOperation {
    /// The one instance: it has no options.
    public static final Hardswish HARDSWISH = new Hardswish();

    private Hardswish() {}

    @Override
    public String name() {
        return "hardswish";
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

    private static FloatVector value(FloatVector x) {
        return x.mul(x.add(3f).max(zero()).min(splat(6f))).div(6f);
    }

    private static FloatVector gradient(FloatVector x, FloatVector dy) {
        var inner = dy.mul(x.div(3f).add(0.5f));
        return inner.blend(0f, x.compare(VectorOperators.LT, -3f)).blend(dy, x.compare(VectorOperators.GT, 3f));
    }
}

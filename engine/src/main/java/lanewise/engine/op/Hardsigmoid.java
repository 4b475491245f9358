package lanewise.engine.op;

import static lanewise.engine.kernel.Accumulate.put;
import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.load;
import static lanewise.engine.simd.Lanes.splat;
import static lanewise.engine.simd.Lanes.store;
import static lanewise.engine.simd.Lanes.zero;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// A sigmoid of three straight lines: `y = min(max(x + 3, 0), 6)/6`.
///
///     dy/dx = 1/6 inside (-3, 3), 0 at the bounds and outside
///
/// Courbariaux, Bengio, David 2015, arXiv:1511.00363, in the form of Howard et al. 2019, arXiv:1905.02244.
public final class Hardsigmoid extends UnaryOperation {
    /// The one instance: it has no options.
    public static final Hardsigmoid HARDSIGMOID = new Hardsigmoid();

    private Hardsigmoid() {}

    @Override
    public String name() {
        return "hardsigmoid";
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
        return x.add(3f).max(zero()).min(splat(6f)).div(6f);
    }

    private static FloatVector gradient(FloatVector x, FloatVector dy) {
        var inside = zero().blend(dy.div(6f), x.compare(VectorOperators.GT, -3f));
        return inside.blend(0f, x.compare(VectorOperators.GE, 3f));
    }
}

package lanewise.engine.op;

import static lanewise.engine.kernel.Accumulate.put;
import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.load;
import static lanewise.engine.simd.Lanes.store;

import jdk.incubator.vector.FloatVector;

/// `y = x/(1 + |x|)`
///
///     dy/dx = 1/(1 + |x|)²
public final class Softsign extends UnaryOperation {
    /// The one instance: it has no options.
    public static final Softsign SOFTSIGN = new Softsign();

    private Softsign() {}

    @Override
    public String name() {
        return "softsign";
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
        return x.div(x.abs().add(1f));
    }

    private static FloatVector gradient(FloatVector x, FloatVector dy) {
        var d = x.abs().add(1f);
        return dy.div(d.mul(d));
    }
}

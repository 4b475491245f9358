package lanewise.engine.op;

import static lanewise.engine.kernel.Accumulate.put;
import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.load;
import static lanewise.engine.simd.Lanes.store;

import jdk.incubator.vector.FloatVector;

/// `y = √x`, NaN below 0.
///
///     dy/dx = 1/(2y), ∞ at x = 0
public final class Sqrt extends UnaryOperation {
    /// The one instance: it has no options.
    public static final Sqrt SQRT = new Sqrt();

    private Sqrt() {}

    @Override
    public String name() {
        return "sqrt";
    }

    @Override
    public boolean savesOutput() {
        return true;
    }

    @Override
    protected void forward(float[] x, int xo, float[] y, int yo, int length) {
        for (int i = 0; i < length; i += LANES) {
            store(value(load(x, xo + i)), y, yo + i);
        }
    }

    @Override
    protected void backward(float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        for (int i = 0; i < length; i += LANES) {
            put(gradient(load(y, yo + i), load(dy, dyo + i)), dx, dxo + i, add);
        }
    }

    private static FloatVector value(FloatVector x) {
        return x.sqrt();
    }

    private static FloatVector gradient(FloatVector y, FloatVector dy) {
        return dy.div(y.add(y));
    }
}

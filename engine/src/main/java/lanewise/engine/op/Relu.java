package lanewise.engine.op;

import static lanewise.engine.kernel.Accumulate.put;
import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.load;
import static lanewise.engine.simd.Lanes.store;
import static lanewise.engine.simd.Lanes.zero;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// The rectifier: `y = max(x, 0)`; NaN stays NaN.
///
///     dy/dx = 1 for y > 0, 0 for y = 0
///
/// Nair, Hinton 2010, "Rectified linear units improve restricted Boltzmann machines".
public final class Relu extends UnaryOperation {
    /// The one instance: it has no options.
    public static final Relu RELU = new Relu();

    private Relu() {}

    @Override
    public String name() {
        return "relu";
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
        return x.max(zero());
    }

    private static FloatVector gradient(FloatVector y, FloatVector dy) {
        return dy.blend(zero(), y.compare(VectorOperators.LE, zero()));
    }
}

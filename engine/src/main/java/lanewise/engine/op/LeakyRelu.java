package lanewise.engine.op;

import static lanewise.engine.kernel.Accumulate.put;
import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.load;
import static lanewise.engine.simd.Lanes.store;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// `y = x` for `x > 0`, otherwise `slope·x`.
///
///     dy/dx = 1 for x > 0, otherwise slope
///
/// Maas, Hannun, Ng 2013, "Rectifier nonlinearities improve neural network acoustic models".
public final class LeakyRelu extends UnaryOperation {
    private final float slope;

    /// With the slope for negative numbers; PyTorch's default is 0.01.
    public LeakyRelu(float slope) {
        this.slope = slope;
    }

    @Override
    public String name() {
        return "leaky_relu";
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
        return x.mul(slope).blend(x, x.compare(VectorOperators.GT, 0f));
    }

    private FloatVector gradient(FloatVector x, FloatVector dy) {
        return dy.mul(slope).blend(dy, x.compare(VectorOperators.GT, 0f));
    }
}

package lanewise.engine.op;

import static lanewise.engine.kernel.Accumulate.put;
import static lanewise.engine.kernel.Accumulate.putFirst;
import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.load;
import static lanewise.engine.simd.Lanes.loadFirst;
import static lanewise.engine.simd.Lanes.store;
import static lanewise.engine.simd.Lanes.storeFirst;
import static lanewise.engine.simd.Lanes.zero;

import jdk.incubator.vector.FloatVector;
import lanewise.engine.parallel.Division;
import lanewise.engine.simd.LaneMath;

/// `y = ln σ(x) = min(x, 0) − ln(1 + e^-|x|)`, which neither overflows nor cancels.
///
///     dy/dx = 1 − σ(x) = σ(−x)
public final class LogSigmoid extends UnaryOperation {
    /// The one instance: it has no options.
    public static final LogSigmoid LOG_SIGMOID = new LogSigmoid();

    private LogSigmoid() {}

    @Override
    public String name() {
        return "logsigmoid";
    }

    @Override
    protected int part() {
        return Division.COSTLY;
    }

    @Override
    protected void forward(float[] x, int xo, float[] y, int yo, int length) {
        int i = 0;
        for (; i <= length - LANES; i += LANES) {
            store(value(load(x, xo + i)), y, yo + i);
        }
        if (i < length) {
            storeFirst(value(loadFirst(x, xo + i, length - i)), y, yo + i, length - i);
        }
    }

    @Override
    protected void backward(float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        int i = 0;
        for (; i <= length - LANES; i += LANES) {
            put(gradient(load(x, xo + i), load(dy, dyo + i)), dx, dxo + i, add);
        }
        if (i < length) {
            int rest = length - i;
            var g = gradient(loadFirst(x, xo + i, rest), loadFirst(dy, dyo + i, rest));
            putFirst(g, dx, dxo + i, rest, add);
        }
    }

    private static FloatVector value(FloatVector x) {
        return x.min(zero()).sub(LaneMath.log1p(LaneMath.exp(x.abs().neg())));
    }

    private static FloatVector gradient(FloatVector x, FloatVector dy) {
        return dy.mul(LaneMath.sigmoid(x.neg()));
    }
}

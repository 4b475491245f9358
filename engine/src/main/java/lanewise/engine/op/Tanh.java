package lanewise.engine.op;

import static lanewise.engine.kernel.Accumulate.put;
import static lanewise.engine.kernel.Accumulate.putFirst;
import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.fma;
import static lanewise.engine.simd.Lanes.load;
import static lanewise.engine.simd.Lanes.loadFirst;
import static lanewise.engine.simd.Lanes.splat;
import static lanewise.engine.simd.Lanes.store;
import static lanewise.engine.simd.Lanes.storeFirst;

import jdk.incubator.vector.FloatVector;
import lanewise.engine.parallel.Division;
import lanewise.engine.simd.LaneMath;

/// `y = tanh x`
///
///     dy/dx = 1 − y²
public final class Tanh extends UnaryOperation {
    /// The one instance: it has no options.
    public static final Tanh TANH = new Tanh();

    private Tanh() {}

    @Override
    public String name() {
        return "tanh";
    }

    @Override
    public boolean savesOutput() {
        return true;
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
    protected void backward(float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        int i = 0;
        for (; i <= length - LANES; i += LANES) {
            put(gradient(load(y, yo + i), load(dy, dyo + i)), dx, dxo + i, add);
        }
        if (i < length) {
            int rest = length - i;
            var g = gradient(loadFirst(y, yo + i, rest), loadFirst(dy, dyo + i, rest));
            putFirst(g, dx, dxo + i, rest, add);
        }
    }

    private static FloatVector value(FloatVector x) {
        return LaneMath.tanh(x);
    }

    private static FloatVector gradient(FloatVector y, FloatVector dy) {
        return dy.mul(fma(y.neg(), y, splat(1f)));
    }
}

package lanewise.engine.op;

import static lanewise.engine.kernel.Accumulate.put;
import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.load;
import static lanewise.engine.simd.Lanes.store;

import jdk.incubator.vector.FloatVector;
import lanewise.engine.parallel.Division;
import lanewise.engine.simd.LaneMath;

/// The error function `y = 2/√π·∫₀ˣ e^-t² dt`.
///
///     dy/dx = 2/√π·e^-x²
public final class Erf extends UnaryOperation {
    /// The one instance: it has no options.
    public static final Erf ERF = new Erf();

    private Erf() {}

    @Override
    public String name() {
        return "erf";
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

    private static FloatVector value(FloatVector x) {
        return LaneMath.erf(x);
    }

    private static FloatVector gradient(FloatVector x, FloatVector dy) {
        // 2/√π = 1.1283792
        return dy.mul(1.1283792f).mul(LaneMath.exp(x.mul(x).neg()));
    }
}

package lanewise.engine.op;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import lanewise.engine.parallel.Division;
import lanewise.engine.simd.Logarithm;

/// The logarithm to the base 10, NaN below 0, −∞ at 0.
///
///     dy/dx = 1/(x·ln 10)
public final class Log10 extends UnaryOperation {
    /// The one instance: it has no options.
    public static final Log10 LOG10 = new Log10();

    /// `1/ln 10`
    private static final float LOG10_E = (float) 0.434_294_481_903_251_8;

    private Log10() {}

    @Override
    public String name() {
        return "log10";
    }

    @Override
    protected int part() {
        return Division.COSTLY;
    }

    @Override
    protected void forward(float[] x, int xo, float[] y, int yo, int length) {
        Logarithm.log10(x, xo, y, yo, length);
    }

    @Override
    protected void backward(float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        for (int i = 0; i < length; i += LANES) {
            var gi = FloatVector.fromArray(SPECIES, dy, dyo + i);
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var di = gi.mul(LOG10_E).div(xi);
            if (add) {
                di.add(FloatVector.fromArray(SPECIES, dx, dxo + i)).intoArray(dx, dxo + i);
            } else {
                di.intoArray(dx, dxo + i);
            }
        }
    }

    @Override
    protected Variable derivative(Variable x) {
        return x.reciprocal().mul(LOG10_E);
    }
}

package lanewise.engine.op;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import lanewise.engine.parallel.Division;
import lanewise.engine.simd.Logarithm;

/// The logarithm to the base 2, NaN below 0, −∞ at 0.
///
///     dy/dx = 1/(x·ln 2)
public final class Log2 extends UnaryOperation {
    /// The one instance: it has no options.
    public static final Log2 LOG2 = new Log2();

    /// `1/ln 2`
    private static final float LOG2_E = (float) 1.442_695_040_888_963_4;

    private Log2() {}

    @Override
    public String name() {
        return "log2";
    }

    @Override
    protected int part() {
        return Division.COSTLY;
    }

    @Override
    protected void forward(float[] x, int xo, float[] y, int yo, int length) {
        Logarithm.log2(x, xo, y, yo, length);
    }

    @Override
    protected void backward(float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        for (int i = 0; i < length; i += LANES) {
            var gi = FloatVector.fromArray(SPECIES, dy, dyo + i);
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var di = gi.mul(LOG2_E).div(xi);
            if (add) {
                di.add(FloatVector.fromArray(SPECIES, dx, dxo + i)).intoArray(dx, dxo + i);
            } else {
                di.intoArray(dx, dxo + i);
            }
        }
    }

    @Override
    protected Variable derivative(Variable x) {
        return x.reciprocal().mul(LOG2_E);
    }
}

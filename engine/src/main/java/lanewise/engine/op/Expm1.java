package lanewise.engine.op;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import lanewise.engine.parallel.Division;
import lanewise.engine.simd.Exponential;

/// `y = e^x − 1`, accurate near 0.
///
///     dy/dx = e^x = y + 1
public final class Expm1 extends UnaryOperation {
    /// The one instance: it has no options.
    public static final Expm1 EXPM1 = new Expm1();

    private Expm1() {}

    @Override
    public String name() {
        return "expm1";
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
        Exponential.expm1(x, xo, y, yo, length);
    }

    @Override
    protected void backward(float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        for (int i = 0; i < length; i += LANES) {
            var gi = FloatVector.fromArray(SPECIES, dy, dyo + i);
            var yi = FloatVector.fromArray(SPECIES, y, yo + i);
            var di = gi.fma(yi, gi);
            if (add) {
                di.add(FloatVector.fromArray(SPECIES, dx, dxo + i)).intoArray(dx, dxo + i);
            } else {
                di.intoArray(dx, dxo + i);
            }
        }
    }

    @Override
    protected Variable derivative(Variable y) {
        return y.add(1);
    }
}

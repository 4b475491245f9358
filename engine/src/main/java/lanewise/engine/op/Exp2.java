package lanewise.engine.op;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import lanewise.engine.parallel.Division;
import lanewise.engine.simd.Exponential;

/// `y = 2^x`
///
///     dy/dx = y·ln 2
public final class Exp2 extends UnaryOperation {
    /// The one instance: it has no options.
    public static final Exp2 EXP2 = new Exp2();

    private static final float LN_2 = (float) 0.693_147_180_559_945_3;

    private Exp2() {}

    @Override
    public String name() {
        return "exp2";
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
        Exponential.exp2(x, xo, y, yo, length);
    }

    @Override
    protected void backward(float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        for (int i = 0; i < length; i += LANES) {
            var gi = FloatVector.fromArray(SPECIES, dy, dyo + i);
            var yi = FloatVector.fromArray(SPECIES, y, yo + i);
            var di = gi.mul(yi.mul(LN_2));
            if (add) {
                di.add(FloatVector.fromArray(SPECIES, dx, dxo + i)).intoArray(dx, dxo + i);
            } else {
                di.intoArray(dx, dxo + i);
            }
        }
    }

    @Override
    protected Variable derivative(Variable y) {
        return y.mul(LN_2);
    }
}

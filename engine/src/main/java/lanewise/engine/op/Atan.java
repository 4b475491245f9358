package lanewise.engine.op;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import lanewise.engine.parallel.Division;
import lanewise.engine.simd.Trigonometry;

/// `y = arctan x`, in (−π/2, π/2).
///
///     dy/dx = 1/(1 + x²)
public final class Atan extends UnaryOperation {
    /// The one instance: it has no options.
    public static final Atan ATAN = new Atan();

    private Atan() {}

    @Override
    public String name() {
        return "atan";
    }

    @Override
    protected int part() {
        return Division.COSTLY;
    }

    @Override
    protected void forward(float[] x, int xo, float[] y, int yo, int length) {
        Trigonometry.atan(x, xo, y, yo, length);
    }

    @Override
    protected void backward(float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        for (int i = 0; i < length; i += LANES) {
            var gi = FloatVector.fromArray(SPECIES, dy, dyo + i);
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var di = gi.div(xi.fma(xi, FloatVector.broadcast(SPECIES, 1f)));
            if (add) {
                di.add(FloatVector.fromArray(SPECIES, dx, dxo + i)).intoArray(dx, dxo + i);
            } else {
                di.intoArray(dx, dxo + i);
            }
        }
    }

    @Override
    protected Variable derivative(Variable x) {
        return x.square().add(1).reciprocal();
    }
}

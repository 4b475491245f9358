package lanewise.engine.op;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

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
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var yi = xi.max(FloatVector.zero(SPECIES));
            yi.intoArray(y, yo + i);
        }
    }

    @Override
    protected void backward(float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        for (int i = 0; i < length; i += LANES) {
            var gi = FloatVector.fromArray(SPECIES, dy, dyo + i);
            var yi = FloatVector.fromArray(SPECIES, y, yo + i);
            var di = gi.blend(FloatVector.zero(SPECIES), yi.compare(VectorOperators.LE, FloatVector.zero(SPECIES)));
            if (add) {
                di.add(FloatVector.fromArray(SPECIES, dx, dxo + i)).intoArray(dx, dxo + i);
            } else {
                di.intoArray(dx, dxo + i);
            }
        }
    }
}

package lanewise.engine.op;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// The rectifier with a ceiling: `y = min(max(x, 0), 6)`; NaN stays NaN.
///
///     dy/dx = 1 inside (0, 6), 0 at the bounds and outside
///
/// Krizhevsky 2010, "Convolutional deep belief networks on CIFAR-10".
public final class Relu6 extends UnaryOperation {
    /// The one instance: it has no options.
    public static final Relu6 RELU6 = new Relu6();

    private Relu6() {}

    @Override
    public String name() {
        return "relu6";
    }

    @Override
    protected void forward(float[] x, int xo, float[] y, int yo, int length) {
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var yi = xi.max(FloatVector.zero(SPECIES)).min(FloatVector.broadcast(SPECIES, 6f));
            yi.intoArray(y, yo + i);
        }
    }

    @Override
    protected void backward(float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        for (int i = 0; i < length; i += LANES) {
            var gi = FloatVector.fromArray(SPECIES, dy, dyo + i);
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var inside = gi.blend(0f, xi.compare(VectorOperators.LE, 0f));
            var di = inside.blend(0f, xi.compare(VectorOperators.GE, 6f));
            if (add) {
                di.add(FloatVector.fromArray(SPECIES, dx, dxo + i)).intoArray(dx, dxo + i);
            } else {
                di.intoArray(dx, dxo + i);
            }
        }
    }

    @Override
    protected boolean isPiecewiseLinear() {
        return true;
    }
}

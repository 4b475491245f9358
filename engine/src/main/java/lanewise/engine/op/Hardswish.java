package lanewise.engine.op;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// Swish with the sigmoid of three straight lines: `y = x·min(max(x + 3, 0), 6)/6`.
///
///     dy/dx = 0 for x < −3, x/3 + 1/2 in [−3, 3], 1 above
///
/// Howard et al. 2019, arXiv:1905.02244.
public final class Hardswish extends UnaryOperation {
    /// The one instance: it has no options.
    public static final Hardswish HARDSWISH = new Hardswish();

    private Hardswish() {}

    @Override
    public String name() {
        return "hardswish";
    }

    @Override
    protected void forward(float[] x, int xo, float[] y, int yo, int length) {
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var yi = xi.mul(xi.add(3f).max(FloatVector.zero(SPECIES)).min(FloatVector.broadcast(SPECIES, 6f)))
                    .div(6f);
            yi.intoArray(y, yo + i);
        }
    }

    @Override
    protected void backward(float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        for (int i = 0; i < length; i += LANES) {
            var gi = FloatVector.fromArray(SPECIES, dy, dyo + i);
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var inner = gi.mul(xi.div(3f).add(0.5f));
            var di = inner.blend(0f, xi.compare(VectorOperators.LT, -3f)).blend(gi, xi.compare(VectorOperators.GT, 3f));
            if (add) {
                di.add(FloatVector.fromArray(SPECIES, dx, dxo + i)).intoArray(dx, dxo + i);
            } else {
                di.intoArray(dx, dxo + i);
            }
        }
    }

    @Override
    protected Variable derivative(Variable x) {
        Variable middle = x.mul(1f / 3).add(0.5f);
        return middle.fill(Compare.lt(x.array(), -3), 0).fill(Compare.gt(x.array(), 3), 1);
    }
}

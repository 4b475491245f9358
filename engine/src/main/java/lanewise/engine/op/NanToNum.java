package lanewise.engine.op;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// x with numbers in place of NaN, +∞ and −∞.
///
///     dy/dx = 1, 0 where x is not finite
public final class NanToNum extends UnaryOperation {
    private final float nan;
    private final float infinity;
    private final float minusInfinity;

    /// What takes the place of NaN, of +∞ and of −∞; PyTorch's defaults are 0 and the largest float and its
    /// negative.
    public NanToNum(float nan, float infinity, float minusInfinity) {
        this.nan = nan;
        this.infinity = infinity;
        this.minusInfinity = minusInfinity;
    }

    @Override
    public String name() {
        return "nanToNum";
    }

    @Override
    protected void forward(float[] x, int xo, float[] y, int yo, int length) {
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var below = xi.blend(minusInfinity, xi.compare(VectorOperators.EQ, Float.NEGATIVE_INFINITY));
            var both = below.blend(infinity, xi.compare(VectorOperators.EQ, Float.POSITIVE_INFINITY));
            var yi = both.blend(nan, xi.compare(VectorOperators.NE, xi));
            yi.intoArray(y, yo + i);
        }
    }

    @Override
    protected void backward(float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        for (int i = 0; i < length; i += LANES) {
            var gi = FloatVector.fromArray(SPECIES, dy, dyo + i);
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var di = FloatVector.zero(SPECIES).blend(gi, xi.abs().compare(VectorOperators.LT, Float.POSITIVE_INFINITY));
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

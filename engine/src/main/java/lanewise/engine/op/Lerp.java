package lanewise.engine.op;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/// Between `a` and `b`, broadcast: `y = a + w·(b − a)`, from the nearer end.
///
///     ∂y/∂a = 1 − w,  ∂y/∂b = w
public final class Lerp extends BinaryOperation {
    private final float weight;
    private final float rest;

    /// With the weight of the second operand.
    public Lerp(double weight) {
        this.weight = (float) weight;
        this.rest = (float) (1 - weight);
    }

    @Override
    public String name() {
        return "lerp";
    }

    @Override
    protected void forward(float[] a, int ao, float[] b, int bo, float[] y, int yo, int length) {
        var w = FloatVector.broadcast(SPECIES, weight);
        var u = FloatVector.broadcast(SPECIES, -rest);
        for (int i = 0; i < length; i += LANES) {
            var ai = FloatVector.fromArray(SPECIES, a, ao + i);
            var bi = FloatVector.fromArray(SPECIES, b, bo + i);
            var difference = bi.sub(ai);
            var yi = weight < 0.5f ? difference.fma(w, ai) : difference.fma(u, bi);
            yi.intoArray(y, yo + i);
        }
    }

    @Override
    protected void backwardFirst(
            float[] a, int ao, float[] b, int bo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        for (int i = 0; i < length; i += LANES) {
            var gi = FloatVector.fromArray(SPECIES, dy, dyo + i);
            var di = gi.mul(rest);
            if (add) {
                di.add(FloatVector.fromArray(SPECIES, dx, dxo + i)).intoArray(dx, dxo + i);
            } else {
                di.intoArray(dx, dxo + i);
            }
        }
    }

    @Override
    protected void backwardSecond(
            float[] a, int ao, float[] b, int bo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        for (int i = 0; i < length; i += LANES) {
            var gi = FloatVector.fromArray(SPECIES, dy, dyo + i);
            var di = gi.mul(weight);
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

package lanewise.engine.op;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// The step function: 0 for negative `a`, 1 for positive `a`, `b` where `a` is 0; broadcast. 0 for NaN.
///
///     ∂y/∂a = 0,  ∂y/∂b = 0: no gradient flows, as in PyTorch
public final class Heaviside extends BinaryOperation {
    /// The one instance: it has no options.
    public static final Heaviside HEAVISIDE = new Heaviside();

    private Heaviside() {}

    @Override
    public String name() {
        return "heaviside";
    }

    @Override
    protected void forward(float[] a, int ao, float[] b, int bo, float[] y, int yo, int length) {
        for (int i = 0; i < length; i += LANES) {
            var ai = FloatVector.fromArray(SPECIES, a, ao + i);
            var bi = FloatVector.fromArray(SPECIES, b, bo + i);
            var step = FloatVector.zero(SPECIES).blend(1f, ai.compare(VectorOperators.GT, 0f));
            var yi = step.blend(bi, ai.compare(VectorOperators.EQ, 0f));
            yi.intoArray(y, yo + i);
        }
    }

    @Override
    protected void backwardFirst(
            float[] a, int ao, float[] b, int bo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        for (int i = 0; i < length; i += LANES) {
            var di = FloatVector.zero(SPECIES);
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
            var di = FloatVector.zero(SPECIES);
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

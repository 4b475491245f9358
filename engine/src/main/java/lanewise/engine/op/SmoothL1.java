package lanewise.engine.op;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// The smooth absolute error of `a` against `b`, broadcast: `d²/(2·beta)` where `|d| < beta`, `|d| − beta/2`
/// elsewhere, with `d = a − b`. With a beta of 0 that is `|d|`.
///
///     ∂y/∂a = d/beta where |d| < beta, sign d elsewhere;  ∂y/∂b = −∂y/∂a
///
/// Girshick 2015, arXiv:1504.08083.
public final class SmoothL1 extends BinaryOperation {
    private final float beta;

    /// With the width of the smooth part; PyTorch's default is 1.
    ///
    /// @throws IllegalArgumentException if it is negative or NaN
    public SmoothL1(float beta) {
        if (!(beta >= 0)) {
            throw new IllegalArgumentException("smoothL1Loss: beta is " + beta + "; it must not be negative");
        }
        this.beta = beta;
    }

    @Override
    public String name() {
        return "smoothL1Loss";
    }

    @Override
    protected void forward(float[] a, int ao, float[] b, int bo, float[] y, int yo, int length) {
        for (int i = 0; i < length; i += LANES) {
            var ai = FloatVector.fromArray(SPECIES, a, ao + i);
            var bi = FloatVector.fromArray(SPECIES, b, bo + i);
            var distance = ai.sub(bi).abs();
            var squared = distance.mul(distance).mul(0.5f).div(beta);
            var yi = distance.sub(0.5f * beta).blend(squared, distance.compare(VectorOperators.LT, beta));
            yi.intoArray(y, yo + i);
        }
    }

    @Override
    protected void backwardFirst(
            float[] a, int ao, float[] b, int bo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        for (int i = 0; i < length; i += LANES) {
            var ai = FloatVector.fromArray(SPECIES, a, ao + i);
            var bi = FloatVector.fromArray(SPECIES, b, bo + i);
            var gi = FloatVector.fromArray(SPECIES, dy, dyo + i);
            var d = ai.sub(bi);
            var sign =
                    gi.blend(gi.neg(), d.compare(VectorOperators.LT, 0f)).blend(0f, d.compare(VectorOperators.EQ, 0f));
            var di = sign.blend(gi.mul(d.div(beta)), d.abs().compare(VectorOperators.LT, beta));
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
            var ai = FloatVector.fromArray(SPECIES, a, ao + i);
            var bi = FloatVector.fromArray(SPECIES, b, bo + i);
            var gi = FloatVector.fromArray(SPECIES, dy, dyo + i);
            var d = bi.sub(ai);
            var sign =
                    gi.blend(gi.neg(), d.compare(VectorOperators.LT, 0f)).blend(0f, d.compare(VectorOperators.EQ, 0f));
            var di = sign.blend(gi.mul(d.div(beta)), d.abs().compare(VectorOperators.LT, beta));
            if (add) {
                di.add(FloatVector.fromArray(SPECIES, dx, dxo + i)).intoArray(dx, dxo + i);
            } else {
                di.intoArray(dx, dxo + i);
            }
        }
    }

    @Override
    protected Variable derivative(int input, Variable a, Variable b) {
        Variable d = a.sub(b);
        Variable slope = beta == 0 ? d.apply(Sign.SIGN) : d.mul(1 / beta).apply(new Clamp(-1, 1));
        return input == 0 ? slope : slope.neg();
    }
}

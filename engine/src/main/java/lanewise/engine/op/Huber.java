package lanewise.engine.op;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// The Huber loss of `a` against `b`, broadcast: `d²/2` where `|d| <= delta`, `delta·(|d| − delta/2)` elsewhere,
/// with `d = a − b`.
///
///     ∂y/∂a = d, cut off at −delta and delta;  ∂y/∂b = −∂y/∂a
///
/// Huber 1964, "Robust estimation of a location parameter".
public final class Huber extends BinaryOperation {
    private final float delta;

    /// With the bound of the quadratic part; PyTorch's default is 1.
    ///
    /// @throws IllegalArgumentException unless it is positive
    public Huber(float delta) {
        if (!(delta > 0)) {
            throw new IllegalArgumentException("huberLoss: delta is " + delta + "; it must be positive");
        }
        this.delta = delta;
    }

    @Override
    public String name() {
        return "huberLoss";
    }

    @Override
    protected void forward(float[] a, int ao, float[] b, int bo, float[] y, int yo, int length) {
        for (int i = 0; i < length; i += LANES) {
            var ai = FloatVector.fromArray(SPECIES, a, ao + i);
            var bi = FloatVector.fromArray(SPECIES, b, bo + i);
            var distance = ai.sub(bi).abs();
            var squared = distance.mul(distance).mul(0.5f);
            var linear = distance.sub(0.5f * delta).mul(delta);
            var yi = linear.blend(squared, distance.compare(VectorOperators.LE, delta));
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
            var di = gi.mul(ai.sub(bi).max(-delta).min(delta));
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
            var di = gi.mul(bi.sub(ai).max(-delta).min(delta));
            if (add) {
                di.add(FloatVector.fromArray(SPECIES, dx, dxo + i)).intoArray(dx, dxo + i);
            } else {
                di.intoArray(dx, dxo + i);
            }
        }
    }

    @Override
    protected Variable derivative(int input, Variable a, Variable b) {
        Variable slope = a.sub(b).apply(new Clamp(-delta, delta));
        return input == 0 ? slope : slope.neg();
    }
}

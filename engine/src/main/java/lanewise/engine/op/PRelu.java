package lanewise.engine.op;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;

/// The rectifier with a slope of its own: `y = a` for `a > 0`, otherwise `b·a`, broadcast.
///
///     ∂y/∂a = 1 for a > 0, otherwise b;  ∂y/∂b = 0 for a > 0, otherwise a
///
/// He, Zhang, Ren, Sun 2015, arXiv:1502.01852.
public final class PRelu extends BinaryOperation {
    /// The one instance: it has no options.
    public static final PRelu PRELU = new PRelu();

    private PRelu() {}

    @Override
    public String name() {
        return "prelu";
    }

    @Override
    protected void forward(float[] a, int ao, float[] b, int bo, float[] y, int yo, int length) {
        for (int i = 0; i < length; i += LANES) {
            var ai = FloatVector.fromArray(SPECIES, a, ao + i);
            var bi = FloatVector.fromArray(SPECIES, b, bo + i);
            var yi = ai.mul(bi).blend(ai, ai.compare(VectorOperators.GT, 0f));
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
            var di = gi.mul(bi).blend(gi, ai.compare(VectorOperators.GT, 0f));
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
            var gi = FloatVector.fromArray(SPECIES, dy, dyo + i);
            var di = gi.mul(ai).blend(0f, ai.compare(VectorOperators.GT, 0f));
            if (add) {
                di.add(FloatVector.fromArray(SPECIES, dx, dxo + i)).intoArray(dx, dxo + i);
            } else {
                di.intoArray(dx, dxo + i);
            }
        }
    }

    @Override
    protected Variable derivative(int input, Variable a, Variable b) {
        var positive = Compare.gt(a.array(), 0);
        return input == 0
                ? a.constant(NDArray.full(Shape.SCALAR, 1)).apply(new Where(positive), b)
                : a.fill(positive, 0);
    }
}

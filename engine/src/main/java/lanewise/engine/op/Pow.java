package lanewise.engine.op;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import lanewise.engine.NDArray;
import lanewise.engine.parallel.Division;
import lanewise.engine.simd.Logarithm;
import lanewise.engine.simd.Power;

/// `y = a^b`, broadcast, with the special cases of C's `pow`.
///
///     ∂y/∂a = b·a^(b−1), 0 where b = 0
///     ∂y/∂b = a^b·ln a, 0 where a = 0 and b >= 0
public final class Pow extends BinaryOperation {
    /// The one instance: it has no options.
    public static final Pow POW = new Pow();

    private Pow() {}

    @Override
    public String name() {
        return "pow";
    }

    @Override
    protected int part() {
        return Division.COSTLY;
    }

    @Override
    protected void forward(float[] a, int ao, float[] b, int bo, float[] y, int yo, int length) {
        Power.pow(a, ao, b, bo, 1, 0f, y, yo, length);
    }

    /// The derivatives take several passes, in which the sum in `dx` would be in the way: they are written
    /// elsewhere first. That by `b` is computed from `a^b` instead of `b`.
    @Override
    void differentiate(int which, NDArray a, NDArray b, NDArray dy, NDArray dx, boolean add) {
        NDArray second = b;
        if (which == BinaryRows.SECOND) {
            second = NDArray.empty(dy.shape());
            compute(a, b, second);
        }
        NDArray gradient = add ? NDArray.empty(dx.shape()) : dx;
        super.differentiate(which, a, second, dy, gradient, false);
        if (add) {
            InPlace.add(dx, gradient, 1f);
        }
    }

    @Override
    protected void backwardFirst(
            float[] a, int ao, float[] b, int bo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        assert !add : "see differentiate";
        Power.pow(a, ao, b, bo, 1, -1f, dx, dxo, length);
        for (int i = 0; i < length; i += LANES) {
            var bi = FloatVector.fromArray(SPECIES, b, bo + i);
            var gi = FloatVector.fromArray(SPECIES, dy, dyo + i);
            var slope = bi.mul(FloatVector.fromArray(SPECIES, dx, dxo + i));
            gi.mul(slope).blend(0f, bi.compare(VectorOperators.EQ, 0f)).intoArray(dx, dxo + i);
        }
    }

    @Override
    protected void backwardSecond(
            float[] a, int ao, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        assert !add : "see differentiate";
        Logarithm.log(a, ao, dx, dxo, length);
        for (int i = 0; i < length; i += LANES) {
            var ai = FloatVector.fromArray(SPECIES, a, ao + i);
            var yi = FloatVector.fromArray(SPECIES, y, yo + i);
            var gi = FloatVector.fromArray(SPECIES, dy, dyo + i);
            var slope = yi.mul(FloatVector.fromArray(SPECIES, dx, dxo + i));
            // 0^b is at most 1 where b >= 0
            var flat = ai.compare(VectorOperators.EQ, 0f).and(yi.compare(VectorOperators.LE, 1f));
            gi.mul(slope).blend(0f, flat).intoArray(dx, dxo + i);
        }
    }

    @Override
    protected Variable derivative(int input, Variable a, Variable b) {
        if (input == 0) {
            return b.mul(a.apply(this, b.add(-1))).fill(Compare.eq(b.array(), 0), 0);
        }
        Variable logarithm = a.apply(Log.LOG);
        return a.apply(this, b).mul(logarithm).fill(Compare.eq(a.array(), 0), 0);
    }
}

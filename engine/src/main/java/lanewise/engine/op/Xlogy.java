package lanewise.engine.op;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import lanewise.engine.BoolArray;
import lanewise.engine.NDArray;
import lanewise.engine.parallel.Division;
import lanewise.engine.simd.Logarithm;

/// `y = a·ln b`, broadcast; 0 where `a` is 0, unless `b` is NaN.
///
///     ∂y/∂a = ln b, 0 where a = 0 and b <= 0;  ∂y/∂b = a/b
///
/// Where nothing comes back, `dy = 0`, nothing is passed to `a`, unless `b` is NaN: as `y`, `da = dy·ln b` takes 0
/// times an infinite logarithm as 0. So what is masked out behind this operation leaves no NaN.
public final class Xlogy extends BinaryOperation {
    /// The one instance: it has no options.
    public static final Xlogy XLOGY = new Xlogy();

    private Xlogy() {}

    @Override
    public String name() {
        return "xlogy";
    }

    @Override
    protected int part() {
        return Division.COSTLY;
    }

    @Override
    protected void forward(float[] a, int ao, float[] b, int bo, float[] y, int yo, int length) {
        Logarithm.log(b, bo, y, yo, length);
        for (int i = 0; i < length; i += LANES) {
            var ai = FloatVector.fromArray(SPECIES, a, ao + i);
            var bi = FloatVector.fromArray(SPECIES, b, bo + i);
            var isZero = ai.compare(VectorOperators.EQ, 0f).andNot(bi.test(VectorOperators.IS_NAN));
            ai.mul(FloatVector.fromArray(SPECIES, y, yo + i)).blend(0f, isZero).intoArray(y, yo + i);
        }
    }

    /// The derivative by `a` takes two passes, in which the sum in `dx` would be in the way: it is written
    /// elsewhere first.
    @Override
    void differentiate(int which, NDArray a, NDArray b, NDArray dy, NDArray dx, boolean add) {
        boolean aside = add && which == BinaryRows.FIRST;
        NDArray gradient = aside ? NDArray.empty(dx.shape()) : dx;
        super.differentiate(which, a, b, dy, gradient, add && !aside);
        if (aside) {
            InPlace.add(dx, gradient, 1f);
        }
    }

    @Override
    protected void backwardFirst(
            float[] a, int ao, float[] b, int bo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        assert !add : "see differentiate";
        Logarithm.log(b, bo, dx, dxo, length);
        for (int i = 0; i < length; i += LANES) {
            var ai = FloatVector.fromArray(SPECIES, a, ao + i);
            var bi = FloatVector.fromArray(SPECIES, b, bo + i);
            var gi = FloatVector.fromArray(SPECIES, dy, dyo + i);
            var flat = ai.compare(VectorOperators.EQ, 0f).and(bi.compare(VectorOperators.LE, 0f));
            var isZero = gi.compare(VectorOperators.EQ, 0f).andNot(bi.test(VectorOperators.IS_NAN));
            gi.mul(FloatVector.fromArray(SPECIES, dx, dxo + i))
                    .blend(0f, flat.or(isZero))
                    .intoArray(dx, dxo + i);
        }
    }

    @Override
    protected void backwardSecond(
            float[] a, int ao, float[] b, int bo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        for (int i = 0; i < length; i += LANES) {
            var ai = FloatVector.fromArray(SPECIES, a, ao + i);
            var bi = FloatVector.fromArray(SPECIES, b, bo + i);
            var di = FloatVector.fromArray(SPECIES, dy, dyo + i).mul(ai.div(bi));
            if (add) {
                di.add(FloatVector.fromArray(SPECIES, dx, dxo + i)).intoArray(dx, dxo + i);
            } else {
                di.intoArray(dx, dxo + i);
            }
        }
    }

    @Override
    public void gradient(Recorder recorder) {
        Variable dy = recorder.outputGradient();
        Variable a = recorder.input(0);
        Variable b = recorder.input(1);
        if (recorder.wants(0)) {
            BoolArray flat = Logic.and(Compare.eq(a.array(), 0), Compare.le(b.array(), 0));
            recorder.contribute(0, dy.apply(this, b).fill(flat, 0));
        }
        if (recorder.wants(1)) {
            recorder.contribute(1, dy.mul(a.div(b)));
        }
    }
}

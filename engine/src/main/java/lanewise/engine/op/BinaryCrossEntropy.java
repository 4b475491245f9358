package lanewise.engine.op;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import lanewise.engine.NDArray;
import lanewise.engine.kernel.ProbabilityLoss;
import lanewise.engine.parallel.Division;

/// The binary cross entropy of a probability `a` against a target `b`, both in [0, 1], broadcast:
/// `−b·ln a − (1 − b)·ln(1 − a)`, where a logarithm is at least −100.
///
///     ∂y/∂a = (a − b)/(a·(1 − a)), with a denominator of at least 1e-12;  ∂y/∂b = ln(1 − a) − ln a
public final class BinaryCrossEntropy extends BinaryOperation {
    /// The one instance: it has no options.
    public static final BinaryCrossEntropy BINARY_CROSS_ENTROPY = new BinaryCrossEntropy();

    private static final float LEAST_DENOMINATOR = 1e-12f;

    private BinaryCrossEntropy() {}

    @Override
    public String name() {
        return "binaryCrossEntropy";
    }

    @Override
    protected int part() {
        return Division.COSTLY;
    }

    @Override
    protected void forward(float[] a, int ao, float[] b, int bo, float[] y, int yo, int length) {
        ProbabilityLoss.run(a, ao, b, bo, y, yo, length);
    }

    /// The derivative by the target takes several passes, in which the sum in `dx` would be in the way: it is
    /// written elsewhere first.
    @Override
    void differentiate(int which, NDArray a, NDArray b, NDArray dy, NDArray dx, boolean add) {
        boolean aside = add && which == BinaryRows.SECOND;
        NDArray gradient = aside ? NDArray.empty(dx.shape()) : dx;
        super.differentiate(which, a, b, dy, gradient, add && !aside);
        if (aside) {
            InPlace.add(dx, gradient, 1f);
        }
    }

    @Override
    protected void backwardFirst(
            float[] a, int ao, float[] b, int bo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        for (int i = 0; i < length; i += LANES) {
            var one = FloatVector.broadcast(SPECIES, 1f);
            var least = FloatVector.broadcast(SPECIES, LEAST_DENOMINATOR);
            var ai = FloatVector.fromArray(SPECIES, a, ao + i);
            var bi = FloatVector.fromArray(SPECIES, b, bo + i);
            var denominator = ai.mul(one.sub(ai));
            denominator = denominator.blend(least, denominator.compare(VectorOperators.LT, least));
            var di = FloatVector.fromArray(SPECIES, dy, dyo + i).mul(ai.sub(bi).div(denominator));
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
        assert !add : "see differentiate";
        ProbabilityLoss.byTarget(a, ao, dy, dyo, dx, dxo, length);
    }

    @Override
    protected Variable derivative(int input, Variable a, Variable b) {
        if (input == 1) {
            return a.neg().apply(Log1p.LOG1P).sub(a.apply(Log.LOG));
        }
        Variable denominator = a.mul(a.neg().add(1)).apply(new Clamp(LEAST_DENOMINATOR, Float.POSITIVE_INFINITY));
        return a.sub(b).div(denominator);
    }
}

package lanewise.engine.op;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import lanewise.engine.simd.Logistic;

/// The Gaussian error linear unit in its approximate form: `y = x/2·(1 + tanh u) = x·σ(2u)`, `u = √(2/π)·(x +
/// 0.044715·x³)`.
///
///     dy/dx = σ(2u) + x·σ(2u)·(1 − σ(2u))·2·√(2/π)·(1 + 3·0.044715·x²)
///
/// Hendrycks, Gimpel 2016, arXiv:1606.08415.
public final class GeluTanh extends BlockwiseOperation {
    /// The one instance: it has no options.
    public static final GeluTanh GELU_TANH = new GeluTanh();

    /// `2·√(2/π)`
    private static final float LINEAR = 1.5957691f;

    private static final float CUBIC = 0.044715f;

    private GeluTanh() {}

    @Override
    public String name() {
        return "gelu";
    }

    @Override
    void value(float[] x, int xo, float[] y, int yo, int length) {
        gate(x, xo, y, yo, length);
        multiply(x, xo, y, yo, length);
    }

    /// From m = σ(−|2u|), the smaller of σ(2u) and 1 − σ(2u): the greater is then 1 − m without cancellation, and
    /// so is the product of both.
    @Override
    void slope(float[] x, int xo, float[] s, int so, int length) {
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var slope = xi.mul(xi)
                    .fma(FloatVector.broadcast(SPECIES, LINEAR * CUBIC), FloatVector.broadcast(SPECIES, LINEAR));
            xi.mul(slope).abs().neg().intoArray(s, so + i);
        }
        Logistic.sigmoid(s, so, s, so, length);
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var smaller = FloatVector.fromArray(SPECIES, s, so + i);
            var greater = FloatVector.broadcast(SPECIES, 1f).sub(smaller);
            var change = xi.mul(xi)
                    .fma(FloatVector.broadcast(SPECIES, 3 * LINEAR * CUBIC), FloatVector.broadcast(SPECIES, LINEAR));
            var gate = smaller.blend(greater, xi.compare(VectorOperators.GT, 0f));
            xi.mul(smaller).mul(greater).fma(change, gate).intoArray(s, so + i);
        }
    }

    /// `y = σ(2u)`
    private static void gate(float[] x, int xo, float[] y, int yo, int length) {
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var slope = xi.mul(xi)
                    .fma(FloatVector.broadcast(SPECIES, LINEAR * CUBIC), FloatVector.broadcast(SPECIES, LINEAR));
            xi.mul(slope).intoArray(y, yo + i);
        }
        Logistic.sigmoid(y, yo, y, yo, length);
    }

    @Override
    protected Variable derivative(Variable x) {
        Variable gate = x.mul(x.square().mul(LINEAR * CUBIC).add(LINEAR)).apply(Sigmoid.SIGMOID);
        Variable change = x.square().mul(3 * LINEAR * CUBIC).add(LINEAR);
        return gate.add(x.mul(gate).mul(gate.neg().add(1)).mul(change));
    }
}

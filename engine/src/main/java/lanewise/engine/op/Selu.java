package lanewise.engine.op;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import lanewise.engine.simd.Exponential;

/// The self-normalising unit: `y = scale·x` for `x > 0`, otherwise `scale·alpha·(e^x − 1)`, with the two constants
/// that keep mean 0 and variance 1 from layer to layer.
///
///     dy/dx = scale for x > 0, otherwise scale·alpha·e^x
///
/// Klambauer, Unterthiner, Mayr, Hochreiter 2017, arXiv:1706.02515.
public final class Selu extends BlockwiseOperation {
    /// The one instance: it has no options.
    public static final Selu SELU = new Selu();

    private static final float SCALE = 1.05070098735548049f;
    private static final float SCALE_ALPHA = (float) (1.05070098735548049 * 1.67326324235437728);

    private Selu() {}

    @Override
    public String name() {
        return "selu";
    }

    @Override
    void value(float[] x, int xo, float[] y, int yo, int length) {
        Exponential.expm1(x, xo, y, yo, length);
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var below = FloatVector.fromArray(SPECIES, y, yo + i).mul(SCALE_ALPHA);
            xi.mul(SCALE).blend(below, xi.compare(VectorOperators.LE, 0f)).intoArray(y, yo + i);
        }
    }

    @Override
    void slope(float[] x, int xo, float[] s, int so, int length) {
        Exponential.exp(x, xo, 0f, s, so, length);
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var below = FloatVector.fromArray(SPECIES, s, so + i).mul(SCALE_ALPHA);
            FloatVector.broadcast(SPECIES, SCALE)
                    .blend(below, xi.compare(VectorOperators.LE, 0f))
                    .intoArray(s, so + i);
        }
    }

    @Override
    protected Variable derivative(Variable x) {
        Variable below = x.apply(new Clamp(Float.NEGATIVE_INFINITY, 0)).exp().mul(SCALE_ALPHA);
        return below.fill(Compare.gt(x.array(), 0), SCALE);
    }
}

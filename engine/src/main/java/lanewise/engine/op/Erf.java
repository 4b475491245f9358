package lanewise.engine.op;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import lanewise.engine.simd.ErrorFunction;
import lanewise.engine.simd.Exponential;

/// The error function `y = 2/√π·∫₀ˣ e^-t² dt`.
///
///     dy/dx = 2/√π·e^-x²
public final class Erf extends BlockwiseOperation {
    /// The one instance: it has no options.
    public static final Erf ERF = new Erf();

    private Erf() {}

    @Override
    public String name() {
        return "erf";
    }

    @Override
    void value(float[] x, int xo, float[] y, int yo, int length) {
        ErrorFunction.erf(x, xo, y, yo, length);
    }

    @Override
    void slope(float[] x, int xo, float[] s, int so, int length) {
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            xi.mul(xi).neg().intoArray(s, so + i);
        }
        Exponential.exp(s, so, 0f, s, so, length);
        // 2/√π = 1.1283792
        for (int i = 0; i < length; i += LANES) {
            FloatVector.fromArray(SPECIES, s, so + i).mul(1.1283792f).intoArray(s, so + i);
        }
    }

    @Override
    protected Variable derivative(Variable x) {
        return x.square().neg().exp().mul((float) (2 / Math.sqrt(Math.PI)));
    }
}

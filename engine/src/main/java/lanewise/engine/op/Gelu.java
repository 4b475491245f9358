package lanewise.engine.op;

import lanewise.engine.simd.ErrorFunction;

/// The Gaussian error linear unit: `y = x·Φ(x)`, where `Φ` is the distribution function of the standard normal
/// distribution.
///
///     dy/dx = Φ(x) + x·e^(-x²/2)/√(2π)
///
/// Hendrycks, Gimpel 2016, arXiv:1606.08415.
public final class Gelu extends BlockwiseOperation {
    /// The one instance: it has no options.
    public static final Gelu GELU = new Gelu();

    private Gelu() {}

    @Override
    public String name() {
        return "gelu";
    }

    @Override
    void value(float[] x, int xo, float[] y, int yo, int length) {
        ErrorFunction.gelu(x, xo, y, yo, length);
    }

    @Override
    void slope(float[] x, int xo, float[] s, int so, int length) {
        ErrorFunction.normalCdf(x, xo, s, so, length);
        ErrorFunction.addNormalDensity(x, xo, s, so, length);
    }

    @Override
    protected Variable derivative(Variable x) {
        Variable cdf = x.mul((float) Math.sqrt(0.5)).apply(Erf.ERF).add(1).mul(0.5f);
        Variable density = x.square().mul(-0.5f).exp().mul((float) (1 / Math.sqrt(2 * Math.PI)));
        return cdf.add(x.mul(density));
    }
}

package lanewise.engine.op;

import lanewise.engine.simd.Hyperbolic;

/// The hyperbolic cosine, `y = (e^x + e^-x)/2`.
///
///     dy/dx = sinh x
public final class Cosh extends BlockwiseOperation {
    /// The one instance: it has no options.
    public static final Cosh COSH = new Cosh();

    private Cosh() {}

    @Override
    public String name() {
        return "cosh";
    }

    @Override
    void value(float[] x, int xo, float[] y, int yo, int length) {
        Hyperbolic.cosh(x, xo, y, yo, length);
    }

    @Override
    void slope(float[] x, int xo, float[] s, int so, int length) {
        Hyperbolic.sinh(x, xo, s, so, length);
    }

    @Override
    protected Variable derivative(Variable x) {
        return x.apply(Sinh.SINH);
    }
}

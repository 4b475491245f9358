package lanewise.engine.op;

import lanewise.engine.simd.Hyperbolic;

/// The hyperbolic sine, `y = (e^x − e^-x)/2`.
///
///     dy/dx = cosh x
public final class Sinh extends BlockwiseOperation {
    /// The one instance: it has no options.
    public static final Sinh SINH = new Sinh();

    private Sinh() {}

    @Override
    public String name() {
        return "sinh";
    }

    @Override
    void value(float[] x, int xo, float[] y, int yo, int length) {
        Hyperbolic.sinh(x, xo, y, yo, length);
    }

    @Override
    void slope(float[] x, int xo, float[] s, int so, int length) {
        Hyperbolic.cosh(x, xo, s, so, length);
    }

    @Override
    protected Variable derivative(Variable x) {
        return x.apply(Cosh.COSH);
    }
}

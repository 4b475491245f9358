package lanewise.engine.op;

import lanewise.engine.simd.Trigonometry;

/// `y = sin x`, `x` in radians.
///
///     dy/dx = cos x
public final class Sin extends BlockwiseOperation {
    /// The one instance: it has no options.
    public static final Sin SIN = new Sin();

    private Sin() {}

    @Override
    public String name() {
        return "sin";
    }

    @Override
    void value(float[] x, int xo, float[] y, int yo, int length) {
        Trigonometry.sin(x, xo, y, yo, length);
    }

    @Override
    void slope(float[] x, int xo, float[] s, int so, int length) {
        Trigonometry.cos(x, xo, s, so, length);
    }

    @Override
    protected Variable derivative(Variable x) {
        return x.apply(Cos.COS);
    }
}

package lanewise.engine.op;

/// `y = arcsin x`, NaN outside [−1, 1].
///
///     dy/dx = 1/√(1 − x²)
public final class Asin extends ElementFunction {
    /// The one instance: it has no options.
    public static final Asin ASIN = new Asin();

    private Asin() {}

    @Override
    public String name() {
        return "asin";
    }

    @Override
    double value(double x) {
        return StrictMath.asin(x);
    }

    @Override
    double slope(double x) {
        return 1 / Math.sqrt(1 - x * x);
    }

    @Override
    protected Variable derivative(Variable x) {
        return x.square().neg().add(1).apply(Rsqrt.RSQRT);
    }
}

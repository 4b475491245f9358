package lanewise.engine.op;

/// The inverse of the hyperbolic tangent: `y = ln((1 + x)/(1 − x))/2`, NaN outside [−1, 1].
///
///     dy/dx = 1/(1 − x²)
public final class Atanh extends ElementFunction {
    /// The one instance: it has no options.
    public static final Atanh ATANH = new Atanh();

    private Atanh() {}

    @Override
    public String name() {
        return "atanh";
    }

    @Override
    double value(double x) {
        double a = Math.abs(x);
        return Math.copySign(StrictMath.log1p(2 * a / (1 - a)) / 2, x);
    }

    @Override
    double slope(double x) {
        return 1 / ((1 - x) * (1 + x));
    }

    @Override
    protected Variable derivative(Variable x) {
        return x.square().neg().add(1).reciprocal();
    }
}

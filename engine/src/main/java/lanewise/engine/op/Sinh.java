package lanewise.engine.op;

/// The hyperbolic sine, `y = (e^x − e^-x)/2`.
///
///     dy/dx = cosh x
public final class Sinh extends ElementFunction {
    /// The one instance: it has no options.
    public static final Sinh SINH = new Sinh();

    private Sinh() {}

    @Override
    public String name() {
        return "sinh";
    }

    @Override
    double value(double x) {
        return StrictMath.sinh(x);
    }

    @Override
    double slope(double x) {
        return StrictMath.cosh(x);
    }

    @Override
    protected Variable derivative(Variable x) {
        return x.apply(Cosh.COSH);
    }
}

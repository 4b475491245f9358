package lanewise.engine.op;

/// The hyperbolic cosine, `y = (e^x + e^-x)/2`.
///
///     dy/dx = sinh x
public final class Cosh extends ElementFunction {
    /// The one instance: it has no options.
    public static final Cosh COSH = new Cosh();

    private Cosh() {}

    @Override
    public String name() {
        return "cosh";
    }

    @Override
    double value(double x) {
        return StrictMath.cosh(x);
    }

    @Override
    double slope(double x) {
        return StrictMath.sinh(x);
    }

    @Override
    protected Variable derivative(Variable x) {
        return x.apply(Sinh.SINH);
    }
}

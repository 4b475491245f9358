package lanewise.engine.op;

/// `y = arctan x`, in (−π/2, π/2).
///
///     dy/dx = 1/(1 + x²)
public final class Atan extends ElementFunction {
    /// The one instance: it has no options.
    public static final Atan ATAN = new Atan();

    private Atan() {}

    @Override
    public String name() {
        return "atan";
    }

    @Override
    double value(double x) {
        return StrictMath.atan(x);
    }

    @Override
    double slope(double x) {
        return 1 / (1 + x * x);
    }

    @Override
    protected Variable derivative(Variable x) {
        return x.square().add(1).reciprocal();
    }
}

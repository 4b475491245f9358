package lanewise.engine.op;

/// `y = arccos x`, NaN outside [−1, 1].
///
///     dy/dx = −1/√(1 − x²)
public final class Acos extends ElementFunction {
    /// The one instance: it has no options.
    public static final Acos ACOS = new Acos();

    private Acos() {}

    @Override
    public String name() {
        return "acos";
    }

    @Override
    double value(double x) {
        return StrictMath.acos(x);
    }

    @Override
    double slope(double x) {
        return -1 / Math.sqrt(1 - x * x);
    }

    @Override
    protected Variable derivative(Variable x) {
        return x.square().neg().add(1).apply(Rsqrt.RSQRT).neg();
    }
}

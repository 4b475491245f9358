package lanewise.engine.op;

/// The complement of the error function, `y = 1 − erf x`, with all digits where it is small.
///
///     dy/dx = −2/√π·e^-x²
public final class Erfc extends ElementFunction {
    /// The one instance: it has no options.
    public static final Erfc ERFC = new Erfc();

    private Erfc() {}

    @Override
    public String name() {
        return "erfc";
    }

    @Override
    double value(double x) {
        return ErrorFunctionInDouble.erfc(x);
    }

    @Override
    double slope(double x) {
        return -ErrorFunctionInDouble.slope(x);
    }

    @Override
    protected Variable derivative(Variable x) {
        return x.square().neg().exp().mul((float) (-2 / Math.sqrt(Math.PI)));
    }
}

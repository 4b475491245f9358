package lanewise.engine.op;

/// The inverse of the error function, NaN outside [−1, 1].
///
///     dy/dx = √π/2·e^y²
public final class Erfinv extends ElementFunction {
    /// The one instance: it has no options.
    public static final Erfinv ERFINV = new Erfinv();

    private static final double HALF_ROOT_PI = 0.886_226_925_452_758;

    private Erfinv() {}

    @Override
    public String name() {
        return "erfinv";
    }

    @Override
    double value(double x) {
        return ErrorFunctionInDouble.inverse(x);
    }

    @Override
    double slope(double x) {
        double y = ErrorFunctionInDouble.inverse(x);
        return HALF_ROOT_PI * StrictMath.exp(y * y);
    }

    @Override
    protected Variable derivative(Variable x) {
        return x.apply(this).square().exp().mul((float) (Math.sqrt(Math.PI) / 2));
    }
}

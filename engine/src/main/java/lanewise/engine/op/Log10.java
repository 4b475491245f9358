package lanewise.engine.op;

/// The logarithm to the base 10, NaN below 0, −∞ at 0.
///
///     dy/dx = 1/(x·ln 10)
public final class Log10 extends ElementFunction {
    /// The one instance: it has no options.
    public static final Log10 LOG10 = new Log10();

    private static final double LN_10 = 2.302_585_092_994_046;

    private Log10() {}

    @Override
    public String name() {
        return "log10";
    }

    @Override
    double value(double x) {
        return StrictMath.log10(x);
    }

    @Override
    double slope(double x) {
        return 1 / (x * LN_10);
    }

    @Override
    protected Variable derivative(Variable x) {
        return x.reciprocal().mul((float) (1 / Math.log(10)));
    }
}

package lanewise.engine.op;

/// The logarithm to the base 2, NaN below 0, −∞ at 0.
///
///     dy/dx = 1/(x·ln 2)
public final class Log2 extends ElementFunction {
    /// The one instance: it has no options.
    public static final Log2 LOG2 = new Log2();

    private static final double LN_2 = 0.693_147_180_559_945_3;

    private Log2() {}

    @Override
    public String name() {
        return "log2";
    }

    @Override
    double value(double x) {
        return StrictMath.log(x) / LN_2;
    }

    @Override
    double slope(double x) {
        return 1 / (x * LN_2);
    }

    @Override
    protected Variable derivative(Variable x) {
        return x.reciprocal().mul((float) (1 / Math.log(2)));
    }
}

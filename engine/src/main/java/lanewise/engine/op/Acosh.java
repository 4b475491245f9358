package lanewise.engine.op;

/// The inverse of the hyperbolic cosine: `y = ln(x + √(x² − 1))`, NaN below 1.
///
///     dy/dx = 1/√(x² − 1)
public final class Acosh extends ElementFunction {
    /// The one instance: it has no options.
    public static final Acosh ACOSH = new Acosh();

    private static final double LN_2 = 0.693_147_180_559_945_3;

    private Acosh() {}

    @Override
    public String name() {
        return "acosh";
    }

    @Override
    double value(double x) {
        if (x < 1) {
            return Double.NaN;
        }
        double above = x - 1;
        return x > 1e9 ? StrictMath.log(x) + LN_2 : StrictMath.log1p(above + Math.sqrt(above * (x + 1)));
    }

    @Override
    double slope(double x) {
        return 1 / Math.sqrt(x * x - 1);
    }

    @Override
    protected Variable derivative(Variable x) {
        return x.square().add(-1).apply(Rsqrt.RSQRT);
    }
}

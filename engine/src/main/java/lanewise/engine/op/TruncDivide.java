package lanewise.engine.op;

/// The quotient rounded towards 0, broadcast: `y = trunc(a/b)`.
///
///     ∂y/∂a = 0,  ∂y/∂b = 0
public final class TruncDivide extends ElementFunctionOfTwo {
    /// The one instance: it has no options.
    public static final TruncDivide TRUNC_DIVIDE = new TruncDivide();

    private TruncDivide() {}

    @Override
    public String name() {
        return "truncDivide";
    }

    @Override
    double value(double a, double b) {
        double quotient = a / b;
        return quotient < 0 ? Math.ceil(quotient) : Math.floor(quotient);
    }

    @Override
    double slopeFirst(double a, double b) {
        return 0;
    }

    @Override
    double slopeSecond(double a, double b) {
        return 0;
    }

    @Override
    protected boolean isPiecewiseLinear() {
        return true;
    }
}

package lanewise.engine.op;

/// `y = ln(e^a + e^b)`, broadcast, without overflow.
///
///     ∂y/∂a = 1/(1 + e^(b − a)),  ∂y/∂b = 1/(1 + e^(a − b))
public final class LogAddExp extends ElementFunctionOfTwo {
    /// The one instance: it has no options.
    public static final LogAddExp LOG_ADD_EXP = new LogAddExp();

    private LogAddExp() {}

    @Override
    public String name() {
        return "logaddexp";
    }

    @Override
    double value(double a, double b) {
        boolean equalInfinities = Double.isInfinite(a) && a == b;
        return equalInfinities ? a : Math.max(a, b) + StrictMath.log1p(StrictMath.exp(-Math.abs(a - b)));
    }

    @Override
    double slopeFirst(double a, double b) {
        return 1 / (1 + StrictMath.exp(b - a));
    }

    @Override
    double slopeSecond(double a, double b) {
        return 1 / (1 + StrictMath.exp(a - b));
    }

    @Override
    protected Variable derivative(int input, Variable a, Variable b) {
        return (input == 0 ? a.sub(b) : b.sub(a)).apply(Sigmoid.SIGMOID);
    }
}

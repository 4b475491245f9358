package lanewise.engine.op;

/// The remainder of `a/b` rounded towards 0, broadcast: it has the sign of `a`, as Java's `%`. NaN where b is 0.
///
///     ∂y/∂a = 1,  ∂y/∂b = −trunc(a/b)
public final class Fmod extends ElementFunctionOfTwo {
    /// The one instance: it has no options.
    public static final Fmod FMOD = new Fmod();

    private Fmod() {}

    @Override
    public String name() {
        return "fmod";
    }

    @Override
    double value(double a, double b) {
        return a % b;
    }

    @Override
    double slopeFirst(double a, double b) {
        return 1;
    }

    @Override
    double slopeSecond(double a, double b) {
        double quotient = a / b;
        return quotient < 0 ? -Math.ceil(quotient) : -Math.floor(quotient);
    }

    @Override
    protected boolean isPiecewiseLinear() {
        return true;
    }
}

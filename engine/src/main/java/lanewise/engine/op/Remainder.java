package lanewise.engine.op;

/// The remainder of `a/b` rounded down, broadcast: it has the sign of `b`, as Python's `%`. NaN where b is 0.
///
///     ∂y/∂a = 1,  ∂y/∂b = −floor(a/b)
public final class Remainder extends ElementFunctionOfTwo {
    /// The one instance: it has no options.
    public static final Remainder REMAINDER = new Remainder();

    private Remainder() {}

    @Override
    public String name() {
        return "remainder";
    }

    @Override
    double value(double a, double b) {
        double remainder = a % b;
        return remainder != 0 && b < 0 != remainder < 0 ? remainder + b : remainder;
    }

    @Override
    double slopeFirst(double a, double b) {
        return 1;
    }

    @Override
    double slopeSecond(double a, double b) {
        return -FloorDivide.quotient(a, b);
    }

    @Override
    protected boolean isPiecewiseLinear() {
        return true;
    }
}

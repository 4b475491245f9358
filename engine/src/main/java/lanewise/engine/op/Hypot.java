package lanewise.engine.op;

/// `y = √(a² + b²)`, broadcast.
///
///     ∂y/∂a = a/y,  ∂y/∂b = b/y
public final class Hypot extends ElementFunctionOfTwo {
    /// The one instance: it has no options.
    public static final Hypot HYPOT = new Hypot();

    private Hypot() {}

    @Override
    public String name() {
        return "hypot";
    }

    @Override
    double value(double a, double b) {
        boolean infinite = Double.isInfinite(a) || Double.isInfinite(b);
        return infinite ? Double.POSITIVE_INFINITY : Math.sqrt(a * a + b * b);
    }

    @Override
    double slopeFirst(double a, double b) {
        return a / value(a, b);
    }

    @Override
    double slopeSecond(double a, double b) {
        return b / value(a, b);
    }

    @Override
    protected Variable derivative(int input, Variable a, Variable b) {
        return (input == 0 ? a : b).div(a.apply(this, b));
    }
}

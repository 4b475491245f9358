package lanewise.engine.op;

/// `y = a·ln b`, broadcast; 0 where `a` is 0, unless `b` is NaN.
///
///     ∂y/∂a = ln b, 0 where a = 0 and b <= 0;  ∂y/∂b = a/b
public final class Xlogy extends ElementFunctionOfTwo {
    /// The one instance: it has no options.
    public static final Xlogy XLOGY = new Xlogy();

    private Xlogy() {}

    @Override
    public String name() {
        return "xlogy";
    }

    @Override
    double value(double a, double b) {
        return a == 0 && !Double.isNaN(b) ? 0 : a * StrictMath.log(b);
    }

    @Override
    double slopeFirst(double a, double b) {
        return a == 0 && b <= 0 ? 0 : StrictMath.log(b);
    }

    @Override
    double slopeSecond(double a, double b) {
        return a / b;
    }

    @Override
    protected Variable derivative(int input, Variable a, Variable b) {
        return input == 0 ? b.apply(Log.LOG) : a.div(b);
    }
}

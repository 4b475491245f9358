package lanewise.engine.op;

/// The angle of the point `(b, a)` from the positive x axis, `y = arctan(a/b)` in the quadrant of the point,
/// broadcast.
///
///     ∂y/∂a = b/(a² + b²),  ∂y/∂b = −a/(a² + b²)
public final class Atan2 extends ElementFunctionOfTwo {
    /// The one instance: it has no options.
    public static final Atan2 ATAN2 = new Atan2();

    private Atan2() {}

    @Override
    public String name() {
        return "atan2";
    }

    @Override
    double value(double a, double b) {
        return StrictMath.atan2(a, b);
    }

    @Override
    double slopeFirst(double a, double b) {
        return b / (a * a + b * b);
    }

    @Override
    double slopeSecond(double a, double b) {
        return -a / (a * a + b * b);
    }

    @Override
    protected Variable derivative(int input, Variable a, Variable b) {
        Variable numerator = input == 0 ? b : a.neg();
        return numerator.div(a.square().add(b.square()));
    }
}

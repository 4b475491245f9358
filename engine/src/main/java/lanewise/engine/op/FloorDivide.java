package lanewise.engine.op;

/// The quotient rounded down, broadcast: `y = floor(a/b)`; `a/b` where b is 0.
///
///     ∂y/∂a = 0,  ∂y/∂b = 0
public final class FloorDivide extends ElementFunctionOfTwo {
    /// The one instance: it has no options.
    public static final FloorDivide FLOOR_DIVIDE = new FloorDivide();

    private FloorDivide() {}

    @Override
    public String name() {
        return "floorDivide";
    }

    @Override
    double value(double a, double b) {
        return quotient(a, b);
    }

    @Override
    double slopeFirst(double a, double b) {
        return 0;
    }

    @Override
    double slopeSecond(double a, double b) {
        return 0;
    }

    /// Rounded down exactly: `a/b` itself may be rounded up to the next integer.
    static double quotient(double a, double b) {
        if (b == 0) {
            return a / b;
        }
        double remainder = a % b;
        double exact = (a - remainder) / b;
        double floor = remainder != 0 && b < 0 != remainder < 0 ? exact - 1 : exact;
        return floor == 0 ? Math.copySign(0, a / b) : Math.rint(floor);
    }

    @Override
    protected boolean isPiecewiseLinear() {
        return true;
    }
}

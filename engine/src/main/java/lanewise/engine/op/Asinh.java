package lanewise.engine.op;

/// The inverse of the hyperbolic sine: `y = ln(x + √(x² + 1))`, computed so that nothing cancels.
///
///     dy/dx = 1/√(x² + 1)
public final class Asinh extends ElementFunction {
    /// The one instance: it has no options.
    public static final Asinh ASINH = new Asinh();

    private static final double LN_2 = 0.693_147_180_559_945_3;

    private Asinh() {}

    @Override
    public String name() {
        return "asinh";
    }

    @Override
    double value(double x) {
        double a = Math.abs(x);
        double y = a > 1e9 ? StrictMath.log(a) + LN_2 : StrictMath.log1p(a + a * a / (1 + Math.sqrt(1 + a * a)));
        return Math.copySign(y, x);
    }

    @Override
    double slope(double x) {
        return 1 / Math.sqrt(x * x + 1);
    }

    @Override
    protected Variable derivative(Variable x) {
        return x.square().add(1).apply(Rsqrt.RSQRT);
    }
}

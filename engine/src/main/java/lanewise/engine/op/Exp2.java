package lanewise.engine.op;

/// `y = 2^x`
///
///     dy/dx = y·ln 2
public final class Exp2 extends ElementFunction {
    /// The one instance: it has no options.
    public static final Exp2 EXP2 = new Exp2();

    private static final double LN_2 = 0.693_147_180_559_945_3;

    private Exp2() {}

    @Override
    public String name() {
        return "exp2";
    }

    @Override
    double value(double x) {
        return StrictMath.pow(2, x);
    }

    @Override
    double slope(double x) {
        return StrictMath.pow(2, x) * LN_2;
    }

    @Override
    protected Variable derivative(Variable x) {
        return x.apply(this).mul((float) Math.log(2));
    }
}

package lanewise.engine.op;

/// The binary cross entropy of a probability `a` against a target `b`, both in [0, 1], broadcast:
/// `−b·ln a − (1 − b)·ln(1 − a)`, where a logarithm is at least −100.
///
///     ∂y/∂a = (a − b)/(a·(1 − a)), with a denominator of at least 1e-12;  ∂y/∂b = ln(1 − a) − ln a
public final class BinaryCrossEntropy extends ElementFunctionOfTwo {
    /// The one instance: it has no options.
    public static final BinaryCrossEntropy BINARY_CROSS_ENTROPY = new BinaryCrossEntropy();

    private static final double LEAST = -100;

    private BinaryCrossEntropy() {}

    @Override
    public String name() {
        return "binaryCrossEntropy";
    }

    @Override
    double value(double a, double b) {
        double yes = Math.max(StrictMath.log(a), LEAST);
        double no = Math.max(StrictMath.log1p(-a), LEAST);
        return (b - 1) * no - b * yes;
    }

    @Override
    double slopeFirst(double a, double b) {
        return (a - b) / Math.max(a * (1 - a), 1e-12);
    }

    @Override
    double slopeSecond(double a, double b) {
        return StrictMath.log1p(-a) - StrictMath.log(a);
    }

    @Override
    protected Variable derivative(int input, Variable a, Variable b) {
        if (input == 1) {
            return a.neg().apply(Log1p.LOG1P).sub(a.apply(Log.LOG));
        }
        Variable denominator = a.mul(a.neg().add(1)).apply(new Clamp(1e-12f, Float.POSITIVE_INFINITY));
        return a.sub(b).div(denominator);
    }
}

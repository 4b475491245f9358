package lanewise.engine.op;

/// The derivative of the logarithm of the gamma function; NaN at the negative integers.
///
///     dy/dx = trigamma x
public final class Digamma extends ElementFunction {
    /// The one instance: it has no options.
    public static final Digamma DIGAMMA = new Digamma();

    private Digamma() {}

    @Override
    public String name() {
        return "digamma";
    }

    @Override
    double value(double x) {
        return GammaInDouble.digamma(x);
    }

    @Override
    double slope(double x) {
        return GammaInDouble.polygamma(1, x);
    }

    @Override
    protected Variable derivative(Variable x) {
        return x.apply(new Polygamma(1));
    }
}

package lanewise.engine.op;

/// The logarithm of the magnitude of the gamma function; infinite at 0 and the negative integers.
///
///     dy/dx = digamma x
public final class Lgamma extends ElementFunction {
    /// The one instance: it has no options.
    public static final Lgamma LGAMMA = new Lgamma();

    private Lgamma() {}

    @Override
    public String name() {
        return "lgamma";
    }

    @Override
    double value(double x) {
        return GammaInDouble.logarithm(x);
    }

    @Override
    double slope(double x) {
        return GammaInDouble.digamma(x);
    }

    @Override
    protected Variable derivative(Variable x) {
        return x.apply(Digamma.DIGAMMA);
    }
}

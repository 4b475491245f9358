package lanewise.engine.op;

/// The normalised cardinal sine: `y = sin(πx)/(πx)`, 1 at 0.
///
///     dy/dx = (cos(πx) − y)/x, 0 at x = 0
public final class Sinc extends ElementFunction {
    /// The one instance: it has no options.
    public static final Sinc SINC = new Sinc();

    private Sinc() {}

    @Override
    public String name() {
        return "sinc";
    }

    @Override
    double value(double x) {
        double t = Math.PI * x;
        return t == 0 ? 1 : StrictMath.sin(t) / t;
    }

    @Override
    double slope(double x) {
        double t = Math.PI * x;
        if (Math.abs(t) < 1e-2) { // the two terms cancel there; this is their series
            double t2 = t * t;
            return Math.PI * t * (-1.0 / 3 + t2 * (1.0 / 30 - t2 / 840));
        }
        return (StrictMath.cos(t) - StrictMath.sin(t) / t) / x;
    }
}

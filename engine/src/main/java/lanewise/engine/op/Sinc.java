package lanewise.engine.op;

/// The normalised cardinal sine, `y = sin(πx)/(πx)`, 1 at 0, or one of its derivatives.
///
///     dy/dx = (cos(πx) − y)/x, 0 at x = 0
///
/// The derivatives of `s(t) = sin t/t` follow from `t·s⁽ᵏ⁾ + k·s⁽ᵏ⁻¹⁾ = sin⁽ᵏ⁾ t`. Near 0, where the two terms
/// cancel, they are the sums `Σ (−1)ᵐ·tⁿ/(n!·(2m + 1))` over `n = 2m − k` from 0 on.
public final class Sinc extends ElementFunction {
    /// The function itself.
    public static final Sinc SINC = new Sinc(0);

    /// From here on the recurrence loses no digits that float32 has, whatever the sums lose before.
    private static final int FAR = 3;

    private static final int FOUR = 4;

    private final int order;

    private Sinc(int order) {
        this.order = order;
    }

    @Override
    public String name() {
        return order == 0 ? "sinc" : "sinc's derivative " + order;
    }

    @Override
    double value(double x) {
        return derivative(order, x);
    }

    @Override
    double slope(double x) {
        return derivative(order + 1, x);
    }

    @Override
    protected Variable derivative(Variable x) {
        return x.apply(new Sinc(order + 1));
    }

    private static double derivative(int order, double x) {
        double t = Math.PI * x;
        double derivative = Math.abs(t) < FAR + order ? series(order, t) : recurrence(order, t);
        for (int k = 0; k < order; k++) {
            derivative *= Math.PI;
        }
        return derivative;
    }

    private static double series(int order, double t) {
        int m = (order + 1) / 2;
        int n = 2 * m - order;
        double term = m % 2 == 0 ? 1 : -1; // (−1)ᵐ·tⁿ/n!
        term *= n == 1 ? t : 1;
        double sum = 0;
        double before = Double.NaN;
        while (sum != before) {
            before = sum;
            sum += term / (2 * m + 1);
            term *= -t * t / ((n + 1) * (n + 2));
            n += 2;
            m++;
        }
        return sum;
    }

    private static double recurrence(int order, double t) {
        double sine = StrictMath.sin(t);
        double cosine = StrictMath.cos(t);
        double derivative = sine / t;
        for (int k = 1; k <= order; k++) {
            double ofSine = switch (k % FOUR) {
                case 0 -> sine;
                case 1 -> cosine;
                case 2 -> -sine;
                default -> -cosine;
            };
            derivative = (ofSine - k * derivative) / t;
        }
        return derivative;
    }
}

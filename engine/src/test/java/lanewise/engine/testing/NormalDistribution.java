package lanewise.engine.testing;

/// The error function and its kin in double, which Java does not have.
public final class NormalDistribution {
    private NormalDistribution() {}

    /// The error function: its power series, and from 2.5 on the continued fraction of its complement.
    public static double erf(double x) {
        double a = Math.abs(x);
        if (a >= 2.5) {
            return Math.signum(x) * (1 - erfc(a));
        }
        double sum = x;
        double power = x;
        for (int n = 1; n < 60; n++) {
            power *= -x * x / n;
            sum += power / (2 * n + 1);
        }
        return sum * 2 / Math.sqrt(Math.PI);
    }

    /// The distribution function of the standard normal distribution.
    public static double cdf(double x) {
        double a = Math.abs(x) / Math.sqrt(2);
        double tail = (a < 2.5 ? 1 - erf(a) : erfc(a)) / 2;
        return x < 0 ? tail : 1 - tail;
    }

    /// `1/(1 + e^-x)`
    public static double logistic(double x) {
        return x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x));
    }

    /// For `a >= 2.5`.
    private static double erfc(double a) {
        double fraction = 0;
        for (int n = 120; n >= 1; n--) {
            fraction = n / 2.0 / (a + fraction);
        }
        return Math.exp(-a * a) / Math.sqrt(Math.PI) / (a + fraction);
    }
}

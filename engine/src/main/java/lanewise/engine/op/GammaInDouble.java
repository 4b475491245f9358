package lanewise.engine.op;

/// The logarithm of the gamma function and its derivatives in double: small arguments are brought to 10 or more by
/// the recurrence, where Stirling's series, and that of Euler and Maclaurin, are exact enough, negative ones by
/// reflection.
final class GammaInDouble {
    private static final double EULER = 0.577_215_664_901_532_9;
    private static final double HALF_LOG_TWO_PI = 0.918_938_533_204_672_8;

    /// `ζ(k)/k` for k from 2 on: the series of `ln Γ(1 + z)`, with alternating signs.
    private static final double[] AROUND_ONE = {
        1.644_934_066_848_226_4 / 2,
        1.202_056_903_159_594_2 / 3,
        1.082_323_233_711_138_2 / 4,
        1.036_927_755_143_37 / 5,
        1.017_343_061_984_449_1 / 6,
        1.008_349_277_381_922_8 / 7,
        1.004_077_356_197_944_3 / 8
    };

    /// Bernoulli's `B₂ⱼ/(2j)!` for j from 1 on.
    private static final double[] BERNOULLI = {
        1.0 / 12, -1.0 / 720, 1.0 / 30240, -1.0 / 1209600, 1.0 / 47900160, -691.0 / 1307674368000.0
    };

    private static final double NEAR = 0.02;
    private static final double LARGE = 10;

    private GammaInDouble() {}

    /// `ln |Γ(x)|`, infinite at 0 and the negative integers.
    static double logarithm(double x) {
        if (Double.isInfinite(x) || x <= 0 && x == Math.rint(x)) {
            return Double.POSITIVE_INFINITY;
        }
        if (x < 0) {
            double fraction = x - Math.rint(x);
            return StrictMath.log(Math.PI / Math.abs(StrictMath.sin(Math.PI * fraction))) - logarithm(1 - x);
        }
        if (Math.abs(x - 1) < NEAR) {
            return aroundOne(x - 1);
        }
        if (Math.abs(x - 2) < NEAR) {
            return StrictMath.log1p(x - 2) + aroundOne(x - 2);
        }
        double product = 1;
        double large = x;
        while (large < LARGE) {
            product *= large;
            large++;
        }
        double z = 1 / (large * large);
        double series = (1.0 / 12 - z * (1.0 / 360 - z * (1.0 / 1260 - z * (1.0 / 1680 - z / 1188)))) / large;
        return (large - 0.5) * StrictMath.log(large) - large + HALF_LOG_TWO_PI + series - StrictMath.log(product);
    }

    private static double aroundOne(double z) {
        double sum = 0;
        for (int k = AROUND_ONE.length - 1; k >= 0; k--) {
            sum = AROUND_ONE[k] - z * sum;
        }
        return z * (z * sum - EULER);
    }

    /// The first derivative of [#logarithm]: NaN at the negative integers, −∞ at 0 and +∞ at −0.
    static double digamma(double x) {
        if (x == 0) {
            return Math.copySign(Double.POSITIVE_INFINITY, -x);
        }
        if (x < 0) {
            if (x == Math.rint(x)) {
                return Double.NaN;
            }
            return digamma(1 - x) - Math.PI / StrictMath.tan(Math.PI * (x - Math.rint(x)));
        }
        double sum = 0;
        double large = x;
        while (large < LARGE) {
            sum -= 1 / large;
            large++;
        }
        double z = 1 / (large * large);
        double series = z * (1.0 / 12 - z * (1.0 / 120 - z * (1.0 / 252 - z * (1.0 / 240 - z / 132))));
        return sum + StrictMath.log(large) - 0.5 / large - series;
    }

    /// The `n`-th derivative of [#digamma], from the first on.
    static double polygamma(int n, double x) {
        double factor = n % 2 == 0 ? -1 : 1;
        for (int k = 2; k <= n; k++) {
            factor *= k;
        }
        return factor * zeta(n + 1, x);
    }

    /// Hurwitz's `ζ(s, x) = Σₖ (x + k)⁻ˢ` over k ≥ 0, for whole s from 2 on; infinite at 0 and the negative
    /// integers.
    private static double zeta(int s, double x) {
        if (Double.isInfinite(x)) {
            return x > 0 ? 0 : Double.NaN;
        }
        if (x <= 0 && x == Math.rint(x)) {
            return Double.POSITIVE_INFINITY;
        }
        if (x < 0) { // the sum over all whole numbers less that over the negative ones
            double fraction = x - Math.rint(x);
            double sign = s % 2 == 0 ? 1 : -1;
            double all = power(fraction, s) + zeta(s, 1 + fraction) + sign * zeta(s, 1 - fraction);
            return all - sign * zeta(s, 1 - x);
        }
        double sum = 0;
        double large = x;
        while (large < LARGE + s) {
            sum += power(large, s);
            large++;
        }
        // Euler and Maclaurin's: the integral, half of the first element, and Bernoulli's numbers
        double rest = large / (s - 1) + 0.5;
        double term = s / large;
        for (int j = 0; j < BERNOULLI.length; j++) {
            rest += BERNOULLI[j] * term;
            term *= (s + 2 * j + 1) * (s + 2 * j + 2) / (large * large);
        }
        return sum + rest * power(large, s);
    }

    /// `x⁻ˢ`
    private static double power(double x, int s) {
        double product = 1;
        for (int k = 0; k < s; k++) {
            product *= x;
        }
        return 1 / product;
    }
}

package lanewise.engine.op;

/// The complementary error function in double, and what belongs to it: where a float32 result needs all its digits
/// although the function is tiny there, or is searched for.
final class ErrorFunctionInDouble {
    private static final double TWO_OVER_ROOT_PI = 1.128_379_167_095_512_6;
    private static final double HALF_ROOT_PI = 0.886_226_925_452_758;

    /// From here on erfc is less than half of the smallest float.
    private static final double END = 10.2;

    /// `e^(x²)·erfc(x)/u`, as a polynomial in `2u − 1`, with `u = h/(h + x)`: a Chebyshev fit, its relative error
    /// is below 2e-13 from 0 to [#END].
    private static final double[] SCALED = {
        0.42161272812229,
        0.32186073977546337,
        0.18156564665869263,
        0.06850045811499739,
        0.011344620060779064,
        -0.0033572181258395826,
        -0.0019275140260799032,
        0.00017568759965454157,
        0.00028107292817267516,
        -2.3345257592381203e-05,
        -4.500582723701185e-05,
        7.864302318740726e-06,
        7.165076977974681e-06,
        -2.7173037880765146e-06,
        -7.071561542960911e-07,
        6.490890449974331e-07,
        -1.240316964749235e-07
    };

    private static final double H = 2.5;

    private ErrorFunctionInDouble() {}

    /// `1 − erf x`
    static double erfc(double x) {
        double a = Math.abs(x);
        double tail = a < END ? StrictMath.exp(-a * a) * scaled(a) : a >= END ? 0 : Double.NaN;
        return x < 0 ? 2 - tail : tail;
    }

    /// The derivative of erf.
    static double slope(double x) {
        return TWO_OVER_ROOT_PI * StrictMath.exp(-x * x);
    }

    /// The x with `erf x = y`: by its series near 0, elsewhere a polynomial and a step of Newton's method.
    static double inverse(double y) {
        double a = Math.abs(y);
        double x;
        if (a < 0.1) {
            double t = HALF_ROOT_PI * a;
            double t2 = t * t;
            x = t * (1 + t2 * (1.0 / 3 + t2 * (7.0 / 30 + t2 * (127.0 / 630))));
        } else if (a < 1) {
            double first = estimate(a);
            x = first + (erfc(first) - (1 - a)) / slope(first);
        } else {
            x = a == 1 ? Double.POSITIVE_INFINITY : Double.NaN;
        }
        return Math.copySign(x, y);
    }

    private static double scaled(double x) {
        double u = H / (H + x);
        double s = 2 * u - 1;
        double sum = 0;
        for (int i = SCALED.length - 1; i >= 0; i--) {
            sum = sum * s + SCALED[i];
        }
        return sum * u;
    }

    /// Within 4e-7, for y from 0 to below 1: M. Giles 2010, "Approximating the erfinv function".
    private static double estimate(double y) {
        double w = -StrictMath.log((1 - y) * (1 + y));
        double p;
        if (w < 5) {
            w -= 2.5;
            p = 2.81022636e-08;
            p = 3.43273939e-07 + p * w;
            p = -3.5233877e-06 + p * w;
            p = -4.39150654e-06 + p * w;
            p = 0.00021858087 + p * w;
            p = -0.00125372503 + p * w;
            p = -0.00417768164 + p * w;
            p = 0.246640727 + p * w;
            p = 1.50140941 + p * w;
        } else {
            w = Math.sqrt(w) - 3;
            p = -0.000200214257;
            p = 0.000100950558 + p * w;
            p = 0.00134934322 + p * w;
            p = -0.00367342844 + p * w;
            p = 0.00573950773 + p * w;
            p = -0.0076224613 + p * w;
            p = 0.00943887047 + p * w;
            p = 1.00167406 + p * w;
            p = 2.83297682 + p * w;
        }
        return p * y;
    }
}
